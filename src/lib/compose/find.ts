import { dirname, isAbsolute, join, relative, resolve } from 'node:path';

const names = ['docker.yml', 'compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];

/** What is looked for in a folder, in this order. */
export const fileNames: readonly string[] = names;

/** The names of a file's override file: `docker.override.yml`, `docker.override.yaml`. */
export function overrideNames(name: string): string[] {
  const stem = name.replace(/\.ya?ml$/, '');
  return [`${stem}.override.yml`, `${stem}.override.yaml`];
}

/** A folder and those above it, nearest first. */
export function foldersFrom(directory: string): string[] {
  const above = dirname(directory);
  return above === directory ? [directory] : [directory, ...foldersFrom(above)];
}

/** The first file of the nearest folder that has one, with its override file. Empty when there is none. */
export async function findFiles(directory: string, exists: (path: string) => Promise<boolean>): Promise<string[]> {
  for (const folder of foldersFrom(resolve(directory))) {
    const name = await firstOf(names, folder, exists);
    if (name === undefined) continue;
    const override = await firstOf(overrideNames(name), folder, exists);
    return [name, ...(override === undefined ? [] : [override])].map((file) => join(folder, file));
  }
  return [];
}

async function firstOf(candidates: readonly string[], folder: string, exists: (path: string) => Promise<boolean>) {
  const there = await Promise.all(candidates.map((name) => exists(join(folder, name))));
  return candidates.find((_, index) => there[index]);
}

/** How people are told of a found file: from where they stand, when that is no longer than the whole path. */
export function displayName(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return isAbsolute(short) || short.length > path.length ? path : short;
}
