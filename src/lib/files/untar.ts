import { Problem } from '../problem.ts';
import type { TarEntry } from './tar.ts';

/** One thing of a tar that is read. `same`: a hard link to the thing named `target`; `other`: a device or a pipe. */
export interface ReadEntry extends Omit<TarEntry, 'type'> {
  type: TarEntry['type'] | 'same' | 'other';
  uid: number;
  gid: number;
}

/** What is not read of the content is passed over. */
export interface TarItem {
  entry: ReadEntry;
  content: AsyncIterable<Buffer>;
}

const BLOCK = 512;
const NONE: Buffer = Buffer.alloc(0);
const TYPES: Readonly<Record<string, ReadEntry['type']>> = {
  '0': 'file',
  '\0': 'file',
  '7': 'file',
  '1': 'same',
  '2': 'link',
  '5': 'folder',
};
/** So much of a header that says more of the next entry is read at most. */
const LONGEST = 1 << 20;

/** What a header says of the next entry, in bytes, by the names of POSIX. */
type More = Partial<Record<string, Buffer>>;

/**
 * The things in a tar, in its order: as POSIX has it, and with the long names of GNU tar.
 * @throws Problem for what is no tar, or is cut off
 */
export async function* readTar(source: AsyncIterable<Buffer>): AsyncGenerator<TarItem> {
  const bytes = reader(source);
  try {
    yield* entries(bytes);
    while (await bytes.some(BLOCK));
  } finally {
    await bytes.close();
  }
}

async function* entries(bytes: Reader): AsyncGenerator<TarItem> {
  let more: More = {};
  for (;;) {
    const block = await bytes.exactly(BLOCK, true);
    if (!block || block.every((byte) => byte === 0)) return;
    const entry = entryOf(block, more);
    const type = String.fromCharCode(block[156] ?? 0);
    const said = MORE[type];
    if (said) {
      if (entry.size > LONGEST) throw broken('a name in it is too long');
      more = said(await bytes.exactly(entry.size), more);
      await bytes.exactly(padding(entry.size));
      continue;
    }
    more = {};
    let left = entry.type === 'file' ? entry.size : 0;
    const content = async function* () {
      while (left > 0) {
        const piece = await bytes.some(left);
        if (!piece) throw cutOff();
        left -= piece.length;
        yield piece;
      }
    };
    yield { entry, content: content() };
    for await (const _ of content());
    await bytes.exactly(padding(entry.type === 'file' ? entry.size : 0));
  }
}

type Reader = ReturnType<typeof reader>;

function reader(source: AsyncIterable<Buffer>) {
  const chunks = source[Symbol.asyncIterator]();
  let rest = NONE;
  /** What is there, at most so many bytes; undefined at the end. */
  const some = async (most: number): Promise<Buffer | undefined> => {
    while (rest.length === 0) {
      const { done, value } = await chunks.next();
      if (done) return undefined;
      rest = value;
    }
    const piece = rest.subarray(0, most);
    rest = rest.subarray(piece.length);
    return piece;
  };
  async function exactly(size: number): Promise<Buffer>;
  async function exactly(size: number, mayEnd: true): Promise<Buffer | undefined>;
  async function exactly(size: number, mayEnd = false): Promise<Buffer | undefined> {
    const pieces: Buffer[] = [];
    for (let left = size; left > 0; ) {
      const piece = await some(left);
      if (!piece && mayEnd && left === size) return undefined;
      if (!piece) throw cutOff();
      left -= piece.length;
      pieces.push(piece);
    }
    return pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
  }
  /** Whoever gives the bytes need give no more. */
  const close = async () => void (await chunks.return?.());
  return { some, exactly, close };
}

/** Types of headers that say more of the next entry. */
const MORE: Readonly<Record<string, (text: Buffer, more: More) => More>> = {
  x: (text, more) => ({ ...more, ...records(text) }),
  g: (_, more) => more,
  L: (text, more) => ({ ...more, path: untilNul(text) }),
  K: (text, more) => ({ ...more, linkpath: untilNul(text) }),
};

/** `LENGTH KEY=VALUE\n`, one behind the other. */
function records(text: Buffer): More {
  const all: More = {};
  for (let at = 0; at < text.length; ) {
    const blank = text.indexOf(' ', at);
    const length = Number(text.toString('latin1', at, blank));
    const equals = text.indexOf('=', blank);
    if (!(length > 0) || blank < 0 || equals < 0) throw broken("a header in it can't be read");
    all[text.toString('latin1', blank + 1, equals)] = text.subarray(equals + 1, at + length - 1);
    at += length;
  }
  return all;
}

function entryOf(block: Buffer, more: More): ReadEntry {
  const sum = block.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  if (number(block, 148, 8) !== sum) throw broken('a header in it is not one');
  const said = (key: string) => (more[key] === undefined ? undefined : Number(more[key].toString('latin1')));
  const target = more.linkpath ?? untilNul(block.subarray(157, 257));
  return {
    name: withoutSlash(more.path ?? nameOf(block)),
    type: TYPES[String.fromCharCode(block[156] ?? 0)] ?? 'other',
    mode: number(block, 100, 8) & 0o7777,
    uid: said('uid') ?? number(block, 108, 8),
    gid: said('gid') ?? number(block, 116, 8),
    size: said('size') ?? number(block, 124, 12),
    mtime: Math.floor(said('mtime') ?? number(block, 136, 12)),
    ...(target.length > 0 ? { target } : {}),
  };
}

/** POSIX puts the first part of a longer name into a field of its own; GNU tar has other things there. */
function nameOf(block: Buffer): Buffer {
  const name = untilNul(block.subarray(0, 100));
  const prefix = block.toString('latin1', 257, 263) === 'ustar\0' ? untilNul(block.subarray(345, 500)) : NONE;
  return prefix.length > 0 ? Buffer.concat([prefix, Buffer.from('/'), name]) : name;
}

/** In octal, or in binary with the first bit set. */
function number(block: Buffer, at: number, width: number): number {
  if (((block[at] ?? 0) & 0x80) !== 0) return block.readUIntBE(at + width - 6, 6);
  return Number.parseInt(
    untilNul(block.subarray(at, at + width))
      .toString('latin1')
      .trim() || '0',
    8,
  );
}

function untilNul(text: Buffer): Buffer {
  const end = text.indexOf(0);
  return end < 0 ? text : text.subarray(0, end);
}

function withoutSlash(name: Buffer): Buffer {
  return name.length > 1 && name.at(-1) === 47 ? withoutSlash(name.subarray(0, -1)) : name;
}

/** Bytes that follow content. */
function padding(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}

function cutOff(): Problem {
  return broken('it is cut off');
}

function broken(why: string): Problem {
  return new Problem({ what: 'what came is no tar that can be read', why, exit: 1 });
}
