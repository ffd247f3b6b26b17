import type { Stats } from 'node:fs';
import { lstat, readdir, readFile, readlink, stat } from 'node:fs/promises';
import { type IgnoreRules, readIgnore } from './ignore.ts';
import type { TarEntry } from './tar.ts';

/** A file, folder or symbolic link as it goes to a ship, and where it is here. */
export interface Entry extends TarEntry {
  path: Buffer;
}

/** How a source is read. */
export interface Manner {
  /** Names that are left out wherever they stand. */
  never: readonly string[];
  /** The permission bits that count. */
  modes: number;
}

/**
 * For what is mounted: .git and .env are this machine's alone, and others than the owner may read at most, for what an
 * umask decides is to make no difference.
 */
export const MOUNTED: Manner = { never: ['.git', '.env'], modes: 0o755 };

/** For what an image is built from: all that docker would send. */
export const BUILT: Manner = { never: [], modes: 0o7777 };

const SLASH = Buffer.from('/');

/** Entries of a source: itself, named `root`, and where it is a folder all that is in it, in the order of their bytes. */
export async function walk(source: string, root: string, manner: Manner): Promise<Entry[]> {
  const entries = await walkAll(source, root, manner);
  return entries.map((entry) => ({ ...entry, mode: entry.mode & manner.modes }));
}

/** Bytes of all files. */
export function weightOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, { size }) => sum + size, 0);
}

async function walkAll(source: string, root: string, { never }: Manner): Promise<Entry[]> {
  const path = Buffer.from(source);
  const name = Buffer.from(root);
  const found = await stat(path);
  if (!found.isDirectory()) return [entryOf(found, 'file', name, path)];
  const rules = readIgnore(await readFile(`${source}/.dockerignore`, 'utf8').catch(() => ''), never);
  return [entryOf(found, 'folder', name, path), ...(await walkFolder({ path, name, below: '', rules }))];
}

interface Folder {
  path: Buffer;
  name: Buffer;
  /** Its path below the root with a slash behind, as rules see it. */
  below: string;
  rules: IgnoreRules;
}

async function walkFolder(folder: Folder): Promise<Entry[]> {
  const names = await readdir(folder.path, { encoding: 'buffer' });
  const entries: Entry[] = [];
  for (const name of names.sort(Buffer.compare)) entries.push(...(await walkOne(folder, name)));
  return entries;
}

async function walkOne(folder: Folder, own: Buffer): Promise<Entry[]> {
  const { rules } = folder;
  const path = Buffer.concat([folder.path, SLASH, own]);
  const name = Buffer.concat([folder.name, SLASH, own]);
  const below = `${folder.below}${own.toString()}`;
  const left = rules.ignores(below);
  if (left && !rules.hasExceptions(below)) return [];
  const found = await lstat(path);
  if (found.isDirectory()) {
    const inside = await walkFolder({ path, name, below: `${below}/`, rules });
    return left && inside.length === 0 ? [] : [entryOf(found, 'folder', name, path), ...inside];
  }
  if (left) return [];
  if (found.isSymbolicLink()) {
    return [{ ...entryOf(found, 'link', name, path), target: await readlink(path, { encoding: 'buffer' }) }];
  }
  // sockets, pipes and devices are this machine's
  return found.isFile() ? [entryOf(found, 'file', name, path)] : [];
}

function entryOf(found: Stats, type: Entry['type'], name: Buffer, path: Buffer): Entry {
  return {
    name,
    path,
    type,
    mode: type === 'link' ? 0o777 : found.mode & 0o7777,
    size: type === 'file' ? found.size : 0,
    mtime: Math.max(0, Math.floor(found.mtimeMs / 1000)),
  };
}
