import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Frame, parseFrame } from '../../src/lib/fleet/frames.ts';
import { splitLines } from '../../src/lib/ships/channel.ts';
import type { Channel, End } from '../../src/lib/ships/index.ts';

/** A shell that a ship may have as its `sh`; `missing` says why it can't be tried on this machine. */
export interface Shell {
  name: string;
  /** The file that `sh` is a link to. */
  file: string;
  /** Every command of the ship is one of busybox's. */
  busybox: boolean;
  missing?: string;
}

/** The shells to hold the ship's programs to. Those that this machine lacks come with the reason. */
export const SHELLS: Shell[] = [
  shell('dash', 'dash'),
  shell('bash', 'bash'),
  shell('busybox', process.env.COMPOWARM_BUSYBOX ?? 'busybox'),
];

/** What a test of a shell is called: with the reason where it is skipped. */
export function titleOf({ name, missing }: Shell): string {
  return missing ? `${name} (skipped: ${missing})` : name;
}

function shell(name: string, command: string): Shell {
  const file = which(command);
  const busybox = name === 'busybox';
  return file ? { name, file, busybox } : { name, file: '', busybox, missing: `no ${command} on this machine` };
}

/** The path of a command of this machine, undefined when it has none of that name. */
export function which(command: string): string | undefined {
  const folders = command.includes('/') ? [''] : (process.env.PATH ?? '').split(':');
  return folders.map((folder) => path.join(folder, command)).find((file) => existsSync(file));
}

/** A command that runs on the land, heard line by line. */
export interface Running extends Channel {
  /** All lines of standard output so far. */
  lines: string[];
  /** Resolves when a line is the one that is looked for. */
  heard(isIt: (line: string) => boolean): Promise<string>;
  child: ChildProcess;
}

/** A machine of one folder: a home, a PATH whose `sh` is the shell in question and whose `docker` is what the test says. */
export interface Land {
  folder: string;
  env: NodeJS.ProcessEnv;
  /** Writes a command: the text of an sh program. */
  command(name: string, program: string): Promise<void>;
  /** Starts a program with its words. */
  run(words: string[]): Running;
  /** Starts what an SSH client asks for, as sshd does: the login shell, `-c`, the command. */
  exec(command: string, login?: string): Running;
  remove(): Promise<void>;
}

/** Builds a land on which `sh` is the given shell. */
export async function land({ file, busybox }: Shell): Promise<Land> {
  const folder = await mkdtemp(path.join(tmpdir(), 'land-'));
  const bin = path.join(folder, 'bin');
  await mkdir(bin);
  await mkdir(path.join(folder, 'home'));
  if (busybox) spawnSync(file, ['--install', '-s', bin]);
  const flock = which('flock');
  // Debian's busybox is built without it, Alpine's is not
  if (flock && !existsSync(path.join(bin, 'flock'))) await symlink(flock, path.join(bin, 'flock'));
  await rm(path.join(bin, 'sh'), { force: true });
  await symlink(file, path.join(bin, 'sh'));
  const env = { HOME: path.join(folder, 'home'), PATH: busybox ? bin : `${bin}:${process.env.PATH}` };
  const running = new Set<ChildProcess>();
  const run = ([word = '', ...words]: string[]) => {
    const child = spawn(word, words, { env, cwd: folder, stdio: 'pipe', detached: true });
    running.add(child);
    child.on('exit', () => running.delete(child));
    return listen(child);
  };
  return {
    folder,
    env,
    async command(name, program) {
      const place = path.join(bin, name);
      await writeFile(place, `#!${bin}/sh\n${program}\n`);
      await chmod(place, 0o755);
    },
    run,
    exec: (command, login = path.join(bin, 'sh')) => run([login, '-c', command]),
    async remove() {
      for (const child of running) {
        const ended = once(child, 'exit');
        process.kill(-(child.pid as number), 'SIGKILL');
        await ended;
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function listen(child: ChildProcess): Running {
  const { stdin, stdout, stderr } = child as ChildProcess &
    Record<'stdin' | 'stdout' | 'stderr', NodeJS.ReadWriteStream>;
  const cutter = splitLines();
  const lines: string[] = [];
  const waiting = new Set<(line: string) => void>();
  let errors = '';
  stdin.on('error', () => undefined);
  stdout.on('data', cutter.push).on('end', cutter.end);
  stderr.on('data', (data: Buffer) => {
    errors += data;
  });
  cutter.listen((line) => {
    lines.push(line);
    for (const look of waiting) look(line);
  });
  const ended = once(child, 'close').then(([code, signal]): End => (code === null ? { signal } : { code }));
  return {
    child,
    lines,
    write: (text) => void stdin.write(text),
    pour: async (bytes) => {
      for await (const chunk of bytes) if (!stdin.write(chunk)) await once(stdin, 'drain');
    },
    end: () => void stdin.end(),
    onLine: cutter.listen,
    stderr: () => errors,
    ended,
    heard: (isIt) =>
      new Promise((resolve, reject) => {
        const look = (line: string) => {
          if (!isIt(line)) return;
          waiting.delete(look);
          resolve(line);
        };
        waiting.add(look);
        ended.then(() => reject(new Error(`it ended without: ${lines.join('\n')}\n${errors}`)));
        for (const line of [...lines]) look(line);
      }),
  };
}

/** The frames among lines, each as `STEP WORD TEXT`. */
export function framesOf(nonce: string, lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    const frame: Frame | undefined = parseFrame(nonce, line);
    return frame ? [[frame.step, frame.word, frame.text].join(' ').trimEnd()] : [];
  });
}
