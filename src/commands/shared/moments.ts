import { Problem } from '../../lib/problem.ts';

const DURATION = /^[+-]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/;
const SECONDS = /^\d+(?:\.\d+)?$/;
const CALENDAR = /^(\d{4}-\d\d-\d\d)(?:T(\d\d)(?::(\d\d)(?::(\d\d(?:\.\d+)?))?)?)?(Z|[+-]\d\d:\d\d)?$/;

/**
 * A moment as Compose takes it (`42m` ago, a date with or without a time and a zone, seconds since 1970) in words that mean
 * the same on every ship: what names no zone is of the laptop's.
 * @throws Problem, in Compose's words, for what is none
 */
export function moment(flag: string, text: string | undefined): string | undefined {
  if (text === undefined || DURATION.test(text) || SECONDS.test(text)) return text;
  const [, day, hours = '00', minutes = '00', seconds = '00', zone] = CALENDAR.exec(text) ?? [];
  const time = `${day}T${hours}:${minutes}:${seconds}`;
  const at = Date.parse(zone === undefined ? time.slice(0, 19) : time.slice(0, 19) + zone);
  if (day !== undefined && !Number.isNaN(at)) {
    return `${new Date(at).toISOString().slice(0, 19)}${time.slice(19)}Z`;
  }
  throw new Problem({
    what: `invalid value for "${flag}": failed to parse value as time or duration: "${text}"`,
    remedy: `--${flag} 42m, --${flag} 2026-01-02T13:23:37Z, or seconds since 1970`,
  });
}

/** Whether a moment of `moment` has gone by; milliseconds since 1970 in. */
export function hasPassed(text: string, now: number): boolean {
  if (DURATION.test(text)) return !text.startsWith('-');
  return (SECONDS.test(text) ? Number(text) * 1000 : Date.parse(text)) <= now;
}
