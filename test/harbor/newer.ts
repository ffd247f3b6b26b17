import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { download, unpack } from './apt.ts';
import { cached } from './cache.ts';

/** From Debian's newer suites, the newest first. Its runc wants a newer C library than a ship's: a ship uses its own. */
const order = {
  suites: ['sid', 'testing'],
  packages: ['docker.io=28.*', 'docker-cli=28.*', 'containerd', 'docker-compose=2.40.*'],
};

/** What the host's own Debian does not have. */
export interface Newer {
  folder: string;
  /** Lies over a ship's root, with Docker 28 in the places of the ship's own. */
  layer: string;
  /** The program docker-compose 2.40, which runs on the host too. */
  compose: string;
}

/** Fetches it, or finds what was fetched before. */
export async function prepareNewer(): Promise<Newer> {
  const files = ['apt.ts', 'newer.ts'].map((name) => join(import.meta.dirname, name));
  const folder = await cached({ files, build });
  const layer = join(folder, 'layer');
  return { folder, layer, compose: join(layer, 'usr/libexec/docker/cli-plugins/docker-compose') };
}

async function build(folder: string): Promise<void> {
  const apt = join(folder, 'apt');
  const layer = join(folder, 'layer');
  await mkdir(layer, { recursive: true });
  await unpack(await download(apt, order), layer);
  await rm(apt, { recursive: true });
}
