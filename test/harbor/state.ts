import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { end, inNetworkOf, isAlive, type Process } from './processes.ts';
import { type Hull, scuttle } from './ship.ts';

const folder = '/run/compowarm-harbor';

/** `own` is the one of the host's Debian (20.10 in its release 12), `28` Docker 28. */
export const engines = ['own', '28'] as const;

/** What a ship runs. */
export type Engine = (typeof engines)[number];

/** A ship as others meet it. */
export interface Ship {
  name: string;
  engine: Engine;
  address: string;
  port: number;
  /** The public half of its host key: type and base64. */
  hostKey: string;
}

/** A raised harbor, as written to its state file: enough to use it, and to take it down, from any process. */
export interface State {
  name: string;
  folder: string;
  /** Folders of the cache that it stands on. */
  caches: string[];
  root: string;
  docker: string;
  /** The process that raised it and takes it down; none when it outlives that one. */
  owner?: Process;
  /** Other processes to end: what is not yet a ship, and delay proxies. */
  crew: Process[];
  /** Holds the network namespace of the laptop. */
  sea?: Process;
  ships: (Ship & Hull)[];
}

/** Where the state of the harbor with this name is written. */
export function stateFile(name: string): string {
  return join(folder, `${name}.json`);
}

/** What a state file says now. */
export function readState(file: string): State {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Writes a harbor's state file, whole or not at all. */
export function writeState(state: State): void {
  mkdirSync(folder, { recursive: true });
  const file = stateFile(state.name);
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(state, null, 2));
  renameSync(`${file}.${process.pid}`, file);
}

/** Changes a state file; what comes of it is the new state. */
export function updateState(file: string, change: (state: State) => State): State {
  const state = change(readState(file));
  writeState(state);
  return state;
}

/** All harbors that were raised and not taken down. */
export function allStates(): State[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return files
    .map((file) => join(folder, file))
    .filter(existsSync)
    .map(readState);
}

/** Whether nobody is left who would take this harbor down. */
export function isAbandoned({ owner, sea, crew, ships }: State): boolean {
  if (owner) return !isAlive(owner);
  return ![...(sea ? [sea] : []), ...crew, ...ships.map(({ init }) => init)].some(isAlive);
}

/** The cgroup above all containers of a ship. */
export function cgroupOf(harbor: { name: string }, ship: { name: string }): string {
  return `${harborCgroup(harbor)}/${ship.name}`;
}

/** What a ship shows of itself. */
export function publicPart({ name, engine, address, port, hostKey }: Ship): Ship {
  return { name, engine, address, port, hostKey };
}

/** Ends everything a harbor started and removes what it wrote. */
export async function takeDown(state: State): Promise<void> {
  await thaw(harborCgroup(state));
  await Promise.all([...state.ships, ...state.crew.map((keeper) => ({ keeper }))].map(scuttle));
  // what people and tests began on the laptop and left there goes with its network
  if (state.sea) await end(inNetworkOf(state.sea));
  await removeCgroups(harborCgroup(state));
  await rm(state.folder, { recursive: true, force: true });
  rmSync(stateFile(state.name), { force: true });
}

/** Takes down every harbor whose owner is gone. */
export async function sweep(): Promise<void> {
  for (const state of allStates()) if (isAbandoned(state)) await takeDown(state);
}

function harborCgroup({ name }: { name: string }): string {
  return `/compowarm-${name}`;
}

/** Where the cgroup is, once for each hierarchy. */
function foldersOf(cgroup: string): string[] {
  const mounts = readFileSync('/proc/mounts', 'utf8').split('\n');
  const hierarchies = mounts.map((line) => line.split(' ')).filter(([, , type]) => /^cgroup2?$/.test(type ?? ''));
  return hierarchies.map(([, mount]) => join(mount ?? '', cgroup));
}

// What is in a paused container cannot be killed, but where there is one hierarchy for all.
async function thaw(cgroup: string): Promise<void> {
  for (const folder of foldersOf(cgroup)) {
    const names = await readdir(folder, { recursive: true }).catch(() => []);
    const freezers = names.filter((name) => basename(name) === 'freezer.state').map((name) => join(folder, name));
    for (const file of freezers) await writeFile(file, 'THAWED').catch(() => undefined);
  }
}

async function removeCgroups(cgroup: string): Promise<void> {
  await Promise.all(foldersOf(cgroup).map(removeTree));
}

// A cgroup's files cannot be removed, and go with their folder.
async function removeTree(path: string): Promise<void> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (entry.isDirectory()) await removeTree(join(path, entry.name));
  await removeCgroup(path);
}

// It stays busy for a moment after its last process was killed.
async function removeCgroup(path: string, tries = 200): Promise<void> {
  try {
    await rmdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return;
    if (code !== 'EBUSY' || tries === 0) throw error;
    await sleep(10);
    await removeCgroup(path, tries - 1);
  }
}
