import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hasPassed, moment } from '../../src/commands/shared/moments.ts';
import { Problem } from '../../src/lib/problem.ts';

describe('moments', () => {
  const zone = process.env.TZ;
  beforeEach(() => {
    process.env.TZ = 'Etc/GMT-2';
  });
  afterEach(() => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });

  test.each([
    [undefined, undefined],
    ['42m', '42m'],
    ['1h30m0.5s', '1h30m0.5s'],
    ['1767323045', '1767323045'],
    ['1767323045.000000001', '1767323045.000000001'],
    ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05Z'],
    ['2026-01-02T03:04:05.123456789Z', '2026-01-02T03:04:05.123456789Z'],
    ['2026-01-02T03:04:05.5+01:00', '2026-01-02T02:04:05.5Z'],
    ['2026-01-02T03:04:05', '2026-01-02T01:04:05Z'],
    ['2026-01-02T03:04', '2026-01-02T01:04:00Z'],
    ['2026-01-02T03', '2026-01-02T01:00:00Z'],
    ['2026-01-02', '2026-01-01T22:00:00Z'],
    ['2026-01-02Z', '2026-01-02T00:00:00Z'],
  ])('%s is %s', (text, said) => {
    expect(moment('since', text)).toBe(said);
  });

  test.each(['blah', '1d', '2026-13-01', '2026-01-02 03:04', '', '-'])('%j is none', (text) => {
    expect(() => moment('until', text)).toThrowError(
      new Problem({
        what: `invalid value for "until": failed to parse value as time or duration: "${text}"`,
        remedy: '--until 42m, --until 2026-01-02T13:23:37Z, or seconds since 1970',
      }),
    );
  });
});

test.each([
  ['10m', true],
  ['-10m', false],
  ['1767323045', true],
  ['1767323047', false],
  ['2026-01-02T03:04:05Z', true],
  ['2026-01-02T03:04:07Z', false],
])('%s has passed at 2026-01-02T03:04:06Z: %s', (text, passed) => {
  expect(hasPassed(text, Date.UTC(2026, 0, 2, 3, 4, 6))).toBe(passed);
});
