import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { Config, Project, Secret } from '../compose/index.ts';
import { ROOT } from '../docker/index.ts';
import { type Position, Problem } from '../problem.ts';
import { type Sealed, seal } from './pack.ts';
import { unreadable } from './unreadable.ts';
import { MOUNTED, walk, weightOf } from './walk.ts';

/** The content of a config or a secret that is a folder. */
export interface Folder extends Sealed {
  bytes: number;
}

/** The content of a config or a secret that is a file. */
export interface Text {
  /** SHA-256, in hex. */
  digest: string;
  bytes: Buffer;
  /** Seconds since 1970. */
  mtime: number;
}

type Section = 'configs' | 'secrets';

/**
 * The contents of those configs or secrets that services use, by key.
 * @throws Problem for one that is kept elsewhere, is not there, or has no value
 */
export async function readTexts(project: Project, section: Section): Promise<Map<string, Text | Folder>> {
  const used = new Set(
    Object.values(project.services).flatMap((service) => (service[section] ?? []).map(({ source }) => source)),
  );
  const declared = Object.entries(project[section] ?? {}).filter(([key]) => used.has(key));
  return new Map(
    await Promise.all(
      declared.map(
        async ([key, one]): Promise<[string, Text | Folder]> => [key, await readText(project, section, key, one)],
      ),
    ),
  );
}

async function readText(project: Project, section: Section, key: string, one: Config & Secret): Promise<Text | Folder> {
  const subject = `${section.slice(0, -1)} ${key}`;
  const where = project.where([section, key]);
  if (one.external) {
    throw new Problem({
      what: `${subject} is external`,
      where,
      why: 'ships keep none: what containers are given comes from this machine',
      remedy: 'write file or environment instead of external',
    });
  }
  if (one.file !== undefined) return readFileOrFolder(one.file, subject, where);
  const now = Math.floor(Date.now() / 1000);
  if (one.environment === undefined) return textOf(Buffer.from(one.content ?? ''), now);
  const value = project.lookup(one.environment, [section, key, 'environment']);
  if (value !== undefined) return textOf(Buffer.from(value), now);
  throw new Problem({
    what: `${subject} wants the variable ${one.environment}, which is not set`,
    where,
    remedy: 'set it in this shell or in .env',
  });
}

async function readFileOrFolder(path: string, subject: string, where: Position | undefined): Promise<Text | Folder> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return await readFolder(path);
    return textOf(await readFile(path), Math.floor(found.mtimeMs / 1000));
  } catch (error) {
    throw unreadable(error, `${subject}: ${path}`, where);
  }
}

async function readFolder(path: string): Promise<Folder> {
  const entries = await walk(path, ROOT, MOUNTED);
  return { bytes: weightOf(entries), ...(await seal(entries)) };
}

function textOf(bytes: Buffer, mtime: number): Text {
  return { digest: createHash('sha256').update(bytes).digest('hex'), bytes, mtime };
}
