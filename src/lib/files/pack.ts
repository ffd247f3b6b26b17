import { createHash, type Hash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { Problem } from '../problem.ts';
import { TAR_END, tarHeader, tarPadding } from './tar.ts';
import type { Entry } from './walk.ts';

/** Bytes that are read of a file at once. */
const CHUNK = 1 << 20;

/** Entries whose files have been read once. */
export interface Sealed {
  /**
   * What tells one content from another: SHA-256, in hex, of names, kinds, modes, bytes and links. Times and owners say
   * nothing, for two laptops with the same files must come to the same.
   */
  digest: string;
  entries: SealedEntry[];
}

/** `digest`: SHA-256, in hex, of a file's bytes, where they must still be the same when it is packed. */
export type SealedEntry = Entry & { digest?: string };

/** Reads all files of the entries. */
export async function seal(entries: readonly Entry[]): Promise<Sealed> {
  const whole = createHash('sha256');
  const sealed: SealedEntry[] = [];
  for (const entry of entries) {
    for (const part of [entry.type, entry.mode.toString(8), entry.name, entry.target ?? '']) addPart(whole, part);
    const digest = entry.type === 'file' ? await digestOfFile(entry) : '';
    addPart(whole, digest);
    sealed.push({ ...entry, digest });
  }
  return { digest: whole.digest('hex'), entries: sealed };
}

/** Each part with its length in front: no two lists of parts look the same. */
function addPart(hash: Hash, part: string | Buffer): void {
  hash.update(`${part.length}:`).update(part);
}

async function digestOfFile(entry: Entry): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of read(entry)) hash.update(bytes);
  return hash.digest('hex');
}

/**
 * The entries as a tar. Throws a Problem where a file is not what it was when its entry was made: what it holds now is
 * not what was planned.
 */
export async function* pack(entries: readonly SealedEntry[]): AsyncGenerator<Buffer> {
  for (const entry of entries) {
    yield tarHeader(entry);
    if (entry.type !== 'file') continue;
    const hash = entry.digest === undefined ? undefined : createHash('sha256');
    for await (const bytes of read(entry)) {
      hash?.update(bytes);
      yield bytes;
    }
    if (hash && hash.digest('hex') !== entry.digest) throw changed(entry.path);
    yield tarPadding(entry.size);
  }
  yield TAR_END;
}

async function* read({ path, size }: Entry): AsyncGenerator<Buffer> {
  const file = await open(path, 'r');
  try {
    let left = size;
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(Math.min(CHUNK, left + 1)));
      if (bytesRead > left || (bytesRead === 0 && left > 0)) throw changed(path);
      if (bytesRead === 0) return;
      left -= bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

function changed(path: Buffer): Problem {
  return new Problem({
    what: `${path.toString()} changed while it was read`,
    remedy: 'try again when nothing writes there',
  });
}
