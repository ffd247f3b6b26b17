import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync, utimesSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { unpackPackages } from './packages.ts';
import { processOf } from './processes.ts';
import { must, start } from './run.ts';
import { boot, script, scuttle } from './ship.ts';
import { allStates, cgroupOf, sweep, takeDown, writeState } from './state.ts';

const day = 24 * 60 * 60 * 1000;
const scripts = join(import.meta.dirname, 'files');

/** What every ship starts from: a Debian root, and a Docker data root that holds the images. */
export interface Cache {
  folder: string;
  root: string;
  docker: string;
}

/** Makes the cache, or finds the one made before. Another process that is making it is waited for. */
export async function prepare(): Promise<Cache> {
  const cache = cacheAt(join(cacheFolder(), await version()));
  if (existsSync(cache.folder)) return marked(cache);
  await mkdir(cacheFolder(), { recursive: true });
  const release = await lock(join(cacheFolder(), 'lock'));
  try {
    if (!existsSync(cache.folder)) await build(cache.folder);
    await removeUnused(cache);
  } finally {
    await release();
  }
  return marked(cache);
}

/** Where caches and the folders of raised harbors live. */
export function cacheFolder(): string {
  return resolve(process.env.COMPOWARM_CACHE || join(homedir(), '.cache/compowarm-harbor'));
}

function cacheAt(folder: string): Cache {
  return { folder, root: join(folder, 'root'), docker: join(folder, 'docker') };
}

// A cache's time is when it was last asked for.
function marked(cache: Cache): Cache {
  utimesSync(cache.folder, new Date(), new Date());
  return cache;
}

// Earlier caches that no harbor stands on and nobody asked for in a day.
async function removeUnused(current: Cache): Promise<void> {
  const used = new Set([current.root, ...allStates().map(({ root }) => root)]);
  for (const name of readdirSync(cacheFolder()).filter((entry) => /^[0-9a-f]{16}(\.draft)?$/.test(entry))) {
    const { folder, root } = cacheAt(join(cacheFolder(), name));
    const asked = statSync(folder).mtimeMs > Date.now() - day;
    if (!used.has(root) && !asked) await rm(folder, { recursive: true });
  }
}

// A change of the packages, of what is done with them, or of the Debian they come from asks for a new cache.
async function version(): Promise<string> {
  const hash = createHash('sha256').update(process.arch);
  const recipe = readdirSync(scripts).sort();
  const files = [
    '/etc/os-release',
    join(import.meta.dirname, 'packages.ts'),
    ...recipe.map((name) => join(scripts, name)),
  ];
  for (const file of files) hash.update(file.split('/').pop() ?? '').update(await readFile(file));
  return hash.digest('hex').slice(0, 16);
}

async function build(folder: string): Promise<void> {
  await sweep();
  const draft = cacheAt(`${folder}.draft`);
  await rm(draft.folder, { recursive: true, force: true });
  const apt = join(draft.folder, 'apt');
  await unpackPackages(apt, draft.root);
  await cp(scripts, join(draft.root, 'usr/lib/harbor'), { recursive: true });
  await must(['unshare', '--net', 'chroot', draft.root, '/bin/sh', '/usr/lib/harbor/settle.sh']);
  await buildImages(draft);
  await rm(apt, { recursive: true });
  await rename(draft.folder, folder);
}

// A ship in dry dock fills the data root that all others start from.
async function buildImages({ folder, root, docker }: Cache): Promise<void> {
  const dock = join(folder, 'dock');
  const empty = join(dock, 'empty');
  await mkdir(empty, { recursive: true });
  const state = {
    name: `dock-${process.pid}`,
    folder: dock,
    root,
    docker: empty,
    owner: processOf(process.pid),
    ships: [],
  };
  const hull = await boot(state, dock, 'dock', (keeper) => writeState({ ...state, crew: [keeper] }));
  try {
    await script(hull, 'docker-up.sh', cgroupOf(state, { name: 'dock' }));
    await script(hull, 'images.sh');
    await script(hull, 'docker-down.sh');
    await must(['cp', '-a', `/proc/${hull.init.pid}/root/var/lib/docker`, docker]);
  } finally {
    await scuttle(hull);
    await takeDown({ ...state, crew: [] });
  }
  for (const own of ['engine-id', 'network', 'runtimes', 'swarm'])
    await rm(join(docker, own), { recursive: true, force: true });
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
