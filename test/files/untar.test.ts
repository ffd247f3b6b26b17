import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readTar } from '../../src/lib/files/index.ts';
import { TAR_END, tarHeader, tarPadding } from '../../src/lib/files/tar.ts';
import { folder, type Tree } from './tree.ts';

/** The tar in pieces of so many bytes. */
async function* pieces(tar: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < tar.length; at += size) yield tar.subarray(at, at + size);
}

/** What is read of a tar, a line a thing: `file name 0644 1:2 text`. */
async function read(tar: Buffer, size = 1000): Promise<string[]> {
  const lines: string[] = [];
  for await (const { entry, content } of readTar(pieces(tar, size))) {
    const chunks: Buffer[] = [];
    for await (const chunk of content) chunks.push(chunk);
    const { type, name, mode, uid, gid, target } = entry;
    const said = target ? `-> ${target}` : Buffer.concat(chunks).toString();
    lines.push(`${type} ${name} 0${mode.toString(8)} ${uid}:${gid} ${said}`.trimEnd());
  }
  return lines;
}

function tarOf(tree: Tree, ...words: string[]): Buffer {
  const { stdout, stderr, status } = spawnSync('tar', [
    '-C',
    folder(tree),
    '--sort=name',
    '--owner=1',
    '--group=2',
    ...words,
  ]);
  if (status !== 0) throw new Error(stderr.toString());
  return stdout;
}

const LONG = `${'deep/'.repeat(30)}file`;
const TREE: Tree = {
  'a.txt': ['text', 0o640],
  big: 'x'.repeat(3000),
  empty: null,
  'empty.txt': '',
  link: { to: 'a.txt' },
  'far link': { to: 'f'.repeat(150) },
  [LONG]: 'y',
};
const READ = [
  'folder . 0700 1:2',
  'file ./a.txt 0640 1:2 text',
  `file ./big 0644 1:2 ${'x'.repeat(3000)}`,
  ...[...Array(30).keys()].map((n) => `folder ./deep${'/deep'.repeat(n)} 0755 1:2`),
  `file ./${LONG} 0644 1:2 y`,
  'folder ./empty 0755 1:2',
  'file ./empty.txt 0644 1:2',
  `link ./far link 0777 1:2 -> ${'f'.repeat(150)}`,
  'link ./link 0777 1:2 -> a.txt',
];

describe.each(['gnu', 'posix', 'ustar'])('a tar of the format %s', (format) => {
  const { 'far link': _, ...near } = TREE;
  const tree = format === 'ustar' ? near : TREE;
  const lines = READ.filter((line) => format !== 'ustar' || !line.includes('far link'));

  test.each([1, 512, 100_000])('is read from pieces of %i bytes', async (size) => {
    expect(await read(tarOf(tree, `--format=${format}`, '-c', '.'), size)).toEqual(lines);
  });
});

test('who reads no further asks for no more bytes', async () => {
  let isOver = false;
  async function* endless() {
    try {
      for (;;) yield tarHeader({ name: Buffer.from('f'), type: 'folder', mode: 0o755, size: 0, mtime: 0 });
    } finally {
      isOver = true;
    }
  }
  for await (const { entry } of readTar(endless())) {
    if (entry.type === 'folder') break;
  }
  expect(isOver).toBe(true);
});

test('hard links and pipes are told apart', async () => {
  const root = folder({ a: 'text' });
  spawnSync('ln', ['a', 'b'], { cwd: root });
  spawnSync('mkfifo', ['-m', '644', 'p'], { cwd: root });
  const { stdout } = spawnSync('tar', ['-C', root, '--owner=1', '--group=2', '-c', 'a', 'b', 'p']);
  expect(await read(stdout)).toEqual(['file a 0644 1:2 text', 'same b 0644 1:2 -> a', 'other p 0644 1:2']);
});

test('names are bytes, times are seconds, and what is not wanted is passed over', async () => {
  const name = Buffer.from([0x61, 0xff, 0xfe]);
  const root = folder();
  writeFileSync(Buffer.concat([Buffer.from(`${root}/`), name]), 'raw');
  spawnSync('touch', ['-d', '@1700000000.5', root], {});
  const { stdout } = spawnSync('tar', ['-C', root, '--format=posix', '--mtime=@1700000000.5', '-c', '.']);
  const seen: unknown[] = [];
  for await (const { entry } of readTar(pieces(stdout, 700))) seen.push([entry.name, entry.size, entry.mtime]);
  expect(seen).toEqual([
    [Buffer.from('.'), 0, 1_700_000_000],
    [Buffer.concat([Buffer.from('./'), name]), 3, 1_700_000_000],
  ]);
});

test('a file may be larger than octal can say', async () => {
  const size = 9 * 1024 ** 3;
  const header = tarHeader({ name: Buffer.from('big'), type: 'file', mode: 0o644, size, mtime: 0 });
  const items = readTar(pieces(header, 512));
  expect((await items.next()).value?.entry.size).toBe(size);
});

describe('what is no tar', () => {
  const header = tarHeader({ name: Buffer.from('f'), type: 'file', mode: 0o644, size: 600, mtime: 0 });
  const whole = Buffer.concat([header, Buffer.alloc(600), tarPadding(600), TAR_END]);

  test.each<[string, Buffer, string]>([
    ['cut in a header', whole.subarray(0, 100), 'it is cut off'],
    ['cut in a file', whole.subarray(0, 700), 'it is cut off'],
    ['cut behind a file', whole.subarray(0, 512 + 600), 'it is cut off'],
    ['a text', Buffer.alloc(512, 'text\n'), 'a header in it is not one'],
  ])('%s', async (_, tar, why) => {
    await expect(read(tar)).rejects.toMatchObject({
      parts: { what: 'what came is no tar that can be read', why, exit: 1 },
    });
  });

  test('a tar may end without the blocks that close it', async () => {
    expect(await read(whole.subarray(0, whole.length - TAR_END.length))).toHaveLength(1);
    expect(await read(Buffer.alloc(0))).toEqual([]);
  });
});
