import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { laptopKey } from './keys.ts';
import { type PaperOptions, type PaperShip, startPaper } from './server.ts';

/** What runs the program as it is built. */
export const PROGRAM = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

/** How a run of the program ended, and all that it said. */
export interface Ran {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** A run that is under way: to be sent signals, and to be listened to. */
export interface Launched {
  child: ChildProcessWithoutNullStreams;
  said: { stdout: string; stderr: string };
  ended: Promise<Ran>;
}

/** `input` is the whole standard input, which is empty unless given. */
export interface LaptopOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  input?: string;
}

export interface PaperFleet {
  ships: PaperShip[];
  /** The laptop's home folder: a key, known_hosts and an SSH configuration. */
  home: string;
  /** For `--ssh-config`: each ship by its name and by its address. */
  sshConfig: string;
  env: NodeJS.ProcessEnv;
  /** Runs the program on the laptop; `--ssh-config` is put after the first word. */
  laptop(argv: string[], options?: LaptopOptions): Promise<Ran>;
  /** As `laptop`, without waiting for the end; its standard input stays open unless `input` is given. */
  launch(argv: string[], options?: LaptopOptions): Launched;
  down(): Promise<void>;
}

function configOf(ships: PaperShip[], folder: string): string {
  const hosts = ships.map(({ name, address, host, port, user }) =>
    [`Host ${name} ${address}`, `HostName ${host}`, `Port ${port}`, `User ${user}`].join('\n  '),
  );
  const all = [
    'Host *',
    `IdentityFile ${folder}/id_ed25519`,
    'IdentitiesOnly yes',
    'IdentityAgent none',
    `UserKnownHostsFile ${folder}/known_hosts`,
    'GlobalKnownHostsFile /dev/null',
    'StrictHostKeyChecking yes',
  ].join('\n  ');
  return `${[...hosts, all].join('\n')}\n`;
}

function launchProgram(argv: string[], cwd: string, env: NodeJS.ProcessEnv, input: string | undefined): Launched {
  const child = spawn(process.execPath, [PROGRAM, ...argv], { cwd, env, stdio: 'pipe' });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
    });
  }
  child.stdin.on('error', () => undefined);
  if (input !== undefined) child.stdin.end(input);
  const ended = new Promise<Ran>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, ...said }));
  });
  return { child, said, ended };
}

/** A laptop and so many ships on paper: `ship1` at 10.0.0.1, `ship2` at 10.0.0.2 and so on, up to 65,000. */
export async function paperFleet(
  size: number,
  options: Omit<PaperOptions, 'name' | 'address'> = {},
): Promise<PaperFleet> {
  const ships = await Promise.all(
    Array.from({ length: size }, (_, i) => {
      const address = `10.0.${Math.floor((i + 1) / 256)}.${(i + 1) % 256}`;
      return startPaper({ ...options, name: `ship${i + 1}`, address });
    }),
  );
  const home = await mkdtemp(path.join(tmpdir(), 'laptop-'));
  const folder = path.join(home, '.ssh');
  const sshConfig = path.join(folder, 'config');
  await mkdir(folder, { mode: 0o700 });
  await writeFile(path.join(folder, 'id_ed25519'), laptopKey.private, { mode: 0o600 });
  await writeFile(path.join(folder, 'known_hosts'), ships.map(({ hostKey }) => `${hostKey}\n`).join(''));
  await writeFile(sshConfig, configOf(ships, folder));
  const env = { PATH: process.env.PATH, HOME: home, LANG: 'C.UTF-8' };
  const launch: PaperFleet['launch'] = ([verb = 'help', ...rest], { cwd = home, env: extra = {}, input } = {}) =>
    launchProgram([verb, '--ssh-config', sshConfig, ...rest], cwd, { ...env, ...extra }, input);
  return {
    ships,
    home,
    sshConfig,
    env,
    launch,
    laptop: (argv, options) => launch(argv, { input: '', ...options }).ended,
    async down() {
      await Promise.all(ships.map((ship) => ship.close()));
      await rm(home, { recursive: true, force: true });
    },
  };
}
