import { stat } from 'node:fs/promises';
import { basename, relative } from 'node:path';
import { type LocalMount, type Project, pathKey, type Service } from '../compose/index.ts';
import { ROOT } from '../docker/index.ts';
import { Problem } from '../problem.ts';
import { type SealedEntry, seal } from './pack.ts';
import { unreadable } from './unreadable.ts';
import { MOUNTED, walk, weightOf } from './walk.ts';

/** A mount of this machine, and what it is made of. */
export interface ReadMount extends LocalMount {
  entries: SealedEntry[];
}

interface Mount {
  key: string;
  service: string;
  /** As it is written, more or less: from the project's folder. */
  source: string;
  /** Absolute. */
  path: string;
  readOnly: boolean;
  where: ReturnType<Project['where']>;
}

/**
 * What is mounted of this machine, by the `pathKey` of the mount.
 * @throws Problem for a source that is not there, may not be read, or stands outside the project's folder
 */
export async function readMounts(project: Project): Promise<Map<string, ReadMount>> {
  const mounts = Object.entries(project.services).flatMap(([name, service]) => localMounts(project, name, service));
  const once = new Map<string, Promise<ReadMount>>();
  const read = (mount: Mount) => {
    const id = `${mount.readOnly} ${mount.path}`;
    const reading = once.get(id) ?? readMount(mount);
    once.set(id, reading);
    return reading;
  };
  return new Map(
    await Promise.all(mounts.map(async (mount): Promise<[string, ReadMount]> => [mount.key, await read(mount)])),
  );
}

function localMounts(project: Project, service: string, { volumes }: Service): Mount[] {
  return volumes.flatMap(({ type, source: path, read_only }, index) => {
    const place = ['services', service, 'volumes', index];
    const key = pathKey(place);
    if (type !== 'bind' || path === undefined || !project.local.has(key)) return [];
    const below = relative(project.directory, path);
    const source = below === '' ? '.' : `./${below}`;
    const mount = { key, service, source, path, readOnly: read_only === true, where: project.where(place) };
    if (below === '..' || below.startsWith('../')) throw outside(mount);
    if (basename(path) === '.env') throw dotEnv(mount);
    return [mount];
  });
}

async function readMount({ service, source, path, readOnly, where }: Mount): Promise<ReadMount> {
  const subject = `service ${service}: ${source}`;
  try {
    const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' && !readOnly) return undefined;
      throw error;
    });
    if (!found) return { source, keep: true, digest: '', bytes: 0, entries: [] };
    if (!found.isDirectory() && !found.isFile()) throw special(subject, where);
    const entries = await walk(path, ROOT, MOUNTED);
    const bytes = weightOf(entries);
    if (found.isDirectory() && !readOnly) return { source, keep: true, digest: '', bytes, entries };
    return { source, keep: false, bytes, ...(await seal(entries)) };
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw unreadable(error, subject, where);
  }
}

const ELSEWHERE = 'an absolute path is the ship’s own';

function outside({ service, path, where }: Mount): Problem {
  return new Problem({
    what: `service ${service} mounts ${path}, which is outside the project's folder`,
    where,
    why: 'what is mounted of this machine is brought to ships, and only the project is',
    remedy: `put it into the project's folder, or use a named volume; ${ELSEWHERE}`,
  });
}

function dotEnv({ service, source, where }: Mount): Problem {
  return new Problem({
    what: `service ${service} mounts ${source}, and no .env is ever brought to a ship`,
    where,
    remedy: 'name it under env_file, or make a secret of it: secrets: {env: {file: .env}}',
  });
}

function special(subject: string, where: Mount['where']): Problem {
  return new Problem({
    what: `${subject} is neither a file nor a folder`,
    where,
    remedy: `sockets and devices are the ship's: write an absolute path of the ship`,
  });
}
