import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Harbor, Result } from '../harbor/index.ts';
import { must, run } from '../harbor/run.ts';
import { commandLine } from '../real/laptop.ts';
import { ask } from '../real/seen.ts';

/** What stands on a ship, as docker inspect has it: `container web-1`, `network app_default`, `volume app_data`. */
export type Created = Record<string, { Id?: string; Name: string }>;

/** Where the files to be created from stand: a folder each, with a compose.yaml. */
export const FOLDER = resolve(import.meta.dirname, '../../fixtures/create');

/** The folders. */
export function folders(): string[] {
  const entries = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return entries.map(({ name }) => name).sort();
}

/** Types a command line on a laptop of the harbor. */
export type Tool = (harbor: Harbor, argv: string[]) => Promise<Result>;

/** Compowarm as it is built. */
export const compowarm: Tool = (harbor, argv) => harbor.laptop(commandLine(harbor, argv));

/** Docker Compose, told where the engine of a ship listens. */
export function composeAt(binary: string, ship: number): Tool {
  return (harbor, argv) => run([binary, ...argv], { env: { ...harbor.env, DOCKER_HOST: harbor.dockerHost(ship) } });
}

/** Has a tool make the containers of files on clean ships, and says what then stands on each, ids and all; after it they are clean. */
export async function createdBy(tool: Tool, harbor: Harbor, files: string[], ships = [1]): Promise<Created[]> {
  for (const ship of ships) await lay(harbor, ship, dirname(files[0] ?? ''));
  const { code, stderr } = await tool(harbor, [...files.flatMap((file) => ['--file', file]), 'create']);
  if (code !== 0) throw new Error(`it ended with ${code}\n${stderr}`);
  const created = await Promise.all(ships.map((ship) => standing(harbor, ship)));
  for (const ship of ships) await harbor.cleanDocker(ship);
  return created;
}

// Docker Compose mounts what is beside the file from the ship's own disk.
async function lay(harbor: Harbor, ship: number, folder: string): Promise<void> {
  await harbor.cleanDocker(ship);
  const content = await must(['sh', '-c', 'tar -C "$0" -c . | base64 -w0', folder]);
  await ask(harbor, ship, `mkdir -p '${folder}' && echo ${content} | base64 -d | tar -x -C '${folder}'`);
  const before = join(folder, 'before.sh');
  if (existsSync(before)) await ask(harbor, ship, readFileSync(before, 'utf8'));
}

const LISTS = {
  container: 'docker ps -aq | xargs -r docker inspect',
  network: 'docker network ls -qf type=custom | xargs -r docker network inspect',
  volume: 'docker volume ls -q | xargs -r docker volume inspect',
};

async function standing(harbor: Harbor, ship: number): Promise<Created> {
  const created: Created = {};
  for (const [kind, list] of Object.entries(LISTS)) {
    const found: Created[string][] = JSON.parse((await ask(harbor, ship, list)) || '[]');
    for (const one of found) created[`${kind} ${nameOf(one)}`] = one;
  }
  return created;
}

/** The same where what shares with another container names it by its name, not by its id. */
export function withNames(created: Created): Created {
  let text = JSON.stringify(created);
  for (const one of Object.values(created)) if (one.Id) text = text.replaceAll(one.Id, nameOf(one));
  return JSON.parse(text);
}

function nameOf({ Name }: { Name: string }): string {
  return Name.replace(/^\//, '');
}
