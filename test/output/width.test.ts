import { expect, it } from 'vitest';
import { cut, displayWidth, pad, plain, plainLines, wrap } from '../../src/lib/output/width.ts';

it.each([
  ['', 0],
  ['redis', 5],
  ['küche', 5],
  ['ku\u0308che', 5],
  ['日本', 4],
  ['한국', 4],
  ['ＡＢ', 4],
  ['🚢', 2],
  ['👩‍👩‍👧', 2],
  ['⚠️', 2],
  ['a\u200bb', 2],
  ['\u001b[31mred\u001b[39m', 3],
])('%j takes %d columns', (text, columns) => {
  expect(displayWidth(text)).toBe(columns);
});

it.each([
  ['redis', 5, 'redis'],
  ['redis', 4, 'red…'],
  ['日本国', 5, '日本…'],
  ['日本国', 4, '日…'],
  ['redis', 1, '…'],
  ['redis', 0, ''],
  ['\u001b[31mredis\u001b[39m', 5, '\u001b[31mredis\u001b[39m'],
  ['\u001b[31mredis\u001b[39m', 3, 're…'],
])('%j cut to %d columns is %j', (text, columns, result) => {
  expect(cut(text, columns)).toBe(result);
});

it('fills up to columns, not to characters', () => {
  expect(pad('日本', 6)).toBe('日本  ');
  expect(pad('\u001b[31mx\u001b[39m', 3)).toBe('\u001b[31mx\u001b[39m  ');
  expect(pad('redis', 3)).toBe('redis');
});

it.each([
  ['a name of many words', 10, 0, ['a name of', 'many words']],
  ['  indented, so that the rest is too', 20, 0, ['  indented, so that', '  the rest is too']],
  ['hangs a little deeper', 12, 2, ['hangs a', '  little', '  deeper']],
  ['sha256:0123456789abcdef x', 10, 0, ['sha256:012', '3456789abc', 'def x']],
  ['  port is 0123456789abcdef', 10, 0, ['  port is', '  01234567', '  89abcdef']],
  ['日本国日本国', 5, 0, ['日本', '国日', '本国']],
  ['short', 80, 4, ['short']],
])('%j in %d columns, %d deeper', (text, width, hang, lines) => {
  expect(wrap(text, width, hang)).toEqual(lines);
});

it('lets nothing of a ship steer the terminal', () => {
  expect(plain('\u001b]0;title\u0007\u001b[2Jdone\r\u0000\tnow  ')).toBe('done  now');
  expect(plainLines('one\r\n\r\n\u001b[31m\u001b[39m\ntwo\n')).toEqual(['one', 'two']);
});
