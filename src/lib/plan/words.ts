/** `a`, `a and b`, `a, b and c`. */
export function list(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** The service of a replica: `my-db` of `my-db-1`. */
export function serviceOf(replica: string): string {
  return replica.slice(0, replica.lastIndexOf('-'));
}

/** The items once each, in the order in which they first came. */
export function unique<T>(items: Iterable<T>): T[] {
  return [...new Set(items)];
}

/** The items in groups of one key, groups and items in the order in which they came. */
export function groupBy<T>(items: Iterable<T>, keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) addTo(groups, keyOf(item), item);
  return [...groups.values()];
}

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];

/** `12 bytes`, `1.5 KiB`, `64.0 MiB`. */
export function size(bytes: number): string {
  const step = bytes < 1024 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  return step === 0
    ? `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`
    : `${(bytes / 1024 ** step).toFixed(1)} ${UNITS[step]}`;
}

/** Adds to one of several lists. */
export function addTo<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
