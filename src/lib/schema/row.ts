import type { Flag } from './flags.ts';
import type { inputs } from './inputs.ts';
import type { later } from './later.ts';
import type { Service } from './types.ts';

/** How a value may be written in the file. Positions and messages come from walking a shape beside the value. */
export type Shape =
  /** `scalar`: text, a number, true, false or nothing. */
  | { kind: 'string' | 'boolean' | 'null' | 'duration' | 'scalar' }
  | { kind: 'integer'; min?: number; max?: number }
  | { kind: 'enum'; values: readonly string[] }
  | { kind: 'list'; of: Shape; says: string }
  | { kind: 'map'; of: Shape; says: string }
  | { kind: 'object'; keys: Readonly<Record<string, Shape>>; required?: readonly string[]; says: string }
  /** `says` names the alternatives for people: `a list of ports or a map`. */
  | { kind: 'either'; of: readonly Shape[]; says: string }
  /** Known to Compose, refused here: with the reason and what to write instead. */
  | { kind: 'refused'; why?: string; remedy: string };

/** How a later file's value goes over an earlier one's. */
export type Merge =
  /** Maps recurse (under `keys` where named), lists append, scalars replace, nothing keeps what was there. */
  | { kind: 'deep'; keys?: Readonly<Record<string, Merge>> }
  /** The later value alone. */
  | { kind: 'replace' }
  /** Lists append, and one text is a list of one. */
  | { kind: 'append' }
  /** A list of `KEY=VALUE` and a map say the same; by key. */
  | { kind: 'pairs' }
  /** A list of names is a map from each name to `value`. */
  | { kind: 'names'; value: Readonly<Record<string, string | boolean>> | null };

/** What normalising may know of the world: nothing but what was read for it beforehand. */
export interface NormaliseContext {
  shape: 'v1' | 'services';
  /** Thrown with a path below the key and what is wrong; the caller adds the position. */
  fail(path: readonly (string | number)[], what: string, remedy?: string): never;
  /** Notes where a canonical value was written, when that is another path below the key: `['KEY']` at `[2]`. */
  from(canonical: readonly (string | number)[], written: readonly (string | number)[]): void;
}

/** The keys that have a row in the table. */
export type Key = Exclude<keyof Service, keyof typeof later | keyof typeof inputs>;

/** One key of a service: all that the project knows of it stands in its row. */
export interface Row<K extends Key = Key> {
  shape: Shape;
  merge: Merge;
  /** From what the file may say (already of the row's shape) to Compose's canonical form. */
  normalise(value: unknown, context: NormaliseContext): Service[K];
  /** What it is when the file says nothing; without this the key stays away. */
  absent?(): Service[K];
  /** The words of `docker run` and `docker create` that say it; what no flag says (image, command, depends_on) has none. */
  flags?: Flag<NonNullable<Service[K]>>;
  /** A different value makes another container. */
  hashed: boolean;
  /** One line for the reference. */
  doc: string;
}
