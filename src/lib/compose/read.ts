import { readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Problem } from '../problem.ts';
import { limits } from './limits.ts';
import { locate, type Mark, type Source } from './node.ts';

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'it may not be read: permission denied',
  EISDIR: 'it is a folder',
  ELOOP: 'its symbolic links go in a circle',
  ENOTDIR: 'a part of its path is a file',
};

/** How a file is named where a path is wanted and standard input is meant. */
export const STDIN = '-';

/** A file to be read. */
export interface File {
  /** Absolute, or `-` for standard input. */
  path: string;
  /** How people are told of it. */
  name: string;
  /** Where it is named, if in a file. */
  from?: Mark | undefined;
  /** What relative paths in it start at. */
  directory?: string | undefined;
  /** What variables that it names are looked up in, if not in the project's. */
  lookup?: Source['lookup'];
}

/**
 * The text of a file. Throws a Problem for one that is not there, cannot be read or is over 5 MB, and for one that is one
 * too many of a project.
 */
export type Read = (file: File) => Promise<Source>;

/** Whether there is something to read at a path: a folder (a Python one called .env, say) is not. */
export function exists(path: string): boolean {
  try {
    return !statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Reads the files of one project, each once, however often it is named: all services may name one env file. */
export function openReader(stdin: AsyncIterable<Uint8Array | string> = nothing()): Read {
  let files = 0;
  const texts = new Map<string, Promise<string>>();
  return async (file) => {
    if (++files > limits.files) throw tooMany(file);
    const text = texts.get(file.path) ?? (file.path === STDIN ? drain(stdin, file.name) : textOf(file));
    texts.set(file.path, text);
    return sourceOf(file, await text);
  };
}

async function* nothing(): AsyncGenerator<string> {}

function sourceOf({ name, directory, lookup }: File, text: string): Source {
  return {
    name,
    text: text.replace(/^\uFEFF/, ''),
    ...(directory !== undefined && { directory }),
    ...(lookup && { lookup }),
  };
}

async function textOf({ path, name, from }: File): Promise<string> {
  try {
    const found = statSync(path);
    if (found.size > limits.fileBytes) throw tooBig(name, found.size);
    // a file is there at once, which costs least; for a pipe one may wait, and signals have to be heard meanwhile
    return found.isFile() ? readFileSync(path, 'utf8') : await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw unreadable(name, (error as NodeJS.ErrnoException).code ?? String(error), from);
  }
}

async function drain(stdin: AsyncIterable<Uint8Array | string>, name: string): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > limits.fileBytes) throw tooBig(name, size);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString();
}

function tooBig(name: string, bytes: number): Problem {
  return new Problem({
    what: `${name} has ${Math.ceil(bytes / 1024 / 1024)} MB, and 5 MB is the most that is read`,
    remedy: 'name the Compose file itself',
  });
}

function tooMany({ name, from }: File): Problem {
  return new Problem({
    what: `${name} is one file too many: ${limits.files} are the most that are read for one project`,
    where: from && locate(from),
    remedy: 'include and extend fewer files, or each of them once',
  });
}

function unreadable(name: string, code: string, from?: Mark): Problem {
  const where = from && locate(from);
  if (code === 'ENOENT')
    return new Problem({ what: `there is no file ${name}`, where, remedy: 'look at the name and the folder' });
  return new Problem({
    what: `${name} cannot be read`,
    where,
    why: reasons[code] ?? code,
    remedy: 'name a file that can be read',
  });
}
