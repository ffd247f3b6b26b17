import type { Scalar } from './node.ts';

const words: ReadonlyMap<string, Scalar> = new Map<string, Scalar>([
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
]);

const integer = /^([-+]?)(?:(0[xX][\da-fA-F]+)|(0[bB][01]+)|0[oO]?([0-7]+)|(0|[1-9]\d*))$/;
const float = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;

const date = /^\d{4}-\d\d?-\d\d?(([Tt]|[ \t]+)\d\d?:\d\d:\d\d(\.\d*)?[ \t]*(Z|[-+]\d\d?(:\d\d)?)?)?$/;

/** Whether an unquoted scalar is a date to YAML. */
export function isDate(text: string): boolean {
  return date.test(text);
}

/**
 * The value of an unquoted scalar as Compose reads it: YAML 1.2 (`yes` and `22:22` are text), but with YAML 1.1's octals
 * (`0440` is 288) and `_` in numbers. A number that would lose digits stays text.
 */
export function resolveScalar(text: string): Scalar {
  const word = words.get(text);
  if (word !== undefined) return word;
  if (!/^[-+.\d]/.test(text)) return text;
  const digits = text.replaceAll('_', '');
  const [, sign, hex, binary, octal, decimal] = integer.exec(digits) ?? [];
  const whole = hex ?? binary ?? (octal === undefined ? decimal : `0o${octal}`);
  if (whole !== undefined) {
    const value = Number(whole) * (sign === '-' ? -1 : 1);
    return Number.isSafeInteger(value) ? value : text;
  }
  return float.test(digits) && Number.isFinite(Number(digits)) ? Number(digits) : text;
}
