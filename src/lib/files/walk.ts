import type { Stats } from 'node:fs';
import { lstat, readdir, readFile, readlink, stat } from 'node:fs/promises';
import { type IgnoreRules, readIgnore } from './ignore.ts';
import type { TarEntry } from './tar.ts';

/** A file, folder or symbolic link as it goes to a ship, and where it is here. */
export interface Entry extends TarEntry {
  path: Buffer;
}

/** Folders and files to others than their owner are readable at most: what an umask decides makes no difference. */
const MODES = 0o755;
const SLASH = Buffer.from('/');

/** Entries of a source: itself, named `root`, and where it is a folder all that is in it, in the order of their bytes. */
export async function walk(source: string, root: string): Promise<Entry[]> {
  const path = Buffer.from(source);
  const name = Buffer.from(root);
  const found = await stat(path);
  if (!found.isDirectory()) return [entryOf(found, 'file', name, path)];
  const rules = await readRules(source);
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
    mode: type === 'link' ? 0o777 : found.mode & MODES,
    size: type === 'file' ? found.size : 0,
    mtime: Math.max(0, Math.floor(found.mtimeMs / 1000)),
  };
}

async function readRules(folder: string): Promise<IgnoreRules> {
  return readIgnore(await readFile(`${folder}/.dockerignore`, 'utf8').catch(() => ''));
}
