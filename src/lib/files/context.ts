import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Service } from '../compose/index.ts';
import { DOCKERFILE, dockerfileIn } from '../docker/index.ts';
import { pack } from './pack.ts';
import { tarHeader, tarPadding } from './tar.ts';
import { unreadable } from './unreadable.ts';
import { BUILT, walk } from './walk.ts';

/**
 * The context of an image as docker's own client sends it: a tar of the folder, and the Dockerfile even where that is left
 * out by .dockerignore, stands elsewhere or is written in the file; then it does not become a part of the image either.
 * @throws Problem where the folder or the Dockerfile can't be read
 */
export async function* packContext(build: NonNullable<Service['build']>): AsyncGenerator<Buffer> {
  const { context = '.', dockerfile = 'Dockerfile', dockerfile_inline } = build;
  const entries = await reading(context, walk(context, '.', BUILT));
  const name = dockerfileIn(build) ?? DOCKERFILE;
  const isIn = (file: string) => entries.some((entry) => entry.name.toString() === `./${file}`);
  if (isIn(name)) return yield* pack(entries);
  const path = resolve(context, dockerfile);
  const rules = await readFile(`${context}/.dockerignore`, 'utf8').catch(() => '');
  yield* packText(name, dockerfile_inline ?? (await reading(path, readFile(path, 'utf8'))));
  yield* packText('.dockerignore', `${rules}\n${name}\n`);
  yield* pack(entries.filter((entry) => entry.name.toString() !== './.dockerignore'));
}

async function reading<T>(path: string, result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    throw unreadable(error, path, undefined);
  }
}

function* packText(name: string, text: string): Generator<Buffer> {
  const bytes = Buffer.from(text);
  const header = { name: Buffer.from(name), type: 'file' as const, mode: 0o644, size: bytes.length, mtime: 0 };
  yield tarHeader(header);
  yield bytes;
  yield tarPadding(bytes.length);
}
