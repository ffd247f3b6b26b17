import { lstat, stat } from 'node:fs/promises';
import { Problem } from '../problem.ts';
import { baseOf, type Freight } from './landing.ts';
import { pack } from './pack.ts';
import { unreadable } from './unreadable.ts';
import { COPIED, type Entry, walk, walkLink, weightOf } from './walk.ts';

/** Something of this machine that is copied elsewhere. */
export interface Source extends Freight {
  /** Packs it under another name. `bytes`: those of all files. */
  pack(root: string): Promise<{ bytes: number; tar: AsyncIterable<Buffer> }>;
}

/**
 * What a path of this machine leads to; a symbolic link is copied as one unless `follow` says otherwise.
 * @throws Problem for one that leads nowhere
 */
export async function readSource(path: string, follow: boolean): Promise<Source> {
  const through = follow || /\/\.?$|^\.$/.test(path);
  const reading = <T>(result: Promise<T>): Promise<T> =>
    result.catch((error: unknown) => {
      throw unreadable(error, path, undefined);
    });
  const found = await reading((through ? stat : lstat)(path));
  if (!found.isFile() && !found.isDirectory() && !found.isSymbolicLink()) {
    throw new Problem({ what: `${path} is a device, a pipe or a socket: it can't be copied` });
  }
  const entries = (root: string): Promise<Entry[]> =>
    found.isSymbolicLink() ? walkLink(path, root) : walk(path, root, COPIED);
  return {
    base: baseOf(path, process.cwd()),
    isFolder: found.isDirectory(),
    async pack(root) {
      const all = await reading(entries(root));
      return { bytes: weightOf(all), tar: pack(all) };
    },
  };
}
