import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDuration, parseDuration, readDuration } from '../../src/lib/schema/index.ts';

describe('a duration', () => {
  test.each([
    ['1m30s', 90_000, '1m30s'],
    ['90s', 90_000, '1m30s'],
    ['10s', 10_000, '10s'],
    ['1m', 60_000, '1m0s'],
    ['1.5h', 5_400_000, '1h30m0s'],
    ['2d', 172_800_000, '48h0m0s'],
    ['1w', 604_800_000, '168h0m0s'],
    ['500ms', 500, '500ms'],
    ['1s500ms', 1_500, '1.5s'],
    ['250us', 0.25, '250µs'],
    ['1500us', 1.5, '1.5ms'],
    ['7ns', 7e-6, '7ns'],
    ['0s', 0, '0s'],
    ['0', 0, '0s'],
  ])('%s is %d ms and prints as %s', (text, milliseconds, canonical) => {
    expect([parseDuration(text), formatDuration(milliseconds)]).toEqual([milliseconds, canonical]);
  });

  test.each(['', '10', 's', '1 s', '1m 30s', '-5s', '1y', 'soon'])('is not %j', (text) => {
    expect(readDuration(text)).toBeUndefined();
    expect(() => parseDuration(text)).toThrow(new RangeError(`"${text}" is not a duration such as 1m30s`));
  });

  test('reads back what it prints', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000_000), (milliseconds) => {
        expect(parseDuration(formatDuration(milliseconds))).toBe(milliseconds);
      }),
    );
  });
});
