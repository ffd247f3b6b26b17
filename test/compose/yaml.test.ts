import fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, it, test } from 'vitest';
import { toYaml } from '../../src/lib/compose/index.ts';
import { plain } from '../../src/lib/compose/node.ts';
import { parse } from '../../src/lib/compose/parse.ts';

test('maps and lists stand in blocks, those that are empty on their line, and what is undefined is left out', () => {
  const data = {
    name: 'shop',
    services: {
      web: { command: null, init: true, networks: {}, gone: undefined, ports: [{ target: 80 }, ['a', 'b']] },
    },
    none: { gone: undefined },
    lists: [[], {}, [[1]]],
  };
  expect(toYaml(data)).toBe(`name: shop
services:
  web:
    command: null
    init: true
    networks: {}
    ports:
      - target: 80
      - - a
        - b
none: {}
lists:
  - []
  - {}
  - - - 1
`);
});

describe('a text', () => {
  it.each([
    'redis:7-alpine',
    'http://localhost:80/a?b=c#d',
    'a  b, [c] {d} \'e\' "f" & * ! | > % @ `',
    '--flag=x y',
    '-x',
    '/data:/data:ro',
    ':9001',
    '^a$',
    '2024.11.1',
    '10.0.0.1',
    '1m30s',
    '20m',
    'yes please',
    'é 🐳',
    'a'.repeat(200),
  ])('%j stands without quotes', (text) => {
    expect(toYaml({ key: text })).toBe(`key: ${text}\n`);
  });

  it.each([
    ...['', ' a', 'a ', 'a: b', 'a:', 'a #b', '# a', '- a', '-', '? a', '[a', '{a', '&a', '*a', '!a', '|', '>', '%a'],
    ...['@a', '`a', '"a"', 'true', 'False', 'null', '~', 'yes', 'Off', 'n', '<<', '=', '.inf', '-.NaN'],
    ...['5', '-1.5', '1e3', '1_000', '0x1F', '0o17', '017', '0b1', '12345678901234567890', '22:22', '1:30:15.5'],
    ...['2024-11-24', '2024-11-24T10:00:00Z'],
  ])('%j stands in quotes', (text) => {
    expect(toYaml([text])).toBe(`- '${text}'\n`);
  });

  it('in quotes has its own doubled', () => {
    expect(toYaml({ "'a": "it's: so" })).toBe("'''a': 'it''s: so'\n");
  });

  it.each([
    ['a\nb', '|-\n  a\n  b'],
    ['a\n\n  b\tc\n', '|\n  a\n\n    b\tc'],
    ['\na', '"\\na"'],
    [' a\nb', '" a\\nb"'],
    ['a\n\n', '"a\\n\\n"'],
    ['a\n ', '"a\\n "'],
    ['a\tb', '"a\\tb"'],
    ['a\u0000\u007f\u0085\u2028\ufeff"\\', '"a\\u0000\\u007f\\u0085\\u2028\\ufeff\\"\\\\"'],
    ['a\nb\r', '"a\\nb\\r"'],
  ])('%j, of several lines or with what cannot be seen, is a block where it can be, else escaped', (text, written) => {
    expect(toYaml({ key: text })).toBe(`key: ${written}\n`);
  });

  it('of several lines is indented as deep as it stands', () => {
    expect(toYaml({ of: [{ key: 'a\nb' }, 'c\nd\n'] })).toBe(`of:
  - key: |-
      a
      b
  - |
    c
    d
`);
  });
});

describe('what is written is read again', () => {
  const pieces = fc.constantFrom(
    ...[
      ' ',
      '  ',
      '\n',
      '\t',
      ':',
      '#',
      '-',
      "'",
      '"',
      '\\',
      '?',
      '!',
      '&',
      '*',
      '[',
      ']',
      '{',
      '}',
      '|',
      '>',
      '%',
      '@',
    ],
    ...[
      '0',
      '1',
      '12',
      '.',
      '_',
      'e',
      'x',
      'true',
      'no',
      'null',
      '~',
      '<',
      '=',
      '$',
      'a',
      'é',
      '🐳',
      '\r',
      '\u0085',
      '\ufeff',
    ],
  );
  const textOf = (piece: fc.Arbitrary<string>) => fc.array(piece, { maxLength: 6 }).map((parts) => parts.join(''));
  const blanks = fc.constantFrom('a', '#', ' ', '\n', '\n');
  const anyText = fc.oneof(textOf(pieces), textOf(blanks), fc.string({ unit: 'grapheme' }));
  const key = anyText.filter((text) => text !== '__proto__');
  const scalar = fc.oneof(anyText, fc.integer(), fc.boolean(), fc.constant(null));
  const { map } = fc.letrec<{ value: unknown; list: unknown[]; map: Record<string, unknown> }>((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, scalar, tie('list'), tie('map')),
    list: fc.array(tie('value'), { maxLength: 4 }),
    map: fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  }));

  test('by js-yaml', () => {
    fc.assert(
      fc.property(map, (data) => {
        expect(load(toYaml(data))).toEqual(data);
      }),
      { numRuns: 1000 },
    );
  });

  test('and as a file', () => {
    const read = (text: string) => plain(parse({ name: 'docker.yml', text })[0] as Parameters<typeof plain>[0]);
    fc.assert(
      fc.property(map, (data) => {
        expect(read(toYaml(data))).toEqual(data);
      }),
      { numRuns: 1000 },
    );
  });
});
