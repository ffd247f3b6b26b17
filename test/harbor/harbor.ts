import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Delayed, delayAll } from './delayed.ts';
import { furnish, laptopEnv, laptopPaths, writeKnownHosts } from './laptop.ts';
import { cacheFolder, prepare } from './prepare.ts';
import { processOf } from './processes.ts';
import { must, type Result, type RunOptions, run, start } from './run.ts';
import { boot, type Hull, runAboard, script } from './ship.ts';
import {
  allStates,
  cgroupOf,
  isAbandoned,
  readState,
  type Ship,
  type State,
  stateFile,
  takeDown,
  writeState,
} from './state.ts';

/** A raised harbor. Ships are counted from 1. */
export interface Harbor {
  name: string;
  folder: string;
  stateFile: string;
  ships: Ship[];
  /** The private key that root, deploy (in group docker) and nodocker (not in it) log in with. */
  key: string;
  /** For `ssh -F` and `compowarm --ssh-config`, since OpenSSH does not look at HOME. */
  sshConfig: string;
  env: NodeJS.ProcessEnv;
  /** The command line that runs `argv` in the laptop's network. */
  onSea(argv: readonly string[]): string[];
  laptop(argv: readonly string[], options?: RunOptions): Promise<Result>;
  spawnLaptop(argv: readonly string[], options?: SpawnOptions): ChildProcess;
  /** Runs shell text inside a ship as root, without ssh. */
  onShip(ship: number, shellText: string): Promise<Result>;
  /** Makes a ship drop every packet: it neither answers nor refuses. */
  silence(ship: number): Promise<void>;
  unsilence(ship: number): Promise<void>;
  stopDocker(ship: number): Promise<void>;
  startDocker(ship: number): Promise<void>;
  setLoginShell(ship: number, path: string, user?: string): Promise<void>;
  /** Removes containers, networks, volumes and Compowarm's files of one ship; the images stay. */
  cleanDocker(ship: number): Promise<void>;
  addShip(): Promise<Ship>;
  /** Puts every ship's sshd behind a second address that is `rttMs` away. */
  delay(rttMs: number): Promise<Delayed>;
  down(): Promise<void>;
}

export interface RaiseOptions {
  /** Several harbors may be up at once under names of their own. */
  name?: string;
  /** Whether it stays up when this process ends, until someone takes it down. */
  detached?: boolean;
}

/** The login shells that every ship has. */
export const shells = {
  sh: '/bin/sh',
  dash: '/bin/dash',
  bash: '/bin/bash',
  busybox: '/usr/lib/harbor/busybox/sh',
  tcsh: '/bin/tcsh',
  fish: '/usr/bin/fish',
};

/** Raises a harbor with this many ships, after taking down what killed runs left behind. */
export async function raise(
  count: number,
  { name = `sea-${process.pid}`, detached = false }: RaiseOptions = {},
): Promise<Harbor> {
  await sweep();
  if (allStates().some((other) => other.name === name))
    throw new Error(`the harbor ${name} is up already: take it down first`);
  const { root, docker } = await prepare();
  const folder = join(cacheFolder(), 'harbors', name);
  mkdirSync(folder, { recursive: true });
  const state: State = {
    name,
    folder,
    root,
    docker,
    crew: [],
    ships: [],
    ...(!detached && { owner: processOf(process.pid) }),
  };
  writeState(state);
  try {
    furnish(state);
    await openSea(state);
    await Promise.all(Array.from({ length: count }, (_, index) => addShip(state, index + 1)));
  } catch (error) {
    await takeDown(state);
    throw error;
  }
  return handle(state);
}

/** The handle of a harbor that another process raised. */
export function attach(file: string): Harbor {
  return handle(readState(file));
}

/** Takes down every harbor whose owner is gone. */
export async function sweep(): Promise<void> {
  for (const state of allStates()) if (isAbandoned(state)) await takeDown(state);
}

async function openSea(state: State): Promise<void> {
  const script = join(state.root, 'usr/lib/harbor/sea-init.sh');
  const holder = start(['unshare', '--net', 'sh', script, state.root], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: '/',
  });
  if (holder.pid === undefined || !holder.stdout) throw new Error('unshare did not start');
  state.sea = processOf(holder.pid);
  writeState(state);
  await once(holder.stdout, 'data');
  holder.stdout.destroy();
  holder.unref();
}

async function addShip(state: State, number: number): Promise<Ship> {
  const name = `ship${number}`;
  const address = `192.168.1.${82 + number}`;
  const hull = await boot(state, join(state.folder, name), name, (keeper) => {
    state.crew.push(keeper);
    writeState(state);
  });
  await berth(state, name, hull);
  await script(hull, 'ship-up.sh', address, `${cgroupOf(state)}/${name}`);
  const hostKey = (await script(hull, 'host-key.sh')).trim();
  const ship = { name, address, port: 22, hostKey };
  state.crew = state.crew.filter(({ pid }) => pid !== hull.keeper.pid);
  state.ships = [...state.ships, { ...ship, ...hull }].sort((a, b) =>
    a.name.localeCompare(b.name, 'en', { numeric: true }),
  );
  writeKnownHosts(state);
  writeState(state);
  return ship;
}

// A cable from the ship to the bridge.
async function berth(state: State, name: string, { init }: Hull): Promise<void> {
  const cable = `ip link add ${name} type veth peer name eth0 netns ${init.pid} && ip link set ${name} master quay up`;
  await must(onSea(state, ['chroot', state.root, '/bin/sh', '-c', cable]));
}

function onSea({ sea }: State, argv: readonly string[]): string[] {
  if (!sea) throw new Error('the harbor has no sea');
  return ['nsenter', `--net=/proc/${sea.pid}/ns/net`, '--', ...argv];
}

function handle(state: State): Harbor {
  const { name, folder } = state;
  const { home, key, sshConfig } = laptopPaths(folder);
  const env = laptopEnv(folder);
  const hull = (number: number): State['ships'][number] => {
    const ship = state.ships[number - 1];
    if (!ship) throw new Error(`no ship ${number}: this harbor has ${state.ships.length}`);
    return ship;
  };
  const runScript = async (number: number, ...call: [name: string, ...args: string[]]): Promise<void> => {
    await script(hull(number), ...call);
  };
  return {
    name,
    folder,
    stateFile: stateFile(name),
    key,
    sshConfig,
    env,
    get ships() {
      return state.ships.map(({ name, address, port, hostKey }) => ({ name, address, port, hostKey }));
    },
    onSea: (argv) => onSea(state, argv),
    laptop: (argv, options) => run(onSea(state, argv), { cwd: home, env, ...options }),
    spawnLaptop: (argv, options) => start(onSea(state, argv), { cwd: home, env, ...options }),
    onShip: (number, shellText) => runAboard(hull(number), shellText),
    silence: (number) => runScript(number, 'silence.sh', 'on'),
    unsilence: (number) => runScript(number, 'silence.sh', 'off'),
    stopDocker: (number) => runScript(number, 'docker-down.sh'),
    startDocker: (number) => runScript(number, 'docker-up.sh', `${cgroupOf(state)}/${hull(number).name}`),
    setLoginShell: (number, path, user = 'root') => runScript(number, 'login-shell.sh', user, path),
    cleanDocker: (number) => runScript(number, 'docker-clean.sh'),
    addShip: () => addShip(state, state.ships.length + 1),
    delay: (rttMs) => delayAll(state, rttMs, (argv) => onSea(state, argv)),
    down: () => takeDown(state),
  };
}
