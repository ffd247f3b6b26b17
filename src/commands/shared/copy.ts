import { stat } from 'node:fs/promises';
import { posix } from 'node:path';
import {
  type Berth,
  baseOf,
  landing,
  type ReadEntry,
  readTar,
  type Source,
  type Spool,
  unpack,
} from '../../lib/files/index.ts';
import { type ContainerAt, fetchHead, fetchTar, sendTar } from '../../lib/fleet/index.ts';
import { EXIT, Problem } from '../../lib/problem.ts';
import type { Way } from './copy-way.ts';

/** Symbolic links that are followed from one path. */
const LINKS = 10;

/** What is copied into containers: something of this machine, or a tar as it is. */
export type Cargo = { source: Source } | { tar: Pick<Spool, 'read'> };

export interface CopyFlags {
  archive: boolean;
  'follow-link': boolean;
}

/** Told of bytes as they pass. */
type OnBytes = (bytes: number) => void;

/** Copies something into one container. Returns the bytes of all files, of a tar its own. */
export async function copyIn(
  place: ContainerAt,
  { path }: Way,
  cargo: Cargo,
  { archive }: CopyFlags,
  onBytes: OnBytes,
): Promise<number> {
  const berth = await berthIn(place, path);
  if ('tar' in cargo) {
    if (berth.there !== 'folder') throw noFolder(place, path);
    const counted = count(cargo.tar.read(), onBytes);
    await sendTar(place, berth.path, archive, counted.bytes);
    return counted.total();
  }
  const { source } = cargo;
  const { into, root } = atShip(place, () => landing(source, berth));
  const { bytes, tar } = await source.pack(root);
  await sendTar(place, into, archive, count(tar, onBytes).bytes);
  return bytes;
}

/** What was copied to this machine, and what was not. */
export interface Copied {
  bytes: number;
  passedOver: readonly string[];
}

/** Copies something of one container to this machine. */
export async function copyOut(
  place: ContainerAt,
  { path, local }: Way,
  flags: CopyFlags,
  onBytes: OnBytes,
): Promise<Copied> {
  const { bytes, total } = count(fetchTar(place, path, flags['follow-link']), onBytes);
  if (local === '-') {
    for await (const chunk of bytes) await write(chunk);
    return { bytes: total(), passedOver: [] };
  }
  const berth = await berthHere(local);
  return unpack(readTar(bytes), {
    land: (first: ReadEntry) => landing({ base: baseOf(path, '/'), isFolder: first.type === 'folder' }, berth),
    owners: flags.archive && process.getuid?.() === 0,
  });
}

const KINDS = { folder: 'folder', file: 'file', same: 'file', other: 'device' } as const;

/** What is at a path of a container, where its symbolic links lead. */
async function berthIn(place: ContainerAt, path: string): Promise<Berth> {
  let there = path;
  for (let links = 0; links < LINKS; links++) {
    const first = await firstOf(await fetchHead(place, there));
    if (!first) return { path: there, there: 'nothing' };
    if (first.type !== 'link') return { path: there, there: KINDS[first.type] };
    there = posix.resolve('/', posix.dirname(there), String(first.target));
  }
  return { path: there, there: 'nothing' };
}

async function firstOf(head: Buffer): Promise<ReadEntry | undefined> {
  async function* bytes() {
    yield head;
  }
  for await (const { entry } of readTar(bytes())) return entry;
  return undefined;
}

async function berthHere(path: string): Promise<Berth> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return { path, there: 'nothing' };
  if (found.isDirectory()) return { path, there: 'folder' };
  return { path, there: found.isFile() ? 'file' : 'device' };
}

/** What goes wrong in there is told with the ship. */
function atShip<T>({ ship, container }: ContainerAt, decide: () => T): T {
  try {
    return decide();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { what, ...rest } = error.parts;
    throw new Problem({ ...rest, what: `in ${container} ${what}`, where: { ship: ship.name } });
  }
}

function noFolder({ ship, container }: ContainerAt, path: string): Problem {
  return new Problem({
    what: `in ${container} ${path} is no folder`,
    where: { ship: ship.name },
    why: 'a tar is unpacked in a folder',
    exit: EXIT.failed,
  });
}

function count(bytes: AsyncIterable<Buffer>, onBytes: OnBytes): { bytes: AsyncIterable<Buffer>; total(): number } {
  let total = 0;
  async function* counted() {
    for await (const chunk of bytes) {
      total += chunk.length;
      onBytes(chunk.length);
      yield chunk;
    }
  }
  return { bytes: counted(), total: () => total };
}

function write(chunk: Buffer): Promise<void> {
  return new Promise((resolve) => {
    if (process.stdout.write(chunk)) resolve();
    else process.stdout.once('drain', resolve);
  });
}
