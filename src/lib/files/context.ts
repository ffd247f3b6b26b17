import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Service } from '../compose/index.ts';
import { DOCKERFILE, dockerfileIn } from '../docker/index.ts';
import type { Position } from '../problem.ts';
import { pack } from './pack.ts';
import { tarHeader, tarPadding } from './tar.ts';
import { unreadable } from './unreadable.ts';
import { BUILT, type Entry, walk, weightOf } from './walk.ts';

type Build = NonNullable<Service['build']>;

/**
 * The context of an image as docker's own client sends it: a tar of the folder, and the Dockerfile even where that is left
 * out by .dockerignore, stands elsewhere or is written in the file; then it does not become a part of the image either.
 * @throws Problem, at `where`, where the folder or the Dockerfile can't be read
 */
export async function* packContext(build: Build, where?: Position): AsyncGenerator<Buffer> {
  const { texts, entries } = await readContext(build, where);
  for (const [name, text] of texts) yield* packText(name, text);
  yield* pack(entries);
}

/**
 * Bytes of all files of the context of an image.
 * @throws Problem, at `where`, where the folder or the Dockerfile can't be read
 */
export async function weighContext(build: Build, where?: Position): Promise<number> {
  const { texts, entries } = await readContext(build, where);
  return texts.reduce((sum, [, text]) => sum + Buffer.byteLength(text), weightOf(entries));
}

interface Context {
  /** What comes in front of the folder's own. */
  texts: [name: string, text: string][];
  entries: Entry[];
}

async function readContext(build: Build, where: Position | undefined): Promise<Context> {
  const { context = '.', dockerfile = 'Dockerfile', dockerfile_inline } = build;
  const reading = <T>(path: string, result: Promise<T>): Promise<T> =>
    result.catch((error: unknown) => {
      throw unreadable(error, path, where);
    });
  const entries = await reading(context, walk(context, '.', BUILT));
  const name = dockerfileIn(build) ?? DOCKERFILE;
  if (entries.some((entry) => entry.name.toString() === `./${name}`)) return { texts: [], entries };
  const path = resolve(context, dockerfile);
  const rules = await readFile(`${context}/.dockerignore`, 'utf8').catch(() => '');
  return {
    texts: [
      [name, dockerfile_inline ?? (await reading(path, readFile(path, 'utf8')))],
      ['.dockerignore', `${rules}\n${name}\n`],
    ],
    entries: entries.filter((entry) => entry.name.toString() !== './.dockerignore'),
  };
}

function* packText(name: string, text: string): Generator<Buffer> {
  const bytes = Buffer.from(text);
  const header = { name: Buffer.from(name), type: 'file' as const, mode: 0o644, size: bytes.length, mtime: 0 };
  yield tarHeader(header);
  yield bytes;
  yield tarPadding(bytes.length);
}
