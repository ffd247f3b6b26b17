import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cache.ts';
import { type Delayed, delayAll } from './delayed.ts';
import { type Answer, furnish, get, laptopEnv, laptopPaths } from './laptop.ts';
import { addShip, mostShips, onSea, openSea } from './moor.ts';
import { prepare } from './prepare.ts';
import { processOf } from './processes.ts';
import { type Result, type RunOptions, run, start } from './run.ts';
import { runAboard, script } from './ship.ts';
import {
  cgroupOf,
  type Engine,
  publicPart,
  readState,
  type Ship,
  type State,
  stateFile,
  sweep,
  takeDown,
  updateState,
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
  /** What a web server says to the laptop. */
  get(url: string): Promise<Answer>;
  /** The DOCKER_HOST with which programs of this machine reach a ship's engine. */
  dockerHost(ship: number): string;
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
  addShip(engine?: Engine): Promise<Ship>;
  /** Puts every ship's sshd behind a second address that is `rttMs` away. */
  delay(rttMs: number): Promise<Delayed>;
  down(): Promise<void>;
}

export interface RaiseOptions {
  /** Several harbors may be up at once under names of their own. */
  name?: string;
  /** Whether it stays up when this process ends, until someone takes it down. */
  detached?: boolean;
  /** What the ships run, all the same or one after another; `own` when not given. */
  engine?: Engine | readonly Engine[];
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
  { name = `sea-${process.pid}-${randomInt(1e6)}`, detached = false, engine = 'own' }: RaiseOptions = {},
): Promise<Harbor> {
  if (count > mostShips) throw new Error(`a harbor has berths for ${mostShips} ships, not for ${count}`);
  await sweep();
  const file = stateFile(name);
  if (existsSync(file)) throw new Error(`the harbor ${name} is up already: take it down first`);
  const cache = await prepare();
  const folder = join(cacheFolder(), 'harbors', name);
  const engineOf = (index: number): Engine => (typeof engine === 'string' ? engine : (engine[index] ?? 'own'));
  mkdirSync(folder, { recursive: true });
  writeState({
    name,
    folder,
    caches: [cache.folder],
    root: cache.root,
    docker: cache.docker,
    owner: processOf(process.pid),
    crew: [],
    ships: [],
  });
  try {
    furnish(folder, cache.root);
    await openSea(file);
    await Promise.all(Array.from({ length: count }, (_, index) => addShip(file, index + 1, engineOf(index))));
  } catch (error) {
    await takeDown(readState(file));
    throw error;
  }
  if (detached) updateState(file, ({ owner, ...rest }) => rest);
  return attach(file);
}

/** The handle of a raised harbor, in this process or another: the state file is all it knows. */
export function attach(file: string): Harbor {
  const state = (): State => readState(file);
  const { name, folder } = state();
  const { home, key, sshConfig } = laptopPaths(folder);
  const env = laptopEnv(folder);
  const sea: Harbor['onSea'] = (argv) => onSea(state(), argv);
  const runScript = async (number: number, ...call: [name: string, ...args: string[]]): Promise<void> => {
    await script(shipOf(state(), number), ...call);
  };
  return {
    name,
    folder,
    stateFile: file,
    key,
    sshConfig,
    env,
    get ships() {
      return state().ships.map(publicPart);
    },
    onSea: sea,
    laptop: (argv, options) => run(sea(argv), { cwd: home, env, ...options }),
    spawnLaptop: (argv, options) => start(sea(argv), { cwd: home, env, ...options }),
    get: (url) => get(url, sea),
    dockerHost: (number) => `unix:///proc/${shipOf(state(), number).init.pid}/root/run/docker.sock`,
    onShip: (number, shellText) => runAboard(shipOf(state(), number), shellText),
    silence: (number) => runScript(number, 'silence.sh', 'on'),
    unsilence: (number) => runScript(number, 'silence.sh', 'off'),
    stopDocker: (number) => runScript(number, 'docker-down.sh'),
    startDocker: (number) => runScript(number, 'docker-up.sh', cgroupOf(state(), shipOf(state(), number))),
    setLoginShell: (number, path, user = 'root') => runScript(number, 'login-shell.sh', user, path),
    cleanDocker: (number) => runScript(number, 'docker-clean.sh'),
    addShip: (engine = 'own') => addShip(file, state().ships.length + 1, engine),
    delay: (rttMs) => delayAll(file, rttMs),
    down: async () => {
      if (existsSync(file)) await takeDown(state());
    },
  };
}

function shipOf({ ships }: State, number: number): State['ships'][number] {
  const ship = ships[number - 1];
  if (!ship) throw new Error(`no ship ${number}: this harbor has ${ships.length}`);
  return ship;
}
