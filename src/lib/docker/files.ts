import { posix } from 'node:path';
import type { Service, VolumeMount } from '../schema/index.ts';
import { storedAt } from './store.ts';
import type { Command, Spec, SpecFile, Stamp } from './types.ts';

/** Docker makes no empty folder in the place of what should be there. */
const STAYS = { create_host_path: false };

/** The service as docker on a ship is told of it: what came from the laptop is mounted from where the ship keeps it. */
export function onShip({ config, files = [] }: Spec, { store }: Stamp): Service {
  const kept = files.filter(({ by }) => by !== 'copy');
  const fileOf = (mount: VolumeMount) =>
    kept.find(({ name, target }) => name === mount.source && target === mount.target);
  const volumes = config.volumes.map((mount) => {
    const file = fileOf(mount);
    return file ? { ...mount, ...stored(store, file), bind: { ...mount.bind, ...STAYS } } : mount;
  });
  const mounted = new Set(config.volumes.map(fileOf));
  const texts = kept
    .filter((file) => !mounted.has(file))
    .map((file) => ({ type: 'bind' as const, ...stored(store, file), read_only: true, bind: STAYS }));
  return { ...config, volumes: [...volumes, ...texts] };
}

function stored(store: string, file: SpecFile) {
  return { source: storedAt(store, file), target: file.target };
}

/** Copies into a container that has not run what belongs there of the laptop. */
export function copies({ name, files = [] }: Spec, { store }: Stamp): Command[] {
  const copied = files.filter(({ by }) => by === 'copy').map((file) => storedAt(store, file));
  return copied.length > 0 ? [{ argv: ['cp', '-', `${name}:/`], parts: copied }] : [];
}

/** Whether a path of a container is in a mount of it, and so out of reach of what is copied into the container. */
export function isMounted(path: string, { volumes, tmpfs = [] }: Service): boolean {
  const targets = [...volumes.map(({ target }) => target), ...tmpfs.map((line) => line.split(':')[0] as string)];
  return targets.some((target) => !posix.relative(target, path).startsWith('..'));
}
