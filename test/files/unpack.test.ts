import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ReadEntry, readSource, readTar, type TarItem, unpack } from '../../src/lib/files/index.ts';
import { folder, standing, type Tree, whole } from './tree.ts';

/** A thing of a tar: a name, and a text, a place that it leads to, or nothing for a folder. */
type Thing = [
  name: string,
  what?: string | { to: string } | { same: string } | { pipe: true } | undefined,
  mode?: number,
];

async function* items(things: readonly Thing[]): AsyncGenerator<TarItem> {
  for (const [name, what, mode] of things) {
    const common = { name: Buffer.from(name), size: 0, mtime: 1_700_000_000, uid: 0, gid: 0 };
    const text = typeof what === 'string' ? what : '';
    async function* content() {
      yield Buffer.from(text);
    }
    yield { entry: { ...common, ...shape(what), ...(mode === undefined ? {} : { mode }) }, content: content() };
  }
}

function shape(what: Thing[1]): Pick<ReadEntry, 'type' | 'mode'> & { target?: Buffer } {
  if (what === undefined) return { type: 'folder', mode: 0o755 };
  if (typeof what === 'string') return { type: 'file', mode: 0o644 };
  if ('to' in what) return { type: 'link', mode: 0o777, target: Buffer.from(what.to) };
  return 'same' in what
    ? { type: 'same', mode: 0o644, target: Buffer.from(what.same) }
    : { type: 'other', mode: 0o644 };
}

function put(things: readonly Thing[], into: string, root: string) {
  return unpack(items(things), { land: () => ({ into, root }), owners: false });
}

const TREE: Thing[] = [
  ['data', undefined, 0o750],
  ['data/a', 'text', 0o640],
  ['data/locked', undefined, 0o555],
  ['data/locked/b', 'more'],
  ['data/link', { to: '../../anywhere' }],
  ['data/same', { same: 'data/a' }],
  ['data/pipe', { pipe: true }],
];

describe('unpacked', () => {
  test('with modes and times, links as they are, and without pipes', async () => {
    const into = folder();
    expect(await put(TREE, into, 'data')).toEqual({ bytes: 8, passedOver: ['data/pipe'] });
    expect(standing(into)).toEqual([
      'data/ 0750',
      'data/a 0640 text',
      'data/link -> ../../anywhere',
      'data/locked/ 0555',
      'data/locked/b 0644 more',
      'data/same 0640 text',
    ]);
    const times = ['data', 'data/a', 'data/locked'].map((name) => statSync(path.join(into, name)).mtimeMs);
    expect(times).toEqual([1_700_000_000_000, 1_700_000_000_000, 1_700_000_000_000]);
  });

  test('under another name', async () => {
    const into = folder();
    await put(TREE.slice(0, 2), into, 'other');
    expect(standing(into)).toEqual(['other/ 0750', 'other/a 0640 text']);
  });

  test.each<[string, Thing[]]>([
    ['.', [['.'], ['./a', 'text']]],
    ['/', [['/'], ['/a', 'text']]],
    ['data', [['data'], ['data/a', 'text']]],
  ])('without the folder around it, which the tar calls %s', async (_, things) => {
    const into = folder();
    await put(things, into, '.');
    expect(standing(into)).toEqual(['a 0644 text']);
  });

  test('over what is there: files are replaced, folders are filled', async () => {
    const into = folder({ 'data/a': 'old', 'data/mine': 'kept', away: 'safe' });
    symlinkSync('../away', path.join(into, 'data', 'b'));
    await put([['data'], ['data/a', 'new'], ['data/b', 'new too']], into, 'data');
    expect(standing(into)).toEqual([
      'away 0644 safe',
      'data/ 0755',
      'data/a 0644 new',
      'data/b 0644 new too',
      'data/mine 0644 kept',
    ]);
  });

  test('programs lose what makes them run as their owner', async () => {
    const into = folder();
    await put([['run', 'x', 0o6755]], into, 'run');
    expect(standing(into)).toEqual(['run 0755 x']);
  });

  test('through a link that stays inside', async () => {
    const into = folder({ 'data/real': null });
    symlinkSync('real', path.join(into, 'data', 'via'));
    await put([['data'], ['data/via/a', 'text']], into, 'data');
    expect(standing(into)).toContain('data/real/a 0644 text');
  });
});

describe('nothing is written outside of where it goes', () => {
  const NOT_ITS = 'the ship sent it as a part of what is copied, which it is not';

  test.each<[string, Thing[], string]>([
    ['a name above', [['data'], ['data/../../b', 'x']], 'data/../../b is not written'],
    ['a name from the root', [['data'], ['/etc/b', 'x']], '/etc/b is not written'],
    ['a name beside', [['data'], ['database', 'x']], 'database is not written'],
    ['the same as one above', [['data'], ['data/b', { same: '../away' }]], '../away is not written'],
    ['the same as one from the root', [['.'], ['./b', { same: '/etc/passwd' }]], '/etc/passwd is not written'],
  ])('%s', async (_, things, what) => {
    const into = folder({ inner: null });
    await expect(put(things, path.join(into, 'inner'), 'data')).rejects.toMatchObject({
      parts: { what, why: NOT_ITS, exit: 1 },
    });
    expect(standing(into).filter((line) => !line.startsWith('inner/'))).toEqual([]);
  });

  test.each<[string, Thing[]]>([
    ['a link that came with it', [['data'], ['data/out', { to: '/tmp' }], ['data/out/b', 'x']]],
    ['a link that came and leads up', [['data'], ['data/out', { to: '../..' }], ['data/out/b', 'x']]],
    [
      'the same as one behind a link',
      [['data'], ['data/out', { to: '/etc' }], ['data/b', { same: 'data/out/passwd' }]],
    ],
  ])('%s', async (_, things) => {
    const into = folder({ inner: null });
    await expect(put(things, path.join(into, 'inner'), 'data')).rejects.toMatchObject({
      parts: { what: expect.stringMatching(/ leads out of .*\/inner by a symbolic link: it is not written$/), exit: 1 },
    });
    expect(standing(into)).toEqual(['inner/ 0755', 'inner/data/ 0700', expect.stringMatching(/^inner\/data\/out -> /)]);
  });

  test('a link that was there', async () => {
    const away = folder();
    const into = folder({ data: null });
    symlinkSync(away, path.join(into, 'data', 'out'));
    await expect(put([['data'], ['data/out/b', 'x']], into, 'data')).rejects.toMatchObject({
      parts: { what: `${into}/data/out/b leads out of ${into} by a symbolic link: it is not written` },
    });
    expect(standing(away)).toEqual([]);
  });

  test('a link in the place of a file is replaced, and not followed', async () => {
    const away = folder({ secret: 'safe' });
    const into = folder();
    symlinkSync(path.join(away, 'secret'), path.join(into, 'f'));
    await put([['f', 'new']], into, 'f');
    expect([standing(into), standing(away)]).toEqual([['f 0644 new'], ['secret 0644 safe']]);
  });
});

describe("what can't be written is told", () => {
  test.each<[Thing[], string, string | undefined]>([
    [[['data'], ['data/sub', 'x']], "data/sub is a folder: a file can't take its place", undefined],
    [[['data'], ['data/file']], "data/file is no folder: one can't take its place", undefined],
    [[['data'], ['data/file/x', 'x']], "data/file/x can't be written", 'what it is to be in is no folder'],
    [[['data'], ['data/none/x', 'x']], "data/none/x can't be written", 'there is no such folder'],
  ])('%j', async (things, what, why) => {
    const into = folder({ 'data/sub': null, 'data/file': 'f' });
    await expect(put(things, into, 'data')).rejects.toMatchObject({
      parts: { what: `${into}/${what}`, ...(why ? { why } : {}), exit: 1 },
    });
  });

  test('a pipe, which stays: so does a device', async () => {
    const into = folder();
    execFileSync('mkfifo', [path.join(into, 'pipe')]);
    await expect(put([['pipe', 'x']], into, 'pipe')).rejects.toMatchObject({
      parts: { what: `${into}/pipe is a device, a pipe or a socket: a file can't take its place`, exit: 1 },
    });
    expect(statSync(path.join(into, 'pipe')).isFIFO()).toBe(true);
  });

  test('a folder that is not there', async () => {
    await expect(put(TREE, '/no/such', 'data')).rejects.toMatchObject({
      parts: { what: "/no/such can't be written", why: 'there is no such folder', exit: 1 },
    });
  });
});

describe('what is packed of this machine', () => {
  const tree: Tree = {
    'a.conf': ['a', 0o640],
    '.env': 'e',
    '.dockerignore': '*',
    'sub/x': 'x',
    link: { to: 'a.conf' },
  };

  async function copied(source: string, follow = false): Promise<string[]> {
    const { pack, base } = await readSource(source, follow);
    const into = folder();
    const { tar } = await pack(base);
    await unpack(readTar(tar), { land: () => ({ into, root: base }), owners: false });
    return standing(into);
  }

  test('is all that is there, as it is', async () => {
    const root = folder(tree);
    mkdirSync(path.join(root, 'empty'), 0o755);
    const own = path.basename(root);
    expect(await copied(root)).toEqual([
      `${own}/ 0700`,
      `${own}/.dockerignore 0644 *`,
      `${own}/.env 0644 e`,
      `${own}/a.conf 0640 a`,
      `${own}/empty/ 0755`,
      `${own}/link -> a.conf`,
      `${own}/sub/ 0755`,
      `${own}/sub/x 0644 x`,
    ]);
    expect(await copied(`${root}/.`)).toContain('a.conf 0640 a');
    expect(await copied(`${root}/sub/`)).toEqual(['sub/ 0755', 'sub/x 0644 x']);
  });

  test('a link is one, unless it is to be followed', async () => {
    const root = folder(tree);
    expect(await copied(`${root}/link`)).toEqual(['link -> a.conf']);
    expect(await copied(`${root}/link`, true)).toEqual(['link 0640 a']);
  });

  test('its owners are told, and its bytes counted', async () => {
    const root = folder({ f: 'text' });
    const { pack } = await readSource(root, false);
    const { bytes, tar } = await pack('x');
    const seen: [string, number][] = [];
    for await (const { entry } of readTar(tar)) seen.push([entry.name.toString(), entry.uid]);
    const { uid } = statSync(root);
    expect({ bytes, seen }).toEqual({
      bytes: 4,
      seen: [
        ['x', uid],
        ['x/f', uid],
      ],
    });
  });

  test('what is not there is told', async () => {
    await expect(readSource('/no/such', false)).rejects.toMatchObject({
      parts: { what: '/no/such is not there', remedy: 'look at the name and the folder' },
    });
  });

  test('a pipe is refused, and left out of a folder', async () => {
    const root = folder({ f: 'text' });
    execFileSync('mkfifo', [path.join(root, 'p')]);
    const what = `${root}/p is a device, a pipe or a socket: it can't be copied`;
    await expect(readSource(`${root}/p`, false)).rejects.toMatchObject({ parts: { what } });
    expect(await copied(`${root}/.`)).toEqual(['f 0644 text']);
  });

  test('a file that changes while it is read is told', async () => {
    const root = folder({ f: 'text' });
    const { tar } = await (await readSource(`${root}/f`, false)).pack('f');
    writeFileSync(`${root}/f`, 'longer than it was');
    await expect(whole(tar)).rejects.toMatchObject({ parts: { what: `${root}/f changed while it was read` } });
  });
});
