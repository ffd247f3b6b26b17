import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { laptopKey } from './keys.ts';
import { type PaperOptions, type PaperShip, startPaper } from './server.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

/** How a run of the program ended, and all that it said. */
export interface Ran {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface PaperFleet {
  ships: PaperShip[];
  /** The laptop's home folder: a key, known_hosts and an SSH configuration. */
  home: string;
  /** For `--ssh-config`: each ship by its name and by its address. */
  sshConfig: string;
  env: NodeJS.ProcessEnv;
  /** Runs the program on the laptop; `--ssh-config` is put after the first word. */
  laptop(argv: string[], options?: { cwd?: string; env?: NodeJS.ProcessEnv; input?: string }): Promise<Ran>;
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

function runProgram(argv: string[], cwd: string, env: NodeJS.ProcessEnv, input: string): Promise<Ran> {
  const child = spawn(process.execPath, [PROGRAM, ...argv], { cwd, env, stdio: 'pipe' });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
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
  return {
    ships,
    home,
    sshConfig,
    env,
    laptop([verb = 'help', ...rest], { cwd = home, env: extra = {}, input = '' } = {}) {
      return runProgram([verb, '--ssh-config', sshConfig, ...rest], cwd, { ...env, ...extra }, input);
    },
    async down() {
      await Promise.all(ships.map((ship) => ship.close()));
      await rm(home, { recursive: true, force: true });
    },
  };
}
