import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type LoadOptions, load, type Project, passedOver } from '../../src/lib/compose/index.ts';
import { Problem } from '../../src/lib/problem.ts';

/** Calls back with a folder that holds these files, and takes it away again. */
export async function withFiles<T>(files: Record<string, string>, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'compose-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The project of some files; `shop` unless the options or the files name it. */
export function loadFiles(files: Record<string, string>, options: Partial<LoadOptions> = {}): Promise<Project> {
  return withFiles(files, (folder) => load({ cwd: folder, env: {}, projectName: 'shop', ...options }));
}

const ships = '\nships: [192.168.1.83]\n';

/** What is passed over of a legacy file with a service web with these keys, once it is known where it runs. */
export async function fitWeb(keys: string, options: Partial<LoadOptions> = {}): Promise<string[]> {
  const indented = keys.replaceAll(/^/gm, '  ');
  return passedOver(await loadFiles({ 'docker.yml': `web:\n  image: nginx\n${indented}${ships}` }, options));
}

/** The service web of a legacy file with these keys. */
export async function loadWeb(keys: string, options: Partial<LoadOptions> = {}) {
  const indented = keys.replaceAll(/^/gm, '  ');
  const project = await loadFiles({ 'docker.yml': `web:\n  image: nginx\n${indented}${ships}` }, options);
  return project.services.web;
}

/** An error as a person would read it, every part on a line of its own. */
export async function problemOf(loading: Promise<unknown>): Promise<string> {
  const error = await loading.then(
    () => {
      throw new Error('it loaded');
    },
    (reason: unknown) => reason,
  );
  if (!(error instanceof Problem)) throw error;
  const { what, where, why, remedy } = error.parts;
  if (error.exit !== 2) throw new Error(`exit status ${error.exit}`);
  const place = where && 'file' in where ? [`${where.file}:${where.line}:${where.column}`, `  ${where.text}`] : [];
  return [what, ...place, ...(why ? [`why: ${why}`] : []), ...(remedy ? [`do: ${remedy}`] : []), ''].join('\n');
}
