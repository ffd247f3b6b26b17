import { readFile, stat } from 'node:fs/promises';
import { Problem } from '../problem.ts';
import { limits } from './limits.ts';
import { locate, type Mark, type Source } from './node.ts';

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'it may not be read: permission denied',
  EISDIR: 'it is a folder',
  ELOOP: 'its symbolic links go in a circle',
  ENOTDIR: 'a part of its path is a file',
};

/** Whether there is something to read at a path: a folder (a Python one called .env, say) is not. */
export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => !found.isDirectory(),
    () => false,
  );
}

/**
 * The text of a file; `name` is how people are told of it, `from` where it is named, if in a file.
 * Throws a Problem for one that is not there, cannot be read or is over 5 MB.
 */
export async function readSource(path: string, name: string, from?: Mark): Promise<Source> {
  try {
    const { size } = await stat(path);
    if (size > limits.fileBytes) throw tooBig(name, size);
    const text = await readFile(path, 'utf8');
    return { name, text: text.replace(/^\uFEFF/, '') };
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw unreadable(name, (error as NodeJS.ErrnoException).code ?? String(error), from);
  }
}

function tooBig(name: string, bytes: number): Problem {
  return new Problem({
    what: `${name} has ${Math.ceil(bytes / 1024 / 1024)} MB, and 5 MB is the most that is read`,
    remedy: 'name the Compose file itself',
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
