import type { SpecFile } from './types.ts';

/** What the one thing in a tar of content is called: a file, or a folder with all that is in it. */
export const ROOT = 'content';

/**
 * Where a ship keeps what came from the laptop, given where it keeps what belongs to the project: content under its
 * digest, folders that are the ship's own under their names.
 */
export function storedAt(store: string, { by, id }: Pick<SpecFile, 'by' | 'id'>): string {
  return by === 'keep' ? `${store}.data/${encodeName(id)}` : `${store}.files/${id}`;
}

/** What content is called in the deploy's own folder on the ship, packed, before it is put to its use. */
export function carriedAs({ by, id }: Pick<SpecFile, 'by' | 'id'>): string {
  return by === 'build' ? `context-${id}` : `c-${by === 'keep' ? encodeName(id) : id}`;
}

/** A path of the project's folder as the name of one folder: `./data/db` is `data%2Fdb`. */
export function encodeName(source: string): string {
  const path = source.replace(/^\.(\/|$)/, '');
  return path === '' ? '%2E' : encodeURIComponent(path).replace(/[!'()*~]/g, percent);
}

/** The path that such a name stands for; undefined for a name that is none of ours. */
export function decodeName(name: string): string | undefined {
  if (name === '%2E') return '.';
  try {
    const path = `./${decodeURIComponent(name)}`;
    return encodeName(path) === name ? path : undefined;
  } catch {
    return undefined;
  }
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
