import type { Flag } from './flags.ts';
import type { Form } from './form.ts';
import type { inputs } from './inputs.ts';
import type { Service } from './types.ts';
import type { Update } from './updates.ts';

/** How a value may be written in the file. Positions and messages come from walking a shape beside the value. */
export type Shape =
  /** `scalar`: text, a number, true, false or nothing. */
  | { kind: 'string' | 'boolean' | 'null' | 'duration' | 'scalar' | 'number' }
  /** A size such as 64m; `text` where a bare number is none. */
  | { kind: 'bytes'; text?: boolean }
  | { kind: 'integer'; min?: number; max?: number }
  | { kind: 'enum'; values: readonly string[] }
  | { kind: 'list'; of: Shape; says: string }
  | { kind: 'map'; of: Shape; says: string }
  | {
      kind: 'object';
      keys: Readonly<Record<string, Shape>>;
      required?: readonly string[];
      hints?: Readonly<Record<string, string>>;
      says: string;
    }
  /** `says` names the alternatives for people: `a list of ports or a map`. */
  | { kind: 'either'; of: readonly Shape[]; says: string }
  /** Known to Compose, refused here: with the reason and what to write instead. */
  | { kind: 'refused'; why?: string; remedy: string };

/** How a later file's value goes over an earlier one's. */
export type Merge =
  /**
   * Maps recurse (under `keys` where named, else `each`), lists append, scalars replace, nothing keeps what was there.
   * A mere text says the key `text` of a map.
   */
  | { kind: 'deep'; keys?: Readonly<Record<string, Merge>>; each?: Merge; text?: string }
  /** The later value alone. */
  | { kind: 'replace' }
  /** Lists append, and one text is a list of one. */
  | { kind: 'append' }
  /** A map says the same as `KEY=VALUE` lines; they append, but for those that are there already. */
  | { kind: 'lines' }
  /** A list of `KEY=VALUE` and a map say the same; by key. */
  | { kind: 'pairs' }
  /** A list of names is a map from each name to `value`. */
  | { kind: 'names'; value: Readonly<Record<string, string | boolean>> | null; each?: Merge }
  /** Maps that do not differ in one key merge, else the later stands alone. */
  | { kind: 'alike'; key: string; merge: Merge }
  /** The later list; each map in it goes over the earlier one's that has the same value under a key. */
  | { kind: 'items'; key: string };

/** What normalising may know of the world: nothing but what was read for it beforehand. */
export interface NormaliseContext {
  shape: 'v1' | 'services';
  /** Thrown with a path below the key and what is wrong; the caller adds the position. */
  fail(path: readonly (string | number)[], what: string, remedy?: string): never;
  /** Notes where a canonical value was written, when that is another path below the key: `['KEY']` at `[2]`. */
  from(canonical: readonly (string | number)[], written: readonly (string | number)[]): void;
  /** A path of this machine as an absolute one: it starts at the folder of the project or at home. */
  absolute(path: readonly (string | number)[], text: string): string;
  /** The value of a variable of this shell or of `.env`. */
  variable(name: string): string | undefined;
}

/** The keys that have a row in the table. */
export type Key = Exclude<keyof Service, keyof typeof inputs>;

/** What a row says of a value besides its form. */
export interface Said<T> {
  /** What it is when the file says nothing; without this the key stays away. */
  absent?(): T;
  /** A different value makes another container. */
  hashed: boolean;
  /** The same of Compose's own hash, which is the label of the containers that it makes; of some values only a part counts. */
  composeHashed: boolean | ((value: NonNullable<T>) => unknown);
  /** One line for the reference. */
  doc: string;
}

/** One key of a service: all that the project knows of it stands in its row. */
export interface Row<K extends Key = Key> extends Form<Exclude<Service[K], undefined>>, Said<Service[K]> {
  /** How `docker run` and `docker create` say it; what no flag says (image, command, depends_on) has none. */
  flags?: Flag<NonNullable<Service[K]>>;
  /** How `docker update` changes it where the container stays. */
  update?: Update;
}

export type Rows = { [K in Key]: Row<K> };

/** A row whose value is of a form: another value makes another container, unless something else is said. */
export function row<T>(doc: string, form: Form<T>, rest: Partial<Omit<Said<T>, 'doc'>> = {}): Form<T> & Said<T> {
  return { hashed: true, composeHashed: true, ...form, ...rest, doc };
}
