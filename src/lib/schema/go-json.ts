import type { Shape } from './row.ts';

/**
 * A canonical value as Go's encoder writes it: known keys in the order of the shape, which is that of Compose's structs,
 * names that people choose sorted by their bytes, and `<`, `>`, `&` escaped.
 */
export function goJson(value: unknown, shape: Shape | undefined): string {
  if (Array.isArray(value)) {
    const of = alternative(shape, 'list')?.of;
    return `[${value.map((item) => goJson(item, of)).join(',')}]`;
  }
  if (typeof value !== 'object' || value === null) return goText(value);
  const entries = Object.entries(value);
  const keys = alternative(shape, 'object')?.keys;
  if (!keys) return members(entries.sort(byBytes), () => alternative(shape, 'map')?.of);
  const order = Object.keys(keys);
  // Compose writes some keys in capitals
  const rank = (key: string) => order.indexOf(key.toLowerCase());
  return members(
    entries.sort(([a], [b]) => rank(a) - rank(b)),
    (key) => keys[key],
  );
}

/** Of the forms that a value may be written in, the one of a kind. */
function alternative<K extends Shape['kind']>(
  shape: Shape | undefined,
  kind: K,
): Extract<Shape, { kind: K }> | undefined {
  if (shape?.kind === kind) return shape as Extract<Shape, { kind: K }>;
  if (shape?.kind !== 'either') return undefined;
  for (const one of shape.of) {
    const found = alternative(one, kind);
    if (found) return found;
  }
  return undefined;
}

function members(entries: [string, unknown][], shapeOf: (key: string) => Shape | undefined): string {
  return `{${entries.map(([key, value]) => `${goText(key)}:${goJson(value, shapeOf(key))}`).join(',')}}`;
}

function byBytes([a]: [string, unknown], [b]: [string, unknown]): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function goText(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
