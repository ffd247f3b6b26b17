import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Harbor, Result } from '../harbor/index.ts';

const PROGRAM = resolve('bin/run.js');

/** A folder of a project on a laptop, and compowarm typed in it. */
export interface Laptop {
  folder: string;
  write(file: string, text: string): void;
  /** Runs the program as it is built, in the folder, on the laptop's network. */
  compowarm(...argv: string[]): Promise<Result>;
  remove(): void;
}

/** A laptop with the project folder `name` in a place of its own; two of them are two laptops with the same project. */
export function laptop(harbor: Harbor, name: string, file?: string): Laptop {
  const home = mkdtempSync(join(tmpdir(), 'laptop-'));
  const folder = join(home, name);
  mkdirSync(folder);
  const write = (path: string, text: string) => writeFileSync(join(folder, path), text);
  if (file !== undefined) write('docker.yml', file);
  return {
    folder,
    write,
    compowarm: (...argv) => harbor.laptop(commandLine(harbor, argv), { cwd: folder }),
    remove: () => rmSync(home, { recursive: true }),
  };
}

/** The command line of the program as built, for `harbor.laptop` and `harbor.spawnLaptop`. */
export function commandLine(harbor: Harbor, argv: readonly string[], sshConfig = harbor.sshConfig): string[] {
  return [process.execPath, PROGRAM, '--ssh-config', sshConfig, ...argv];
}

/** Takes from every ship what earlier tests left there. */
export async function cleanShips(harbor: Harbor): Promise<void> {
  await Promise.all(harbor.ships.map((_, index) => harbor.cleanDocker(index + 1)));
}

/** The file of the README: a web app that counts its visits in a Redis on another ship. */
export const VISITS = `client:
  image: flask
  ports: ["5000:5000"]
  links: [redis]
  expose: ["5000"]
redis:
  image: redis
  expose: ["6379"]
  ports: ["6379:6379"]
ships:
  - 192.168.1.83
  - 192.168.1.84
`;
