import type { NormaliseContext } from './row.ts';
import { splitWords } from './words.ts';

/** Compose's `true` in a text, as after interpolation: YAML 1.1's words for it count. */
export function readBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  if (/^(true|y|yes|on)$/i.test(value)) return true;
  return /^(false|n|no|off)$/i.test(value) ? false : undefined;
}

/** A whole number, also one that stands in a text. */
export function readInteger(value: unknown): number | undefined {
  if (typeof value === 'string') return /^[-+]?\d{1,15}$/.test(value) ? Number(value) : undefined;
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
}

/** Words of a command: a list as it is, a text split as Compose does. */
export function readWords(value: unknown, { fail }: NormaliseContext): string[] | null {
  if (value === null) return null;
  if (Array.isArray(value)) return value as string[];
  const split = splitWords(value as string);
  return 'words' in split ? split.words : fail([], `"${value}" ${split.problem}`, split.remedy);
}

/** `KEY=VALUE` lines or a map to a map; a line without `=` and a key without a value are null. */
export function readPairs(value: unknown, { from }: NormaliseContext): Record<string, string | null> {
  if (!Array.isArray(value)) {
    const entries = Object.entries(value as Record<string, string | number | boolean | null>);
    return Object.fromEntries(entries.map(([key, item]) => [key, item === null ? null : String(item)]));
  }
  const pairs = (value as string[]).map((line): [string, string | null] => {
    const at = line.indexOf('=');
    return at < 0 ? [line, null] : [line.slice(0, at), line.slice(at + 1)];
  });
  for (const [index, [key]] of pairs.entries()) from([key], [index]);
  return Object.fromEntries(pairs);
}

/** A list of names, each once, or a map, to a map; `value` is what a mere name stands for. */
export function readNames<T>(value: unknown, listed: T, { from, fail }: NormaliseContext): Record<string, T> {
  if (!Array.isArray(value)) return value as Record<string, T>;
  const names = value as string[];
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) < index) fail([index], `"${name}" is there twice`, 'take one of them out');
    from([name], [index]);
  }
  return Object.fromEntries(names.map((name) => [name, listed]));
}
