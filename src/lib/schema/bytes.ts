const units = ['', 'k', 'm', 'g', 't', 'p'];
const written = /^(\d+(?:\.\d*)?|\.\d+) ?([kmgtp]?)(?:i?b)?$/i;

/** Bytes of a size as Compose writes it (`64m`, `1.5 GiB`, 1024), or undefined where it is none. */
export function readBytes(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
  if (typeof value !== 'string') return undefined;
  const [, count, unit = ''] = written.exec(value.replaceAll(/(?<=\d)_(?=\d)/g, '')) ?? [];
  return count === undefined ? undefined : Math.trunc(Number(count) * 1024 ** units.indexOf(unit.toLowerCase()));
}
