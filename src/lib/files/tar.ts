/** One thing of a tar. Names are bytes: a file system knows no other. */
export interface TarEntry {
  name: Buffer;
  type: 'file' | 'folder' | 'link';
  /** Permission bits. */
  mode: number;
  /** Bytes of a file. */
  size: number;
  /** Seconds since 1970. */
  mtime: number;
  uid?: number;
  gid?: number;
  /** Where a symbolic link leads. */
  target?: Buffer;
}

const BLOCK = 512;
const NAME_BYTES = 100;
const TYPES = { file: '0', link: '2', folder: '5' } as const;
const NONE = Buffer.alloc(0);

/** What ends an archive. */
export const TAR_END: Buffer = Buffer.alloc(2 * BLOCK);

/** What stands before the content of an entry. Names that are too long for a header go as GNU tar writes them. */
export function tarHeader(entry: TarEntry): Buffer {
  const { target = NONE } = entry;
  const name = entry.type === 'folder' ? Buffer.concat([entry.name, Buffer.from('/')]) : entry.name;
  return Buffer.concat([
    ...(target.length > NAME_BYTES ? longName('K', target) : []),
    ...(name.length > NAME_BYTES ? longName('L', name) : []),
    header(name, TYPES[entry.type], target, entry),
  ]);
}

/** The zeros that follow `size` bytes of content. */
export function tarPadding(size: number): Buffer {
  return Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
}

function longName(type: string, name: Buffer): Buffer[] {
  const size = name.length + 1;
  const content = Buffer.concat([name, Buffer.alloc(1)]);
  return [header(Buffer.from('././@LongLink'), type, NONE, { mode: 0o644, size, mtime: 0 }), content, tarPadding(size)];
}

type Numbers = Pick<TarEntry, 'mode' | 'size' | 'mtime' | 'uid' | 'gid'>;

function header(name: Buffer, type: string, target: Buffer, { mode, size, mtime, uid = 0, gid = 0 }: Numbers): Buffer {
  const block = Buffer.alloc(BLOCK);
  name.copy(block, 0, 0, NAME_BYTES);
  octal(block, 100, 8, mode);
  octal(block, 108, 8, uid);
  octal(block, 116, 8, gid);
  octal(block, 124, 12, size);
  octal(block, 136, 12, mtime);
  block.write('        ', 148);
  block.write(type, 156);
  target.copy(block, 157, 0, NAME_BYTES);
  block.write('ustar  ', 257);
  octal(
    block,
    148,
    7,
    block.reduce((sum, byte) => sum + byte, 0),
  );
  return block;
}

/** A number in octal; one that is too big for its field as GNU tar writes it, in binary with the first bit set. */
function octal(block: Buffer, at: number, width: number, value: number): void {
  const text = value.toString(8);
  if (text.length < width) {
    block.write(`${text.padStart(width - 1, '0')}\0`, at);
    return;
  }
  block.writeUInt8(0x80, at);
  block.writeUIntBE(value, at + width - 6, 6);
}
