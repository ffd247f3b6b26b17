import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { Config, Project, Secret } from '../compose/index.ts';
import { Problem } from '../problem.ts';
import { unreadable } from './unreadable.ts';

/** The content of a config or a secret. */
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
export async function readTexts(project: Project, section: Section): Promise<Map<string, Text>> {
  const used = new Set(
    Object.values(project.services).flatMap((service) => (service[section] ?? []).map(({ source }) => source)),
  );
  const declared = Object.entries(project[section] ?? {}).filter(([key]) => used.has(key));
  return new Map(
    await Promise.all(
      declared.map(async ([key, one]): Promise<[string, Text]> => [key, await readText(project, section, key, one)]),
    ),
  );
}

async function readText(project: Project, section: Section, key: string, one: Config & Secret): Promise<Text> {
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
  if (one.file !== undefined) return readFileText(one.file, subject, where);
  const now = Math.floor(Date.now() / 1000);
  if (one.environment === undefined) return textOf(Buffer.from(one.content ?? ''), now);
  const value = project.lookup(one.environment);
  if (value !== undefined) return textOf(Buffer.from(value), now);
  throw new Problem({
    what: `${subject} wants the variable ${one.environment}, which is not set`,
    where,
    remedy: 'set it in this shell or in .env',
  });
}

async function readFileText(path: string, subject: string, where: ReturnType<Project['where']>): Promise<Text> {
  try {
    const [found, bytes] = await Promise.all([stat(path), readFile(path)]);
    return textOf(bytes, Math.floor(found.mtimeMs / 1000));
  } catch (error) {
    throw unreadable(error, `${subject}: ${path}`, where);
  }
}

function textOf(bytes: Buffer, mtime: number): Text {
  return { digest: createHash('sha256').update(bytes).digest('hex'), bytes, mtime };
}
