import type { Merge, NormaliseContext, Shape } from './row.ts';
import * as shapes from './shapes.ts';

/** How one value is written, merged and read; forms of small values make up those of large ones. */
export interface Form<T> {
  shape: Shape;
  merge: Merge;
  /** Undefined where it says nothing: Compose leaves out zeros, and empty texts, lists and maps. */
  normalise(value: unknown, context: NormaliseContext): T | undefined;
}

type Keys = readonly (string | number)[];
export type Fields<T> = { [K in keyof T]-?: Form<NonNullable<T[K]>> };

export const deep: Merge = { kind: 'deep' };
export const replace: Merge = { kind: 'replace' };
export const append: Merge = { kind: 'append' };

/** The context of a value further down. */
export function within(context: NormaliseContext, ...path: Keys): NormaliseContext {
  return {
    ...context,
    fail: (below, what, remedy) => context.fail([...path, ...below], what, remedy),
    from: (canonical, written) => context.from([...path, ...canonical], [...path, ...written]),
    absolute: (below, text) => context.absolute([...path, ...below], text),
  };
}

/** A map of known keys, each of a form of its own; those that say nothing stay away. */
export function fields<T extends object>(forms: Fields<T>, says: string, required: (keyof T & string)[] = []): Form<T> {
  const entries = Object.entries(forms) as [string, Form<unknown>][];
  const of = <V>(pick: (form: Form<unknown>) => V) =>
    Object.fromEntries(entries.map(([key, form]) => [key, pick(form)]));
  return {
    shape: shapes.object(
      of((form) => form.shape),
      says,
      required,
    ),
    merge: { kind: 'deep', keys: of((form) => form.merge) },
    normalise: (value, context) => {
      const said: Record<string, unknown> = {};
      for (const [key, form] of entries) {
        const written = (value as Record<string, unknown>)[key];
        const read = written === undefined ? undefined : form.normalise(written, within(context, key));
        if (read !== undefined) said[key] = read;
      }
      return said as T;
    },
  };
}

/** A map of names that people choose. */
export function mapOf<T>(form: Form<T>, says: string): Form<Record<string, T>> {
  return {
    shape: shapes.map(form.shape, says),
    merge: { kind: 'deep', each: form.merge },
    normalise: (value, context) => {
      const entries = Object.entries(value as Record<string, unknown>).flatMap(([name, item]): [string, T][] => {
        const read = form.normalise(item, within(context, name));
        return read === undefined ? [] : [[name, read]];
      });
      return entries.length === 0 ? undefined : Object.fromEntries(entries);
    },
  };
}

/** What becomes of items that are equal by their key: the last stands in the first's place, or they are refused. */
export type Twice<T> = { last: (item: T) => string } | { refused: (item: T) => string };

export function listOf<T>(form: Form<T>, says: string, twice?: Twice<T>): Form<T[]> {
  return {
    shape: shapes.list(form.shape, says),
    merge: append,
    normalise: (value, context) => {
      const items = (value as unknown[]).flatMap((item, index): Item<T>[] => {
        const read = form.normalise(item, within(context, index));
        return read === undefined ? [] : [{ item: read, written: index }];
      });
      return noted(twice ? once(items, twice, context) : items, context);
    },
  };
}

/** An item of a list, and its place in the list that was written. */
export interface Item<T> {
  item: T;
  written: number;
}

/** Of items with one key the last, in the first's place; or a refusal. */
export function once<T>(items: readonly Item<T>[], twice: Twice<T>, { fail }: NormaliseContext): Item<T>[] {
  const kept = new Map<string, Item<T>>();
  const keyOf = 'last' in twice ? twice.last : twice.refused;
  for (const one of items) {
    const key = keyOf(one.item);
    if ('refused' in twice && kept.has(key)) fail([one.written], `"${key}" is there twice`, 'take one of them out');
    kept.set(key, one);
  }
  return [...kept.values()];
}

/** The items alone, their places noted; undefined for none. */
export function noted<T>(items: readonly Item<T>[], { from }: NormaliseContext): T[] | undefined {
  for (const [index, { written }] of items.entries()) if (index !== written) from([index], [written]);
  return items.length === 0 ? undefined : items.map(({ item }) => item);
}
