import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { Warn } from './interpolate.ts';
import { exists } from './read.ts';

const names = ['docker.yml', 'compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];

/** What is looked for in a folder, in this order. */
export const fileNames: readonly string[] = names;

const ours = ['docker.override.yml', 'docker.override.yaml'];
const composes = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
];

/** The names of a file's override file; Compose's go with any of Compose's. */
function overrideNames(name: string): readonly string[] {
  return name === 'docker.yml' ? ours : composes;
}

/** A folder and those above it, nearest first. */
export function foldersFrom(directory: string): string[] {
  const above = dirname(directory);
  return above === directory ? [directory] : [directory, ...foldersFrom(above)];
}

/**
 * The first file of the nearest folder that has one, with its override file; empty when there is none. Of several
 * that could be meant Compose's first is taken, and the others are warned of.
 */
export function findFiles(directory: string, cwd: string, warn: Warn): string[] {
  const pick = (kind: string, folder: string, candidates: readonly string[]): string | undefined => {
    const found = thoseIn(folder, candidates);
    const [first] = found;
    const [used, ...others] = found.map((name) => displayName(join(folder, name), cwd));
    if (others.length > 0) warn(`Found several ${kind} files: ${[used, ...others].join(', ')}. Using ${used}.`);
    return first;
  };
  for (const folder of foldersFrom(resolve(directory))) {
    const name = pick('Compose', folder, names);
    if (name === undefined) continue;
    const override = pick('override', folder, overrideNames(name));
    return [name, ...(override === undefined ? [] : [override])].map((file) => join(folder, file));
  }
  return [];
}

function thoseIn(folder: string, candidates: readonly string[]): string[] {
  return candidates.filter((name) => exists(join(folder, name)));
}

/** How people are told of a found file: from where they stand, when that is no longer than the whole path. */
export function displayName(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return isAbsolute(short) || short.length > path.length ? path : short;
}
