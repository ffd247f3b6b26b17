import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { end, gone, launch, type Process } from './processes.ts';
import { must, type Result, run } from './run.ts';

const files = '/usr/lib/harbor';

const namespaces = [
  '--net',
  '--mount',
  '--pid',
  '--uts',
  '--ipc',
  '--propagation',
  'private',
  '--fork',
  '--kill-child',
];

/** A machine of its own in namespaces of its own: `keeper` made them, `init` is process 1 in them. */
export interface Hull {
  keeper: Process;
  init: Process;
}

/** What a ship is made from: a root that all ships share and none writes to, and a Docker data root that each copies. */
export interface Timber {
  root: string;
  /** Lies over the root. */
  layer?: string | undefined;
  docker: string;
}

/** Boots a ship with a network, mounts, processes and a name of its own. `folder` takes its log. */
export async function boot(
  { root, layer, docker }: Timber,
  folder: string,
  name: string,
  onStart: (keeper: Process) => void,
): Promise<Hull> {
  const memory = join(folder, 'memory');
  const logFile = join(folder, 'init.log');
  await mkdir(memory, { recursive: true });
  const log = await open(logFile, 'w');
  const layers = layer ? `${layer}:${root}` : root;
  const init = ['sh', join(root, files, 'ship-init.sh'), layers, docker, name, memory];
  try {
    const { launched: keeper, line } = await launch(['unshare', ...namespaces, ...init], onStart, log.fd);
    const [, pid, startTime] = line.split(' ');
    return { keeper, init: { pid: Number(pid), start: String(startTime) } };
  } catch (cause) {
    throw new Error(`${name} did not boot: ${await readFile(logFile, 'utf8')}`, { cause });
  } finally {
    await log.close();
  }
}

/** Ends a ship: with its process 1 go all the others in it, and with the last of them its mounts and networks. */
export async function scuttle({ keeper, init }: { keeper: Process; init?: Hull['init'] | undefined }): Promise<void> {
  if (!init) return end([keeper]);
  await end([init]);
  await gone([keeper]);
}

/** The command that runs `argv` inside a ship as root, with a login's environment. */
export function aboard({ init }: Hull, argv: readonly string[]): string[] {
  const environment = [
    '/usr/bin/env',
    '-i',
    'HOME=/root',
    'USER=root',
    'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  ];
  return [
    'nsenter',
    `--target=${init.pid}`,
    '--net',
    '--mount',
    '--pid',
    '--uts',
    '--ipc',
    '--',
    ...environment,
    ...argv,
  ];
}

/** Runs shell text inside a ship, without ssh. */
export function runAboard(hull: Hull, shellText: string): Promise<Result> {
  return run(aboard(hull, ['sh', '-c', shellText]));
}

/** Runs one of the scripts that came with the ship; it must succeed. */
export function script(hull: Hull, name: string, ...args: string[]): Promise<string> {
  return must(aboard(hull, ['sh', join(files, name), ...args]), { detached: true });
}
