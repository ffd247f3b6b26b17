import { join } from 'node:path';
import { writeKnownHosts } from './laptop.ts';
import { prepareNewer } from './newer.ts';
import { launch } from './processes.ts';
import { must } from './run.ts';
import { boot, type Hull, script } from './ship.ts';
import { cgroupOf, type Engine, publicPart, readState, type Ship, type State, updateState } from './state.ts';

/** Ships have the addresses from .83 on, and as many more are kept for their delayed twins. */
export const mostShips = 72;

/** Makes the laptop's network: a bridge at 192.168.1.1 that ships are moored to, and no way out. */
export async function openSea(file: string): Promise<void> {
  const { root } = readState(file);
  await launch(['unshare', '--net', 'sh', join(root, 'usr/lib/harbor/sea-init.sh'), root], (sea) => {
    updateState(file, (state) => ({ ...state, sea }));
  });
}

/** The command line that runs `argv` in the laptop's network. */
export function onSea({ sea, name }: State, argv: readonly string[]): string[] {
  if (!sea) throw new Error(`the harbor ${name} has no sea`);
  return ['nsenter', `--net=/proc/${sea.pid}/ns/net`, '--', ...argv];
}

/** Boots a ship, moors it, and waits until its sshd and its dockerd answer. */
export async function addShip(file: string, number: number, engine: Engine): Promise<Ship> {
  const layer = engine === '28' ? await layerOver(file) : undefined;
  const state = readState(file);
  const name = `ship${number}`;
  const address = `192.168.1.${82 + number}`;
  const hull = await boot({ ...state, layer }, join(state.folder, name), name, (keeper) => {
    updateState(file, ({ crew, ...rest }) => ({ ...rest, crew: [...crew, keeper] }));
  });
  await layCable(state, name, hull);
  await script(hull, 'ship-up.sh', address, cgroupOf(state, { name }));
  const hostKey = (await script(hull, 'host-key.sh')).trim();
  const ship = { name, engine, address, port: 22, hostKey, ...hull };
  const { folder, ships } = updateState(file, (state) => ({
    ...state,
    crew: state.crew.filter(({ pid }) => pid !== hull.keeper.pid),
    ships: [...state.ships, ship].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true })),
  }));
  writeKnownHosts(folder, ships);
  return publicPart(ship);
}

// Fetched when the first ship wants it, and kept for as long as the harbor stands on it.
async function layerOver(file: string): Promise<string> {
  const { folder, layer } = await prepareNewer();
  updateState(file, ({ caches, ...rest }) => ({ ...rest, caches: [...new Set([...caches, folder])] }));
  return layer;
}

/** Runs `ip` on the sea's side, the one that the ships have. */
export function ipOnSea(state: State, commands: string[]): Promise<string> {
  const shellText = commands.map((command) => `/usr/sbin/ip ${command}`).join(' && ');
  return must(onSea(state, ['chroot', state.root, '/bin/sh', '-c', shellText]));
}

// From the bridge to the ship's eth0.
async function layCable(state: State, name: string, { init }: Hull): Promise<void> {
  await ipOnSea(state, [
    `link add ${name} type veth peer name eth0 netns ${init.pid}`,
    `link set ${name} master quay up`,
  ]);
}
