import { type Form, fields, mapOf, replace } from './form.ts';
import type { NormaliseContext } from './row.ts';
import { either, integer } from './shapes.ts';
import { whole } from './simple.ts';
import type { Ulimit } from './types.ts';
import { readInteger } from './values.ts';

const both = fields<{ soft: number; hard: number }>(
  { soft: whole(-1), hard: whole(-1) },
  'a number or a map with soft and hard',
  ['soft', 'hard'],
);

/** A single zero is printed as nothing said: so Compose does. */
function normaliseUlimit(value: unknown, context: NormaliseContext): Ulimit {
  return typeof value === 'object' ? (both.normalise(value, context) ?? {}) : readInteger(value) || {};
}

export const ulimits: Form<Record<string, Ulimit>> = mapOf(
  {
    shape: either('a number or a map with soft and hard', integer(-1), both.shape),
    merge: replace,
    normalise: normaliseUlimit,
  },
  'a map of limits',
);
