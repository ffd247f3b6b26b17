import { expect, it } from 'vitest';
import { count, humanDuration, seconds, since } from '../../src/lib/output/index.ts';
import { humanSize } from '../../src/lib/output/words.ts';
import { NOW } from './given.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

it.each([
  [-5 * SECOND, 'Less than a second'],
  [999, 'Less than a second'],
  [SECOND, '1 second'],
  [59.9 * SECOND, '59 seconds'],
  [MINUTE, 'About a minute'],
  [119 * SECOND, 'About a minute'],
  [2 * MINUTE, '2 minutes'],
  [59 * MINUTE + 59 * SECOND, '59 minutes'],
  [HOUR, 'About an hour'],
  [89 * MINUTE, 'About an hour'],
  [90 * MINUTE, '2 hours'],
  [47 * HOUR, '47 hours'],
  [48 * HOUR, '2 days'],
  [13 * DAY, '13 days'],
  [14 * DAY, '2 weeks'],
  [59 * DAY, '8 weeks'],
  [60 * DAY, '2 months'],
  [729 * DAY, '24 months'],
  [730 * DAY, '2 years'],
])('%d ms are, in the words of docker, %s', (ms, words) => {
  expect(humanDuration(ms)).toBe(words);
});

it.each([
  ['2026-11-05T11:57:00.123456789Z', '2 minutes'],
  ['2026-11-05T12:57:00+01:00', '3 minutes'],
  ['0001-01-01T00:00:00Z', ''],
  ['', ''],
])('since %s it has been "%s"', (time, words) => {
  expect(since(time, NOW)).toBe(words);
});

it.each([
  [0, '0.0s'],
  [-3, '0.0s'],
  [1449, '1.4s'],
  [59_949, '59.9s'],
  [59_951, '1m00s'],
  [125_000, '2m05s'],
])('%d ms of progress are %s', (ms, words) => {
  expect(seconds(ms)).toBe(words);
});

it.each([
  [0, '0 ships'],
  [1, '1 ship'],
  [2, '2 ships'],
])('%d of a noun', (n, words) => {
  expect(count(n, 'ship')).toBe(words);
});

it.each([
  [0, '0B'],
  [999, '999B'],
  [1000, '1kB'],
  [1_985_543, '1.99MB'],
  [104_000_000, '104MB'],
  [2.5e18, '2500PB'],
])('%d bytes are, in the words of docker, %s', (bytes, words) => {
  expect(humanSize(bytes)).toBe(words);
});
