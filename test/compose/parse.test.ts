import { describe, expect, test } from 'vitest';
import { locate, type Node, nearestMark, plain } from '../../src/lib/compose/node.ts';
import { parse } from '../../src/lib/compose/parse.ts';
import type { Path } from '../../src/lib/compose/types.ts';
import { problemOf } from './files.ts';

function read(text: string): Node[] {
  return parse({ name: 'f.yml', text });
}

function problem(text: string): Promise<string> {
  return problemOf(Promise.resolve().then(() => read(text)));
}

describe('unquoted values are read as Compose reads them', () => {
  test.each([
    ['22:22', '22:22'],
    ['yes', 'yes'],
    ['no', 'no'],
    ['True', true],
    ['false', false],
    ['~', null],
    ['', null],
    ['NULL', null],
    ['5000', 5000],
    ['-1', -1],
    ['0440', 288],
    ['0o17', 15],
    ['0x1F', 31],
    ['0b11', 3],
    ['1_000', 1000],
    ['08', 8],
    ['1.10', 1.1],
    ['1e3', 1000],
    ['.5', 0.5],
    ['1.2.3', '1.2.3'],
    ['192.168.1.83', '192.168.1.83'],
    ['12345678901234567890', '12345678901234567890'],
    ['2026-11-22', '2026-11-22'],
    ['-', null],
    ['"5"', '5'],
    ["'true'", 'true'],
    ['!!str 5', '5'],
    ['! 5', '5'],
    ['!!int 5', 5],
    ['!!int "5"', 5],
    ['!!bool "true"', true],
    ['!!binary aGk=', 'hi'],
    ['!own 5', '5'],
    ['!own {b: 5}', { b: 5 }],
  ])('%s', (text, value) => {
    const document = text === '-' ? read('- ')[0] : read(`a: ${text}`)[0];
    expect(plain(document as Node)).toEqual(text === '-' ? [value] : { a: value });
  });

  test('keys are text', () => {
    expect(read('"5000": a\nyes: b\n!!str 0440: c\n"x y": d').map(plain)).toEqual([
      { 5000: 'a', yes: 'b', '0440': 'c', 'x y': 'd' },
    ]);
  });

  test.each([
    ['0440: c', 'a key must be text, not the number 288\nf.yml:1:1\n  0440: c\ndo: put it in quotes: "0440"\n'],
    [
      '{a: &k ~, *k : 1}',
      'a key must be text, not empty\nf.yml:1:8\n  {a: &k ~, *k : 1}\ndo: write it out, in quotes\n',
    ],
  ])('%j is refused: its key is none', async (text, said) => {
    expect(await problem(text)).toBe(said);
  });

  test('a key of JavaScript’s own is a key like any other', () => {
    expect(Object.entries(plain(read('__proto__: a\nconstructor: b')[0] as Node) as object)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
  });
});

describe('a tag that is nearly !reset or !override is refused', () => {
  test.each([
    ['!overide', '!override'],
    ['!Reset', '!reset'],
  ])('%s', async (tag, meant) => {
    expect(await problem(`a: ${tag} 5`)).toBe(
      `the tag ${tag} means nothing: did you mean ${meant}?\nf.yml:1:4\n  a: ${tag} 5\ndo: write ${meant}\n`,
    );
  });
});

describe('anchors and merge keys', () => {
  test.each([
    ['an alias is the value it names', 'a: &x [1]\nb: *x', { a: [1], b: [1] }],
    ['<< brings keys in', 'a: &x {p: 1, q: 2}\nb: {<<: *x, q: 3}', { a: { p: 1, q: 2 }, b: { p: 1, q: 3 } }],
    ['what is written wins, even before <<', 'a: &x {p: 1}\nb: {p: 2, <<: *x}', { a: { p: 1 }, b: { p: 2 } }],
    ['of several maps the first wins', 'b: {<<: [{p: 1}, {p: 2, q: 2}]}', { b: { p: 1, q: 2 } }],
    ['a quoted << is a key', 'b: {"<<": 1}', { b: { '<<': 1 } }],
    ['a later anchor takes the name', 'a: &x 1\nb: &x 2\nc: *x', { a: 1, b: 2, c: 2 }],
  ])('%s', (_, text, value) => {
    expect(read(text).map(plain)).toEqual([value]);
  });

  test.each([
    ['a: *x', 'the alias *x has no anchor\nf.yml:1:4\n  a: *x\ndo: write &x at the value it should repeat, above\n'],
    [
      'a: &x [*x]',
      'the alias *x stands inside its own anchor\nf.yml:1:8\n  a: &x [*x]\ndo: take the alias out of the value it names\n',
    ],
    [
      'a: {<<: 5}',
      '<< takes a map or a list of maps\nf.yml:1:5\n  a: {<<: 5}\ndo: write <<: *NAME, where &NAME is a map\n',
    ],
    [
      'a: {[b]: 5}',
      'a list stands where a key is expected\nf.yml:1:5\n  a: {[b]: 5}\ndo: put quotes around a value that begins with { or [\n',
    ],
    [
      'a: {{b}}',
      'a map stands where a key is expected\nf.yml:1:5\n  a: {{b}}\ndo: put quotes around a value that begins with { or [\n',
    ],
  ])('%j is refused', async (text, said) => {
    expect(await problem(text)).toBe(said);
  });

  test('several documents come one by one', () => {
    expect(read('a: 1\n---\nb: 2\n').map(plain)).toEqual([{ a: 1 }, { b: 2 }]);
  });
});

describe('a value stands', () => {
  const text = [
    'base: &base',
    '  image: nginx',
    '  list: [one, "two"]',
    'web:',
    '  <<: *base',
    '  text: |',
    '    one',
    '  empty:',
    '  map:',
    '    key: value',
    '  alias: *base',
  ].join('\r\n');
  const [root] = read(text);

  test.each([
    [['base', 'image'], 2, 10],
    [['base', 'list'], 3, 3],
    [['base', 'list', 0], 3, 10],
    [['base', 'list', 1], 3, 15],
    [['web'], 4, 1],
    [['web', 'image'], 2, 10],
    [['web', 'text'], 6, 3],
    [['web', 'empty'], 8, 3],
    [['web', 'map'], 9, 3],
    [['web', 'map', 'key'], 10, 10],
    [['web', 'alias'], 11, 3],
    [['web', 'alias', 'image'], 2, 10],
    [['web', 'map', 'none', 'at all'], 9, 3],
    [['nobody'], 1, 1],
  ] satisfies [Path, number, number][])('%j at %d:%d', (path, line, column) => {
    const whole = text.split('\r\n')[line - 1];
    expect(locate(nearestMark(root as Node, path))).toEqual({ file: 'f.yml', line, column, text: whole });
  });
});
