import { type Position, Problem } from '../problem.ts';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
  ELOOP: 'its symbolic links go in a circle',
  ENOTDIR: 'a part of its path is a file',
};

/** Says of a path of this machine why it can't be read. Errors that are no file system's are thrown as they are. */
export function unreadable(error: unknown, subject: string, where: Position | undefined): Problem {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  if (code === 'ENOENT') {
    return new Problem({ what: `${subject} is not there`, where, remedy: 'look at the name and the folder' });
  }
  return new Problem({
    what: `${subject} can't be read`,
    where,
    why: REASONS[code] ?? code,
    remedy: 'name a file that can be read',
  });
}
