import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { start } from './run.ts';
import { allStates } from './state.ts';

const day = 24 * 60 * 60 * 1000;

/** How something is made that all harbors share. */
export interface Recipe {
  /** Files of which a change asks for it to be made anew. */
  files: readonly string[];
  /** Fills a folder, which then is given its name and stays as it is. */
  build(draft: string): Promise<void>;
}

/** The folder that comes of a recipe, made now or found as made before. Another process that is making it is waited for. */
export async function cached(recipe: Recipe): Promise<string> {
  const folder = join(cacheFolder(), version(recipe));
  if (existsSync(folder)) return marked(folder);
  await mkdir(cacheFolder(), { recursive: true });
  const release = await lock(join(cacheFolder(), 'lock'));
  try {
    if (!existsSync(folder)) await make(recipe, folder);
    await removeUnused(folder);
  } finally {
    await release();
  }
  return marked(folder);
}

/** Where caches and the folders of raised harbors live. */
export function cacheFolder(): string {
  return resolve(process.env.COMPOWARM_CACHE || join(homedir(), '.cache/compowarm-harbor'));
}

async function make({ build }: Recipe, folder: string): Promise<void> {
  const draft = `${folder}.draft`;
  await rm(draft, { recursive: true, force: true });
  await build(draft);
  await rename(draft, folder);
}

// A cache's time is when it was last asked for.
function marked(folder: string): string {
  utimesSync(folder, new Date(), new Date());
  return folder;
}

// Earlier caches that no harbor stands on and nobody asked for in a day.
async function removeUnused(current: string): Promise<void> {
  const used = new Set([current, ...allStates().flatMap(({ caches }) => caches)]);
  for (const name of readdirSync(cacheFolder()).filter((entry) => /^[0-9a-f]{16}(\.draft)?$/.test(entry))) {
    const folder = join(cacheFolder(), name);
    const asked = statSync(folder).mtimeMs > Date.now() - day;
    if (!used.has(folder) && !asked) await rm(folder, { recursive: true });
  }
}

// The Debian that packages come from counts too.
function version({ files }: Recipe): string {
  const hash = createHash('sha256').update(process.arch);
  for (const file of ['/etc/os-release', ...files]) hash.update(basename(file)).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

// Held by a child that lives no longer than this process: a killed run leaves nothing locked.
async function lock(path: string): Promise<() => Promise<void>> {
  const holder = start(['flock', path, 'sh', '-c', 'echo held; read -r _'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(holder, 'close');
  if (!holder.stdin || !holder.stdout) throw new Error('flock did not start');
  await once(holder.stdout, 'data');
  return async () => {
    holder.stdin?.end();
    await ended;
  };
}
