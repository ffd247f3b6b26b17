import { describe, expect, test } from 'vitest';
import { readIgnore } from '../../src/lib/files/ignore.ts';

const NEVER = ['.git', '.env'];
const PATHS = [
  'a.txt',
  'b.md',
  'docs',
  'docs/a.txt',
  'docs/b.md',
  'docs/deep/a.txt',
  'docs/deep/[x].txt',
  'temp',
  'temp1',
  'temp12',
];

describe('a .dockerignore leaves out', () => {
  test.each([
    ['nothing where it is empty', '', []],
    ['nothing by a comment or a blank line', '# a.txt\n\n   \n.\n', []],
    ['one file', 'a.txt', ['a.txt']],
    ['one file that is written with slashes and dots', '/./x/../a.txt', ['a.txt']],
    ['a folder and all in it', 'docs/', ['docs', 'docs/a.txt', 'docs/b.md', 'docs/deep/a.txt', 'docs/deep/[x].txt']],
    ['by a star, within one name', 'docs/*.txt', ['docs/a.txt']],
    ['by a star, a folder one below and all in it', '*/deep', ['docs/deep/a.txt', 'docs/deep/[x].txt']],
    ['by a question mark, one character', 'temp?', ['temp1']],
    ['by two stars, at any depth and none', '**/a.txt', ['a.txt', 'docs/a.txt', 'docs/deep/a.txt']],
    ['by two stars in the middle', 'docs/**/a.txt', ['docs/a.txt', 'docs/deep/a.txt']],
    ['by two stars at the end', 'docs/**', ['docs/a.txt', 'docs/b.md', 'docs/deep/a.txt', 'docs/deep/[x].txt']],
    ['by a class of characters', 'temp[0-9]', ['temp1']],
    ['by the opposite of a class', '[^a-d]*', ['temp', 'temp1', 'temp12']],
    ['a name with such characters, written with backslashes', 'docs/deep/\\[x].txt', ['docs/deep/[x].txt']],
    ['all but what a later line keeps', 'docs\n!docs/deep', ['docs', 'docs/a.txt', 'docs/b.md']],
    [
      'by the last line that says something of it',
      '*.md\n!b.md\ndocs\n!docs/*.md\n',
      ['docs', 'docs/a.txt', 'docs/deep/a.txt', 'docs/deep/[x].txt'],
    ],
    ['with the newlines and the mark of other systems', '\uFEFFa.txt\r\nb.md\r\n', ['a.txt', 'b.md']],
  ])('%s', (_, text, left) => {
    expect(PATHS.filter(readIgnore(text, NEVER).ignores)).toEqual(left);
  });

  test.each(['.git', '.git/config', 'sub/.git', '.env', 'sub/.env'])('%s, whatever it says', (path) => {
    const { ignores, hasExceptions } = readIgnore('!.git\n!.env\n!**', NEVER);
    expect([ignores(path), hasExceptions(path)]).toEqual([true, false]);
  });

  test.each(['.gitignore', '.env.example', 'x.env', 'git'])('but not %s', (path) => {
    expect(readIgnore('', NEVER).ignores(path)).toBe(false);
  });
});

test('a folder that is left out may hold what is kept only where a line keeps something', () => {
  expect(readIgnore('docs', []).hasExceptions('docs')).toBe(false);
  expect(readIgnore('docs\n!docs/a.txt', []).hasExceptions('docs')).toBe(true);
});
