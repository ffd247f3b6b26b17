import { expect, it } from 'vitest';
import { table } from '../../src/lib/output/index.ts';

const HEAD = ['SHIP', 'NAME', 'NOTE'];
const ROWS = [
  ['192.168.1.83', 'redis-1', 'a rather long remark about it'],
  ['日本', '\u001b[32mweb-1\u001b[39m', ''],
];

it('lines up columns by what a terminal shows, and ends lines without blanks', () => {
  expect(table(HEAD, ROWS)).toBe(
    [
      'SHIP           NAME      NOTE',
      '192.168.1.83   redis-1   a rather long remark about it',
      '日本           \u001b[32mweb-1\u001b[39m',
    ].join('\n'),
  );
});

it('moves columns together before it cuts', () => {
  expect(table(HEAD, ROWS.slice(0, 1), { width: 52 })).toBe(
    ['SHIP          NAME     NOTE', '192.168.1.83  redis-1  a rather long remark about it'].join('\n'),
  );
});

it('cuts the widest columns first', () => {
  expect(table(HEAD, ROWS.slice(0, 1), { width: 40 })).toBe(
    ['SHIP          NAME     NOTE', '192.168.1.83  redis-1  a rather long re…'].join('\n'),
  );
  expect(table(HEAD, ROWS.slice(0, 1), { width: 31 })).toBe(
    ['SHIP        NAME     NOTE', '192.168.1…  redis-1  a rather …'].join('\n'),
  );
});

it('spares what may not be cut', () => {
  expect(table(HEAD, ROWS.slice(0, 1), { width: 31, least: [Number.POSITIVE_INFINITY] })).toBe(
    ['SHIP          NAME     NOTE', '192.168.1.83  redis-1  a rathe…'].join('\n'),
  );
});

it('never lets a line wrap, however narrow the terminal', () => {
  expect(table(HEAD, ROWS.slice(0, 1), { width: 15, least: [Number.POSITIVE_INFINITY] })).toBe(
    ['SHIP          …', '192.168.1.83  …'].join('\n'),
  );
});

it('is its head where there are no rows', () => {
  expect(table(HEAD, [])).toBe('SHIP   NAME   NOTE');
});
