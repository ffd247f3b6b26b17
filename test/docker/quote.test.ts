import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quote, quoteAll } from '../../src/lib/docker/index.ts';
import { runScript, SHELLS } from './shells.ts';

test.each([
  ['redis:7', 'redis:7'],
  ['--name', '--name'],
  ['A=b', 'A=b'],
  ['/data,/more@%+_.-', '/data,/more@%+_.-'],
  ['', "''"],
  ['two words', "'two words'"],
  ["it's", "'it'\\''s'"],
  ['$HOME', "'$HOME'"],
  ['~', "'~'"],
  ['a\nb', "'a\nb'"],
  ['!!', "'!!'"],
  ['=ls', "'=ls'"],
  ['é', "'é'"],
])('%j is written %s', (word, written) => {
  expect(quote(word)).toBe(written);
});

test('words are quoted one by one', () => {
  expect(quoteAll(['echo', 'a b', ''])).toBe("echo 'a b' ''");
});

const nasty = fc.string({ unit: fc.constantFrom(...'\'"\\$`!~#&|;<>(){}[]*?=-+%@^,: \t\n\rabZ09é船💥') });
const any = fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', ''));
const word = fc.oneof(
  nasty,
  any,
  nasty.map((text) => `-${text}`),
);

describe.each(SHELLS)('%s', (_, shell) => {
  test.skipIf(!shell)('hands every word on byte for byte', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 50, maxLength: 200 }), (words) => {
        const printed = runScript(shell ?? [], `printf '%s\\0' ${quoteAll(words)}`);
        expect(printed.split('\0').slice(0, -1)).toEqual(words);
      }),
      { numRuns: 30 },
    );
  });
});
