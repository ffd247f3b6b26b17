import { expect, test } from 'vitest';
import { showCopying } from '../../src/commands/shared/copying.ts';

/** What a person sees of it, and what `copying` is told after so many milliseconds. */
function shown(isTTY: boolean, told: [at: number, bytes: number][]): string[] {
  let now = 0;
  const seen: string[] = [];
  const stream = {
    isTTY,
    write: (text: string) => seen.push(text) > 0,
    cursorTo: () => seen.push('<') > 0,
    clearLine: () => seen.push('clear') > 0,
  };
  const copying = showCopying(stream as never, () => now);
  for (const [at, bytes] of told) {
    now = at;
    copying.add(bytes);
  }
  copying.clear();
  copying.clear();
  return seen;
}

test('a copy that takes long shows how far it is, now and then, and leaves the line empty', () => {
  const told: [number, number][] = [
    [10, 1024],
    [250, 1024],
    [300, 1024],
    [500, 1024],
  ];
  expect(shown(true, told)).toEqual(['copying: 2.0 KiB', '<', 'clear', 'copying: 4.0 KiB', '<', 'clear']);
  expect(shown(false, told)).toEqual([]);
});

test('one that takes no time shows nothing', () => {
  expect(shown(true, [[10, 5]])).toEqual([]);
});
