const SECOND = 1000;
const HOURS = { day: 24, week: 24 * 7, month: 24 * 30, year: 24 * 365 };

interface Span {
  /** The row holds below this many units. */
  below: number;
  of: 'second' | 'minute' | 'hour';
  says: (n: number) => string;
}

const SPANS: Span[] = [
  { of: 'second', below: 1, says: () => 'Less than a second' },
  { of: 'second', below: 2, says: () => '1 second' },
  { of: 'second', below: 60, says: (n) => `${n} seconds` },
  { of: 'minute', below: 2, says: () => 'About a minute' },
  { of: 'minute', below: 60, says: (n) => `${n} minutes` },
  { of: 'hour', below: 2, says: () => 'About an hour' },
  { of: 'hour', below: 2 * HOURS.day, says: (n) => `${n} hours` },
  { of: 'hour', below: 2 * HOURS.week, says: (n) => `${Math.floor(n / HOURS.day)} days` },
  { of: 'hour', below: 2 * HOURS.month, says: (n) => `${Math.floor(n / HOURS.week)} weeks` },
  { of: 'hour', below: 2 * HOURS.year, says: (n) => `${Math.floor(n / HOURS.month)} months` },
];

/**
 * A span of time in docker's words (HumanDuration of go-units): seconds and minutes are cut off, hours are rounded.
 * Milliseconds in.
 */
export function humanDuration(ms: number): string {
  const count = {
    second: Math.trunc(ms / SECOND),
    minute: Math.trunc(ms / (60 * SECOND)),
    hour: Math.trunc(ms / (3600 * SECOND) + 0.5),
  };
  const span = SPANS.find(({ of, below }) => count[of] < below);
  return span ? span.says(count[span.of]) : `${Math.floor(ms / (3600 * SECOND * HOURS.year))} years`;
}

/** How long ago an ISO 8601 time was, in docker's words; empty where the time was never set. `now` in milliseconds. */
export function since(time: string, now: number): string {
  const then = Date.parse(time);
  // Go's zero time is 0001-01-01.
  return Number.isNaN(then) || then <= 0 ? '' : humanDuration(now - then);
}

/** A short span for progress: `0.4s`, `12.3s`, `2m05s`. Milliseconds in. */
export function seconds(ms: number): string {
  if (ms < 59_950) return `${(Math.max(0, ms) / SECOND).toFixed(1)}s`;
  const whole = Math.round(ms / SECOND);
  return `${Math.floor(whole / 60)}m${String(whole % 60).padStart(2, '0')}s`;
}

const UNITS = ['B', 'K', 'M', 'G', 'T', 'P'];

/** Bytes in a column: `512M`, `7.8G`. */
export function amount(bytes: number): string {
  const step = bytes < 1024 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  const number = bytes / 1024 ** step;
  return `${number < 9.95 && step > 0 ? number.toFixed(1) : Math.round(number)}${UNITS[step]}`;
}

const SIZES = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** Bytes in docker's words, three digits that count: `1.99MB`. */
export function humanSize(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < SIZES.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${Number(size.toPrecision(3))}${SIZES[unit]}`;
}

/** `1 ship`, `2 ships`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
