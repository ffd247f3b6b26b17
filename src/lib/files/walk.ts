import type { Stats } from 'node:fs';
import { lstat, readdir, readFile, readlink, stat } from 'node:fs/promises';
import { type IgnoreRules, readIgnore } from './ignore.ts';
import type { TarEntry } from './tar.ts';

/** A file, folder or symbolic link as it goes to a ship, and where it is here. */
export interface Entry extends TarEntry {
  path: Buffer;
}

type OwnedEntry = Entry & { uid: number; gid: number };

/** How a source is read. */
export interface Manner {
  /** Names that are left out wherever they stand. */
  never: readonly string[];
  /** The permission bits that count. */
  modes: number;
  /** With a .dockerignore, and all as if it were root's. */
  forDocker: boolean;
}

/**
 * For what is mounted: .git and .env are this machine's alone, and others than the owner may read at most, for what an
 * umask decides is to make no difference.
 */
export const MOUNTED: Manner = { never: ['.git', '.env'], modes: 0o755, forDocker: true };

/** For what an image is built from: all that docker would send. */
export const BUILT: Manner = { never: [], modes: 0o7777, forDocker: true };

/** For what is copied: all that is there, as it is. */
export const COPIED: Manner = { never: [], modes: 0o7777, forDocker: false };

const SLASH = Buffer.from('/');

/** Entries of a source: itself, named `root`, and where it is a folder all that is in it, in the order of their bytes. */
export async function walk(source: string, root: string, manner: Manner): Promise<Entry[]> {
  const entries = await walkAll(source, root, manner);
  return entries.map(({ uid, gid, ...entry }) => ({
    ...entry,
    mode: entry.mode & manner.modes,
    ...(manner.forDocker ? {} : { uid, gid }),
  }));
}

/** Bytes of all files. */
export function weightOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, { size }) => sum + size, 0);
}

/** The same of a symbolic link, and not of what it leads to. */
export async function walkLink(source: string, root: string): Promise<Entry[]> {
  const path = Buffer.from(source);
  return [await linkOf(await lstat(path), Buffer.from(root), path)];
}

async function walkAll(source: string, root: string, { never, forDocker }: Manner): Promise<OwnedEntry[]> {
  const path = Buffer.from(source);
  const name = Buffer.from(root);
  const found = await stat(path);
  if (!found.isDirectory()) return [entryOf(found, 'file', name, path)];
  const text = forDocker ? await readFile(`${source}/.dockerignore`, 'utf8').catch(() => '') : '';
  const rules = readIgnore(text, never);
  return [entryOf(found, 'folder', name, path), ...(await walkFolder({ path, name, below: '', rules }))];
}

interface Folder {
  path: Buffer;
  name: Buffer;
  /** Its path below the root with a slash behind, as rules see it. */
  below: string;
  rules: IgnoreRules;
}

async function walkFolder(folder: Folder): Promise<OwnedEntry[]> {
  const names = await readdir(folder.path, { encoding: 'buffer' });
  const entries: OwnedEntry[] = [];
  for (const name of names.sort(Buffer.compare)) entries.push(...(await walkOne(folder, name)));
  return entries;
}

async function walkOne(folder: Folder, own: Buffer): Promise<OwnedEntry[]> {
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
  if (found.isSymbolicLink()) return [await linkOf(found, name, path)];
  // sockets, pipes and devices are this machine's
  return found.isFile() ? [entryOf(found, 'file', name, path)] : [];
}

async function linkOf(found: Stats, name: Buffer, path: Buffer): Promise<OwnedEntry> {
  return { ...entryOf(found, 'link', name, path), target: await readlink(path, { encoding: 'buffer' }) };
}

function entryOf(found: Stats, type: Entry['type'], name: Buffer, path: Buffer): OwnedEntry {
  return {
    name,
    path,
    type,
    mode: type === 'link' ? 0o777 : found.mode & 0o7777,
    size: type === 'file' ? found.size : 0,
    mtime: Math.max(0, Math.floor(found.mtimeMs / 1000)),
    uid: found.uid,
    gid: found.gid,
  };
}
