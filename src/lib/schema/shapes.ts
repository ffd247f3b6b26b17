import type { Shape } from './row.ts';

export const text: Shape = { kind: 'string' };
export const nothing: Shape = { kind: 'null' };
export const yesOrNo: Shape = { kind: 'boolean' };
export const duration: Shape = { kind: 'duration' };
export const scalar: Shape = { kind: 'scalar' };
export const number: Shape = { kind: 'number' };
export const bytes: Shape = { kind: 'bytes' };

/** A whole number between bounds, both included. */
export function integer(min?: number, max?: number): Shape {
  return { kind: 'integer', ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}

export function oneOf(...values: string[]): Shape {
  return { kind: 'enum', values };
}

/** `says` is what people read when the value is no list. */
export function list(of: Shape, says: string): Shape {
  return { kind: 'list', of, says };
}

export function map(of: Shape, says: string): Shape {
  return { kind: 'map', of, says };
}

export function object(keys: Readonly<Record<string, Shape>>, says: string, required: readonly string[] = []): Shape {
  return { kind: 'object', keys, says, required };
}

export function either(says: string, ...of: Shape[]): Shape {
  return { kind: 'either', of, says };
}

/** Known to Compose and not done here yet; the remedy says what to write instead. */
export function refused(remedy: string, why?: string): Shape {
  return { kind: 'refused', remedy, ...(why !== undefined && { why }) };
}

/** `KEY=VALUE` lines or a map of scalars: environment, labels. */
export function pairs(what: string): Shape {
  return either(`a map or a list of ${what}`, list(text, `a list of ${what}`), map(scalar, `a map of ${what}`));
}

/** A text that is split into words as a shell would, or the words themselves. */
export const words: Shape = either('text or a list of words', text, list(text, 'a list of words'));
