import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cursor } from '../../../src/lib/fleet/logs/cursor.ts';
import type { Line } from '../../../src/lib/fleet/logs/cut.ts';

/** The time of so many milliseconds. */
function at(ms: number): string {
  return `2026-01-02T03:${String(Math.floor(ms / 60_000)).padStart(2, '0')}:${String(Math.floor(ms / 1000) % 60).padStart(2, '0')}.${String(ms % 1000).padStart(3, '0')}000000Z`;
}

function line(ms: number, text: string, open = false): Line {
  return { stamp: at(ms), text: Buffer.from(text), ...(open ? { open: true } : {}) };
}

/** What docker gives of a log from a time on. */
function since(log: readonly Line[], stamp: string | undefined): Line[] {
  return log.filter((one) => stamp === undefined || one.stamp >= stamp);
}

function texts(lines: readonly (Line | undefined)[]): string[] {
  return lines.flatMap((one) => (one ? [one.text.toString()] : []));
}

describe('going on in a log', () => {
  test('where nothing was read, it is read from its start', () => {
    expect(cursor({ whole: true }).resume()).toBeUndefined();
  });

  test('lines of one time are told apart by their number', () => {
    const log = ['a', 'b', 'c', 'd'].map((text) => line(1000, text));
    const place = cursor({ whole: true });
    expect(texts(log.slice(0, 2).map(place.take))).toEqual(['a', 'b']);
    expect(place.resume()).toBeUndefined();
    expect(texts(log.map(place.take))).toEqual(['c', 'd']);
  });

  test('of what was read from its end, the first line that was read is where it begins', () => {
    const place = cursor({ whole: false });
    place.take(line(1000, 'c'));
    expect(place.resume()).toBe(at(1000));
    expect(texts([line(1000, 'c'), line(1000, 'd')].map(place.take))).toEqual(['d']);
  });

  test('docker is asked for a second or two, not for all', () => {
    const place = cursor({ whole: true });
    for (let ms = 0; ms < 60_000; ms += 100) place.take(line(ms, 'x'));
    expect(place.resume()).toBe(at(57_000));
  });

  test('times may go back by less than a second: nothing is lost and nothing comes twice, however often it is cut', () => {
    const steps = fc.array(fc.integer({ min: -900, max: 900 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(steps, fc.array(fc.integer({ min: 0, max: 60 })), (moves, cuts) => {
        let newest = 0;
        const log = moves.map((move, i) => {
          const ms = Math.max(0, newest + move);
          newest = Math.max(newest, ms);
          return line(ms, String(i));
        });
        const place = cursor({ whole: true });
        const seen: string[] = [];
        for (const cut of [...cuts.sort((a, b) => a - b), log.length]) {
          seen.push(...texts(since(log.slice(0, cut), place.resume()).map(place.take)));
        }
        expect(seen).toEqual(log.map(({ text }) => text.toString()));
      }),
      { numRuns: 500 },
    );
  });

  test('what docker has thrown away in the meantime does not hide what is new', () => {
    const place = cursor({ whole: true });
    for (const ms of [1000, 1100, 1200]) place.take(line(ms, 'old'));
    place.resume();
    expect(texts([line(1200, 'old'), line(1300, 'new'), line(1300, 'newer')].map(place.take))).toEqual([
      'new',
      'newer',
    ]);
  });

  test('a container that went on in the line which it had left open', () => {
    const place = cursor({ whole: true });
    place.take(line(1000, 'one'));
    place.take(line(1100, 'bye', true));
    place.resume();
    const again = [line(1000, 'one'), line(1100, `bye${at(5000)} hello`), line(5100, 'two')].map(place.take);
    expect(again.map((one) => one && `${one.stamp} ${one.text}`)).toEqual([
      undefined,
      `${at(5000)} hello`,
      `${at(5100)} two`,
    ]);
  });
});
