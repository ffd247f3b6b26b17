import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { carryIn } from '../../src/lib/deploy/bring.ts';
import { carriedAs, type SpecFile } from '../../src/lib/docker/index.ts';
import { pack } from '../../src/lib/files/pack.ts';
import { MOUNTED, walk } from '../../src/lib/files/walk.ts';
import type { Step } from '../../src/lib/plan/index.ts';
import { Problem } from '../../src/lib/problem.ts';
import { folder, plant, type Tree, whole } from '../files/tree.ts';
import { type Aboard, goAboard, refused } from './aboard.ts';
import { deploy, step } from './scripted.ts';

const ID = 'd'.repeat(64);
const CONF: SpecFile = { by: 'mount', name: './conf', target: '/c', digest: ID, bytes: 3, id: ID };
const DATA: SpecFile = { ...CONF, by: 'keep', name: './data', digest: '', id: './data' };
const KEY: SpecFile = { ...CONF, by: 'copy', name: 'configs.key', access: { mode: 0o444, uid: 0, gid: 0 } };

async function* bytes(...chunks: Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks;
}

describe('when content is sent', () => {
  const content = Buffer.from('content');
  const line = `printf %s '${content.toString('base64')}' | base64 -d >"$D/c-${ID}" || return 1`;
  const steps = [step.intent('1', 's1'), step.bring('2', 's1', CONF, '1'), step.create('3', 's1', 'web-1', '1', '2')];

  test('a little of it goes in the message of its step, at once, and what waits for it behind it', async () => {
    const { log, messages, hear } = deploy(['s1'], steps, { open: () => bytes(content) });
    await hear('s1');
    expect(log).toEqual(['s1 <- 1', 's1 2 begun', 's1 <- 2 after 1', 's1 <- 3 after 1 2']);
    expect(messages('s1')[1]).toContain(`{ s2() {\n${line}\n`);
    await hear('s1', '1 begin', '1 end 0', '2 begin', '2 end 0');
    expect(log.slice(4)).toEqual(['s1 1 begun', 's1 1 done', 's1 2 done']);
  });

  test('much of it is carried first; what else is ready does not wait', async () => {
    const many = Array.from({ length: 4 }, () => Buffer.alloc(40_000));
    const { log, messages, hear } = deploy(['s1'], [...steps, step.pull('4', 's1', '1')], {
      open: () => bytes(...many),
    });
    await hear('s1');
    await hear('s1');
    expect(log).toEqual([
      's1 <- 1, 4 after 1',
      's1 2 begun',
      `s1 <- 160000 bytes of c-${ID}`,
      's1 <- 2 after 1',
      's1 <- 3 after 1 2',
    ]);
    expect(messages('s1')[1]).not.toContain('base64');
  });

  test('what can not be read fails its step, and nothing of it runs', async () => {
    const open = async function* () {
      yield content;
      throw new Problem({ what: './conf/a changed while it was read' });
    };
    const { log, hear } = deploy(['s1'], steps, { open });
    await hear('s1', '1 begin', '1 end 0');
    await hear('s1');
    expect(log).toEqual([
      's1 <- 1',
      's1 2 begun',
      's1 1 begun',
      's1 1 done',
      's1 2 failed: ./conf/a changed while it was read',
      's1 3 skipped: it waits for ./conf on s1, which failed',
      's1 <- end of input',
    ]);
  });

  test('what is on its way when the deploy is interrupted is left, and its step is not sent', async () => {
    let go: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    const open = async function* () {
      yield Buffer.alloc(70_000);
      await held;
      yield content;
    };
    const { log, hear, interrupt, end, ended } = deploy(['s1'], steps, { open });
    await hear('s1', '1 begin', '1 end 0');
    await interrupt();
    go();
    await hear('s1');
    await end('s1');
    await ended;
    expect(log.filter((entry) => !entry.startsWith('s1 <- 70007'))).toEqual([
      's1 <- 1',
      's1 2 begun',
      's1 1 begun',
      's1 1 done',
      's1 2 skipped: the deploy was interrupted',
      's1 3 skipped: it waits for ./conf on s1, which was skipped',
      's1 <- end of input',
      's1 <- end of input',
    ]);
  });

  test('what is on its way to a ship that is lost is skipped, for nothing was done with it', async () => {
    const open = () => bytes(Buffer.alloc(70_000), Buffer.alloc(70_000));
    const { log, end } = deploy(['s1'], steps, { open });
    await end('s1', 'lost');
    expect(log.slice(0, 5)).toEqual([
      's1 <- 1',
      's1 2 begun',
      's1 1 unknown: the connection was lost',
      's1 3 skipped: it waits for record on s1, which may or may not be done',
      's1 2 skipped: the connection was lost',
    ]);
  });
});

describe('on a ship', () => {
  let ship: Aboard;
  let store: string;
  beforeAll(async () => {
    ship = await goAboard();
    store = ship.context.stamp.store;
  });
  afterAll(() => ship.leave());
  afterEach(() => rm(path.dirname(store), { recursive: true, force: true }));

  const tar = async (tree: Tree) => whole(pack(await walk(folder(tree), 'content', MOUNTED)));

  /** Brings a file of a container as a deploy does. */
  async function bring(file: SpecFile, content: Buffer) {
    const before = await carryIn(ship.wire, carriedAs(file), bytes(gzipSync(content)), () => true);
    return (await ship.perform(step.bring('1', 'ship1', file), undefined, before)).frames;
  }

  const DONE = ['begin', 'end 0'];

  test('content is put in its place whole, for its owner alone', async () => {
    expect(await bring(CONF, await tar({ a: 'a', 'bin/run': ['r', 0o755] }))).toEqual(DONE);
    expect(await readFile(`${store}.files/${ID}/a`, 'utf8')).toBe('a');
    expect((await stat(`${store}.files/${ID}/bin/run`)).mode & 0o777).toBe(0o755);
    expect((await stat(`${store}.files`)).mode & 0o777).toBe(0o700);
    expect(await readdir(`${store}.files`)).toEqual([ID]);
  });

  test('one file too; much of it by a channel of its own', async () => {
    const source = path.join(folder({ f: Array.from({ length: 30_000 }, () => Math.random()).join() }), 'f');
    expect(await bring(CONF, await whole(pack(await walk(source, 'content', MOUNTED))))).toEqual(DONE);
    expect(await readFile(`${store}.files/${ID}`, 'utf8')).toBe(await readFile(source, 'utf8'));
    expect(ship.paper.counts.execs).toBe(2);
  });

  test('what a cut left beside it is replaced', async () => {
    plant(`${store}.files`, { [`${ID}+/content/half`]: 'h' });
    expect(await bring(CONF, await tar({ a: 'a' }))).toEqual(DONE);
    expect([await readdir(`${store}.files`), await readdir(`${store}.files/${ID}`)]).toEqual([[ID], ['a']]);
  });

  test.each([
    ['is cut', async () => (await tar({ a: 'a'.repeat(2000) })).subarray(0, 1700)],
    ['is no tar', async () => Buffer.alloc(2000, 'x')],
    ['is nothing', async () => Buffer.alloc(0)],
  ])('content that %s never stands in its place', async (_, content) => {
    const frames = await bring(CONF, await content());
    expect(frames.at(-1)).not.toBe('end 0');
    expect(existsSync(`${store}.files/${ID}`)).toBe(false);
  });

  test('a folder that is the ship’s own is made with what is here, and never again', async () => {
    expect(await bring(DATA, await tar({ a: 'a' }))).toEqual(DONE);
    await writeFile(`${store}.data/data/a`, 'theirs');
    expect(await bring(DATA, await tar({ a: 'other', b: 'b' }))).toEqual(DONE);
    expect([await readdir(`${store}.data/data`), await readFile(`${store}.data/data/a`, 'utf8')]).toEqual([
      ['a'],
      'theirs',
    ]);
  });

  test('one that is not here is made empty', async () => {
    expect(await bring(DATA, Buffer.alloc(1024))).toEqual(DONE);
    expect([await readdir(`${store}.data/data`), (await stat(`${store}.data/data`)).mode & 0o777]).toEqual([[], 0o755]);
  });

  test('what is copied is kept packed, for nobody else to read, and copied from there', async () => {
    expect(await bring(KEY, Buffer.from('tar'))).toEqual(DONE);
    expect(await readdir(`${store}.files`)).toEqual([ID]);
    const modes = [`${store}.files`, `${store}.files/${ID}`].map(async (place) => (await stat(place)).mode & 0o777);
    expect(await Promise.all(modes)).toEqual([0o700, 0o600]);
    expect(await bring(KEY, Buffer.from('other'))).toEqual(DONE);
    ship.paper.engine.image('web');
    await ship.perform({ ...step.create('1', 'ship1', 'web-1'), spec: { ...withKey() } } as never);
    expect(ship.paper.engine.container('demo-web-1').copied).toEqual([{ path: '/', tar: Buffer.from('tar') }]);
  });

  function withKey() {
    const create = step.create('1', 'ship1', 'web-1');
    if (create.kind !== 'create') throw new Error('no create');
    return { ...create.spec, config: { ...create.spec.config, image: 'web', networks: {} }, files: [KEY] };
  }

  describe('an image', () => {
    const context: SpecFile = { ...CONF, by: 'build', name: 'web.context', id: 'web' };
    const build = (file?: SpecFile): Step => ({
      ...{ id: '1', ship: 'ship1', after: [], subject: 'image demo-web', why: '', changes: [] },
      ...{ kind: 'build', service: 'web', image: 'demo-web', ...(file && { file }) },
      build: { context: file ? '/home/me' : 'https://x.org/app.git', dockerfile: 'Dockerfile' },
    });
    const images = () => ship.paper.engine.images.map(({ tags, behaviour }) => [tags, behaviour.logs]);
    beforeEach(() => {
      ship.paper.engine.images = [];
    });

    test('is built from the context that was brought, and says how it went', async () => {
      const before = await carryIn(ship.wire, carriedAs(context), bytes(gzipSync('tar')), () => true);
      const { frames } = await ship.perform(build(context), undefined, before);
      expect(frames).toEqual([
        'begin',
        expect.stringMatching(/^out Successfully built [0-9a-f]{12}$/),
        'out Successfully tagged demo-web:latest',
        'end 0',
      ]);
      expect(images()).toEqual([[['demo-web:latest'], ['tar']]]);
    });

    test('is built from what docker fetches', async () => {
      expect((await ship.perform(build())).frames.at(-1)).toBe('end 0');
      expect(images()).toEqual([[['demo-web:latest'], ['https://x.org/app.git']]]);
    });

    test('that can not be built fails its step with docker’s words', async () => {
      const before = await carryIn(ship.wire, carriedAs(context), bytes(gzipSync('tar')), () => true);
      const { frames } = await ship.perform(build(context), () => refused, before);
      expect(frames).toEqual(['begin', 'out Error response from daemon: no', 'end 1']);
    });
  });

  const OLD = 'e'.repeat(64);
  const tidy = step.tidy('1', 'ship1', [ID, `${OLD}+`]);
  const asked = (id: string) => `ps -aq --filter volume=${store}.files/${id}`;

  test('what no container mounts goes, and the folder with the last of it', async () => {
    plant(`${store}.files`, { [`${ID}/a`]: 'a', [`${ID}+/b`]: 'b', [`${OLD}+/c`]: 'c' });
    expect(await ship.perform(tidy)).toEqual({ frames: DONE, calls: [asked(ID), asked(OLD)] });
    expect(existsSync(`${store}.files`)).toBe(false);
  });

  test('what a container of anyone mounts stays', async () => {
    plant(`${store}.files`, { [`${ID}/a`]: 'a', other: 'o' });
    const answer = (call: string) => (call === asked(ID) ? { code: 0, out: 'c1\n', err: '' } : undefined);
    expect((await ship.perform(tidy, answer)).frames).toEqual(DONE);
    expect(await readdir(`${store}.files`)).toEqual([ID, 'other']);
  });

  test('nothing goes where docker does not say who mounts it', async () => {
    plant(`${store}.files`, { [`${ID}/a`]: 'a' });
    expect((await ship.perform(tidy, () => refused)).frames).toEqual([
      'begin',
      'out Error response from daemon: no',
      'end 1',
    ]);
    expect(await readdir(`${store}.files`)).toEqual([ID]);
  });

  test('what is there already is left, whatever comes', async () => {
    await mkdir(`${store}.files/${ID}`, { recursive: true });
    expect(await bring(CONF, await tar({ a: 'a' }))).toEqual(DONE);
    expect(await readdir(`${store}.files/${ID}`)).toEqual([]);
  });
});
