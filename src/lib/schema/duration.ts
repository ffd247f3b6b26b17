const unitMilliseconds: Record<string, number> = {
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
  us: 1e-3,
  µs: 1e-3,
  ns: 1e-6,
};

const written = /^(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ms|us|µs|ns|[wdhms]))+$/;
const part = /(\d+(?:\.\d*)?|\.\d+)(ms|us|µs|ns|[wdhms])/g;

/** Milliseconds of a duration as Compose writes it (`1m30s`, `1.5h`, `2d`), or undefined where it is none. */
export function readDuration(text: string): number | undefined {
  if (/^[-+]?0$/.test(text)) return 0;
  if (!written.test(text)) return undefined;
  const parts = [...text.matchAll(part)];
  const sum = parts.reduce((all, [, count, unit]) => all + Number(count) * (unitMilliseconds[unit as string] ?? 0), 0);
  return Number(sum.toFixed(6));
}

/**
 * Milliseconds of a duration as Compose writes it: `1m30s` is 90,000.
 * Throws a RangeError for what is none: the file's values were checked before.
 */
export function parseDuration(text: string): number {
  const milliseconds = readDuration(text);
  if (milliseconds === undefined) throw new RangeError(`"${text}" is not a duration such as 1m30s`);
  return milliseconds;
}

/** A duration in milliseconds as Go prints it, which is Compose's canonical form: `1m30s`, `1h0m0s`, `1.5ms`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds === 0) return '0s';
  if (milliseconds < 1e-3) return `${trim(milliseconds * 1e6, 0)}ns`;
  if (milliseconds < 1) return `${trim(milliseconds * 1e3, 3)}µs`;
  if (milliseconds < 1_000) return `${trim(milliseconds, 6)}ms`;
  const hours = Math.floor(milliseconds / 3_600_000);
  const minutes = Math.floor((milliseconds % 3_600_000) / 60_000);
  const seconds = `${trim((milliseconds % 60_000) / 1_000, 9)}s`;
  if (hours > 0) return `${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${minutes}m${seconds}` : seconds;
}

function trim(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}
