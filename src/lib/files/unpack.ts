import {
  chmod,
  type FileHandle,
  lchown,
  link,
  lstat,
  lutimes,
  mkdir,
  open,
  realpath,
  symlink,
  unlink,
  utimes,
} from 'node:fs/promises';
import { EXIT, Problem } from '../problem.ts';
import type { Landing } from './landing.ts';
import type { ReadEntry, TarItem } from './untar.ts';

export interface Unpacking {
  /** Where it goes; called once, with the first thing. */
  land(first: ReadEntry): Landing;
  /** Who owns it there owns it here, which root alone can do. */
  owners: boolean;
}

export interface Unpacked {
  /** Bytes of all files. */
  bytes: number;
  /** Devices and pipes, which stay where they are. */
  passedOver: string[];
}

const SLASH = Buffer.from('/');
const NONE = Buffer.alloc(0);
/** Bits that are kept: a program that came from elsewhere is nobody's but who starts it. */
const MODES = 0o1777;

/**
 * Writes the things of a tar to this machine, the first of them, which holds all others, under the name that `root` says.
 * Nothing is written outside of `into`, whatever the names and links in the tar say.
 * @throws Problem for what can't be written
 */
export async function unpack(items: AsyncIterable<TarItem>, { land, owners }: Unpacking): Promise<Unpacked> {
  const folders: { place: Buffer; entry: ReadEntry }[] = [];
  const done: Unpacked = { bytes: 0, passedOver: [] };
  let where: Where | undefined;
  for await (const { entry, content } of items) {
    where ??= await whereTo(land(entry), entry.name);
    const place = placeOf(entry.name, where);
    try {
      await refuseAway(place, where);
      if (entry.type === 'folder') {
        const isNew = await makeFolder(place);
        if (isNew || !place.equals(where.home)) folders.push({ place, entry });
      } else if (entry.type === 'other') {
        done.passedOver.push(entry.name.toString());
      } else {
        done.bytes += await make(place, entry, content, where);
      }
      if (owners && entry.type !== 'other') await lchown(place, entry.uid, entry.gid);
    } catch (error) {
      throw unwritable(place.toString(), error);
    }
  }
  // what is in a folder changes its time, and can't be written where nobody may write
  for (const { place, entry } of folders.reverse()) {
    await refuseAway(place, where as Where);
    await chmod(place, entry.mode & MODES);
    await utimes(place, entry.mtime, entry.mtime);
  }
  return done;
}

/** Where all of a tar goes. */
interface Where extends Landing {
  /** What `into` is when no link is left in it. */
  home: Buffer;
  /** What the tar calls the first thing. */
  top: Buffer;
}

async function whereTo({ into, root }: Landing, top: Buffer): Promise<Where> {
  try {
    return { into, root, home: await realpath(Buffer.from(into), 'buffer'), top };
  } catch (error) {
    throw unwritable(into, error);
  }
}

/** Where a name of the tar goes. */
function placeOf(name: Buffer, { home, root, top }: Where): Buffer {
  const below = name.subarray(top.length);
  const isBelow =
    name.subarray(0, top.length).equals(top) && (below.length === 0 || [top.at(-1), below[0]].includes(47));
  const parts = below
    .toString('latin1')
    .split('/')
    .filter((part) => part !== '' && part !== '.');
  if (!isBelow || parts.includes('..')) {
    throw new Problem({
      what: `${name.toString()} is not written`,
      why: 'the ship sent it as a part of what is copied, which it is not',
      exit: EXIT.failed,
    });
  }
  const own = root === '.' ? [] : [Buffer.from(root)];
  const all = [...own, ...parts.map((part) => Buffer.from(part, 'latin1'))];
  return Buffer.concat([home, ...all.flatMap((part) => [SLASH, part])]);
}

/** What is there may be a link that leads elsewhere. */
async function refuseAway(place: Buffer, { home, into }: Where): Promise<void> {
  if (place.equals(home)) return;
  const folder = place.subarray(0, place.lastIndexOf(SLASH));
  const real = await realpath(folder, 'buffer');
  const start = home.equals(SLASH) ? home : Buffer.concat([home, SLASH]);
  if (real.equals(home) || real.subarray(0, start.length).equals(start)) return;
  throw new Problem({
    what: `${place.toString()} leads out of ${into} by a symbolic link: it is not written`,
    remedy: 'copy to another folder, or take the link away',
    exit: EXIT.failed,
  });
}

/** Whether it was not there before. */
async function makeFolder(place: Buffer): Promise<boolean> {
  const found = await lookAt(place);
  if (found?.isDirectory()) return false;
  if (found)
    throw new Problem({ what: `${place.toString()} is no folder: one can't take its place`, exit: EXIT.failed });
  await mkdir(place, 0o700);
  return true;
}

/** Takes away a file or a link that is there; nothing else, or a copy to /dev/null would end that for everyone. */
async function makeRoom(place: Buffer): Promise<void> {
  const found = await lookAt(place);
  if (!found) return;
  if (found.isFile() || found.isSymbolicLink()) return unlink(place);
  const is = found.isDirectory() ? 'a folder' : 'a device, a pipe or a socket';
  throw new Problem({ what: `${place.toString()} is ${is}: a file can't take its place`, exit: EXIT.failed });
}

function lookAt(place: Buffer) {
  return lstat(place).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

/** Makes a file or a link, and returns the bytes of the file. */
async function make(place: Buffer, entry: ReadEntry, content: AsyncIterable<Buffer>, where: Where): Promise<number> {
  await makeRoom(place);
  const { type, target = NONE, mtime } = entry;
  if (type === 'file') return write(place, entry, content);
  if (type === 'same') {
    const other = placeOf(target, where);
    await refuseAway(other, where);
    await link(other, place);
  } else {
    await symlink(target, place);
    await lutimes(place, mtime, mtime);
  }
  return 0;
}

async function write(
  place: Buffer,
  { mode, mtime }: Pick<ReadEntry, 'mode' | 'mtime'>,
  content: AsyncIterable<Buffer>,
): Promise<number> {
  // it is new: no link is followed
  const file: FileHandle = await open(place, 'wx', 0o600);
  let bytes = 0;
  try {
    for await (const piece of content) {
      await file.writeFile(piece);
      bytes += piece.length;
    }
    await file.chmod(mode & MODES);
    await file.utimes(mtime, mtime);
  } finally {
    await file.close();
  }
  return bytes;
}

function unwritable(place: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof Problem || code === undefined) return error;
  return new Problem({
    what: `${place} can't be written`,
    why: REASONS[code] ?? (error as Error).message,
    exit: EXIT.failed,
  });
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'what it is to be in is no folder',
  EACCES: 'you may not write there',
  ENOSPC: 'the disk is full',
};
