import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { pack, seal } from '../../src/lib/files/pack.ts';
import { TAR_END, tarHeader } from '../../src/lib/files/tar.ts';
import { MOUNTED, walk } from '../../src/lib/files/walk.ts';
import { problemOf } from '../compose/files.ts';
import { which } from '../fleet/land.ts';
import { folder, plant, type Tree, unpacked, whole } from './tree.ts';

const TREE: Tree = {
  'a.conf': 'a',
  'bin/run': ['#!/bin/sh', 0o775],
  'secret.key': ['k', 0o600],
  'loose.txt': ['l', 0o666],
  empty: null,
  'empty.txt': '',
  link: { to: 'a.conf' },
  away: { to: '/etc/hosts' },
  loop: { to: 'loop' },
  '.env': 'TOKEN=1',
  '.git/config': 'c',
  'sub/.env': 'TOKEN=2',
};

const PLANTED = [
  'content/ 0700',
  'content/a.conf 0644 a',
  'content/away -> /etc/hosts',
  'content/bin/ 0755',
  'content/bin/run 0755 #!/bin/sh',
  'content/empty.txt 0644 ',
  'content/empty/ 0755',
  'content/link -> a.conf',
  'content/loop -> loop',
  'content/loose.txt 0644 l',
  'content/secret.key 0600 k',
  'content/sub/ 0755',
];

async function packed(source: string, words?: string[]): Promise<string[]> {
  return unpacked(await whole(pack(await walk(source, 'content', MOUNTED))), words);
}

describe.each([
  ['tar', ['tar', '-xpf', '-']],
  ['busybox tar', ['busybox', 'tar', '-xpf', '-']],
])('what is packed comes out of %s', (_, words) => {
  const run = which(words[0] as string) ? test : test.skip;

  run('with modes, links and empty folders, without .env and .git; only the owner may write', async () => {
    expect(await packed(folder(TREE), words)).toEqual(PLANTED);
  });

  run('with long names, newlines and bytes that are no text', async () => {
    const root = folder({ [`${'deep/'.repeat(30)}file`]: 'x', 'to-far': { to: 'f'.repeat(150) }, 'new\nline': 'n' });
    writeFileSync(Buffer.concat([Buffer.from(`${root}/raw-`), Buffer.from([0xff, 0xfe])]), 'r');
    const all = await packed(root, words);
    expect(all.filter((line) => !line.includes('/ '))).toEqual([
      `content/${'deep/'.repeat(30)}file 0644 x`,
      'content/new\\nline 0644 n',
      'content/raw-ÿþ 0644 r',
      `content/to-far -> ${'f'.repeat(150)}`,
    ]);
  });

  run('as one file', async () => {
    expect(await packed(path.join(folder({ 'a.conf': ['a', 0o640] }), 'a.conf'), words)).toEqual(['content 0640 a']);
  });

  run('as what a link leads to, where the source is one', async () => {
    const root = folder({ 'real/a': 'a', 'to-folder': { to: 'real' }, 'to-file': { to: 'real/a' } });
    expect(await packed(path.join(root, 'to-folder'), words)).toEqual(['content/ 0755', 'content/a 0644 a']);
    expect(await packed(path.join(root, 'to-file'), words)).toEqual(['content 0644 a']);
  });
});

test('what is kept of a folder that is left out comes with the folders above it', async () => {
  const root = folder({
    '.dockerignore': 'logs\n!logs/keep/*.txt\nnode_modules',
    'logs/a': 'a',
    'logs/keep/b.txt': 'b',
    'node_modules/x/y': 'y',
  });
  expect(await packed(root)).toEqual([
    'content/ 0700',
    'content/.dockerignore 0644 logs\n!logs/keep/*.txt\nnode_modules',
    'content/logs/ 0755',
    'content/logs/keep/ 0755',
    'content/logs/keep/b.txt 0644 b',
  ]);
});

test('sockets stay here', async () => {
  const root = folder({ a: 'a' });
  const server = net.createServer().listen(path.join(root, 's.sock'));
  await once(server, 'listening');
  expect(await packed(root)).toEqual(['content/ 0700', 'content/a 0644 a']);
  server.close();
});

test('a .dockerignore that makes no sense is refused', async () => {
  expect(await problemOf(walk(folder({ '.dockerignore': '[z-a]' }), 'content', MOUNTED))).toBe(
    '.dockerignore: "[z-a]" is not a pattern\ndo: look at what stands in brackets\n',
  );
});

test('a header says a size and an owner that octal digits can not', () => {
  const big = tarHeader({
    name: Buffer.from('big'),
    type: 'file',
    mode: 0o644,
    size: 10 * 1024 ** 3,
    uid: 4_000_000_000,
    mtime: 0,
  });
  expect([big.subarray(124, 136).toString('hex'), big.subarray(108, 116).toString('hex')]).toEqual([
    '800000000000000280000000',
    '80000000ee6b2800',
  ]);
});

describe('the digest', () => {
  const of = async (tree: Tree) => (await seal(await walk(folder(tree), 'content', MOUNTED))).digest;

  test('is the same for the same files, whenever and by whomever they were written', async () => {
    const root = folder(TREE);
    const { digest } = await seal(await walk(root, 'content', MOUNTED));
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    writeFileSync(path.join(root, 'a.conf'), 'a');
    expect(await of({ ...TREE, 'loose.txt': ['l', 0o644] })).toBe(digest);
    expect((await seal(await walk(root, 'content', MOUNTED))).digest).toBe(digest);
  });

  test.each<[string, Tree]>([
    ['other bytes', { 'a.conf': 'b' }],
    ['another name', { 'b.conf': 'a' }],
    ['another mode', { 'a.conf': ['a', 0o755] }],
    ['a file more', { 'a.conf': 'a', b: '' }],
    ['an empty folder more', { 'a.conf': 'a', b: null }],
    ['a link in its place', { 'a.conf': { to: 'a' } }],
    ['a folder in its place', { 'a.conf': null }],
  ])('is another for %s', async (_, tree) => {
    expect(await of(tree)).not.toBe(await of({ 'a.conf': 'a' }));
  });
});

describe('a file that changes between being read and being packed is refused', () => {
  test.each([
    ['it has other bytes', 'other'],
    ['it is longer', 'first and more'],
    ['it is shorter', 'f'],
    ['it is empty', ''],
  ])('%s', async (_, text) => {
    const root = folder({ a: 'first' });
    const { entries } = await seal(await walk(root, 'content', MOUNTED));
    plant(root, { a: text });
    expect(await problemOf(whole(pack(entries)))).toBe(
      `${root}/a changed while it was read\ndo: try again when nothing writes there\n`,
    );
  });
});

test('an archive ends as tars do', () => {
  expect(TAR_END.equals(Buffer.alloc(1024))).toBe(true);
});
