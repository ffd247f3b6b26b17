import { readdirSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from './cache.ts';
import { unpackPackages } from './packages.ts';
import { processOf } from './processes.ts';
import { must } from './run.ts';
import { boot, script, scuttle } from './ship.ts';
import { cgroupOf, sweep, takeDown, writeState } from './state.ts';

const scripts = join(import.meta.dirname, 'files');

/** What every ship starts from: a Debian root, and a Docker data root that holds the images. */
export interface Cache {
  folder: string;
  root: string;
  docker: string;
}

/** Makes the cache, or finds the one made before. */
export async function prepare(): Promise<Cache> {
  const recipe = readdirSync(scripts).sort();
  const code = ['apt.ts', 'packages.ts'].map((name) => join(import.meta.dirname, name));
  return cacheAt(await cached({ files: [...code, ...recipe.map((name) => join(scripts, name))], build }));
}

function cacheAt(folder: string): Cache {
  return { folder, root: join(folder, 'root'), docker: join(folder, 'docker') };
}

async function build(folder: string): Promise<void> {
  await sweep();
  const draft = cacheAt(folder);
  const apt = join(draft.folder, 'apt');
  await unpackPackages(apt, draft.root);
  await cp(scripts, join(draft.root, 'usr/lib/harbor'), { recursive: true });
  await must(['unshare', '--net', 'chroot', draft.root, '/bin/sh', '/usr/lib/harbor/settle.sh']);
  await buildImages(draft);
  await rm(apt, { recursive: true });
}

// A ship in dry dock fills the data root that all others start from.
async function buildImages({ folder, root, docker }: Cache): Promise<void> {
  const dock = join(folder, 'dock');
  const empty = join(dock, 'empty');
  await mkdir(empty, { recursive: true });
  const state = {
    name: `dock-${process.pid}`,
    folder: dock,
    caches: [],
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
