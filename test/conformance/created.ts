import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Harbor, Result } from '../harbor/index.ts';
import { run } from '../harbor/run.ts';
import { commandLine } from '../real/laptop.ts';
import { ask } from '../real/seen.ts';

/** What stands on a ship, as docker inspect has it: `container web-1`, `network app_default`, `volume app_data`. */
export type Created = Record<string, unknown>;

/** Where the files to be created from stand: a folder each, with a compose.yaml. */
export const FOLDER = resolve(import.meta.dirname, '../../fixtures/create');

/** The folders. */
export function folders(): string[] {
  const entries = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return entries.map(({ name }) => name).sort();
}

/** Has a tool make the containers of a file on the first ship, and says what then stands there; after it the ship is clean. */
export async function createdBy(tool: Tool, harbor: Harbor, file: string): Promise<Created> {
  await harbor.cleanDocker(1);
  const files = ['--file', file, '--file', join(FOLDER, 'ships.yml')];
  const { code, stderr } = await tool(harbor, [...files, 'create']);
  if (code !== 0) throw new Error(`it ended with ${code}\n${stderr}`);
  const created = await standing(harbor);
  await harbor.cleanDocker(1);
  return created;
}

/** Puts the files of this machine where Docker Compose mounts them from: at the same place on the ship. */
export async function showFiles(harbor: Harbor): Promise<void> {
  const { stdout } = await run(['sh', '-c', 'tar -C "$1" -cz . | base64 -w0', 'sh', FOLDER]);
  const { code, stderr } = await harbor.onShip(
    1,
    `mkdir -p ${FOLDER} && echo ${stdout} | base64 -d | tar -C ${FOLDER} -xz`,
  );
  if (code !== 0) throw new Error(stderr);
}

/** How a command line is typed. */
export type Tool = (harbor: Harbor, argv: string[]) => Promise<Result>;

/** Docker Compose, told where the ship's engine listens. */
export function composeAt(binary: string): Tool {
  return (harbor, argv) => run([binary, ...argv], { env: { ...harbor.env, DOCKER_HOST: harbor.dockerHost(1) } });
}

/** Compowarm as it is built. */
export const compowarm: Tool = (harbor, argv) => harbor.laptop(commandLine(harbor, argv));

const LISTS = {
  container: 'docker ps -aq | xargs -r docker inspect',
  network: 'docker network ls -qf type=custom | xargs -r docker network inspect',
  volume: 'docker volume ls -q | xargs -r docker volume inspect',
};

async function standing(harbor: Harbor): Promise<Created> {
  const created: Created = {};
  for (const [kind, list] of Object.entries(LISTS)) {
    const found: { Name: string }[] = JSON.parse((await ask(harbor, 1, list)) || '[]');
    for (const one of found) created[`${kind} ${one.Name.replace(/^\//, '')}`] = one;
  }
  return created;
}
