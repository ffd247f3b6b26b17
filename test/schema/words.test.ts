import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quoteAll, splitWords } from '../../src/lib/schema/index.ts';

describe('a command is split into words', () => {
  test.each([
    ['npm start', ['npm', 'start']],
    ['  a \t b\n', ['a', 'b']],
    ['', []],
    ['sh -c "echo hi; sleep 1"', ['sh', '-c', 'echo hi; sleep 1']],
    ["echo 'a b'c", ['echo', 'a bc']],
    [`echo '' ""`, ['echo', '', '']],
    ['echo a\\ b', ['echo', 'a b']],
    ['echo "a \\"b\\""', ['echo', 'a "b"']],
    ["echo 'a\\nb'", ['echo', 'a\\nb']],
    ['echo "a\\tb\\nc"', ['echo', 'a\tb\nc']],
    ['echo \\; \\&', ['echo', ';', '&']],
    ['echo $HOME *.txt #no', ['echo', '$HOME', '*.txt', '#no']],
  ])('%j', (text, words) => {
    expect(splitWords(text)).toEqual({ words });
  });

  test.each([
    ['a && b', '&&'],
    ['a; b', ';'],
    ['a | b', '|'],
    ['a > log', '>'],
    ['a 2>&1', '>&'],
    ['a < in', '<'],
    ['echo $(date)', '('],
    ['echo `date`', '`'],
  ])('but not %j, which wants a shell', (text, operator) => {
    expect(splitWords(text)).toEqual({
      problem: `has an unquoted ${operator}, and no shell reads it`,
      remedy: `quote the ${operator}, or call a shell: ["sh", "-c", "..."]`,
    });
  });

  test.each([
    ['echo "a', 'has a " that is never closed', 'close the quote, or write a list of words'],
    ["echo it's", "has a ' that is never closed", 'close the quote, or write a list of words'],
    ['echo \\', 'ends in a backslash', 'write the backslash twice, or leave it out'],
  ])('nor %j', (text, problem, remedy) => {
    expect(splitWords(text)).toEqual({ problem, remedy });
  });

  test('and quoted words come back as they were', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (words) => {
        expect(splitWords(quoteAll(words))).toEqual({ words });
      }),
    );
  });
});
