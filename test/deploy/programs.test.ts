import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { programOf } from '../../src/lib/deploy/programs.ts';
import type { DeployRecord } from '../../src/lib/docker/index.ts';
import type { Step } from '../../src/lib/plan/index.ts';
import type { Behaviour, PaperEngine, Reply } from '../paper/index.ts';
import { say } from '../paper/say.ts';
import { port, record, service, spec } from '../plan/helpers.ts';
import { type Aboard, goAboard, refused } from './aboard.ts';
import { contextOf, step } from './scripted.ts';

let ship: Aboard;
let engine: PaperEngine;

beforeAll(async () => {
  ship = await goAboard();
  engine = ship.paper.engine;
});
afterAll(() => ship.leave());

beforeEach(() => {
  Object.assign(engine, { containers: [], images: [], volumes: [], networks: engine.networks.slice(0, 3) });
  delete engine.intercept;
  engine.taken.clear();
});

const NO = 'out Error response from daemon: no';
const only = (failing: string) => (call: string) => (call === failing ? refused : undefined);
const containers = () => engine.containers.map(({ name, image, status }) => `${name} ${image} ${status}`);

describe('create', () => {
  const OURS = 'inspect --format {{index .Config.Labels "compowarm.deploy"}} demo-web-1';
  const web = service({ image: 'web', ports: [port(80, 8080)], networks: {} });
  const create = (run: boolean, config = web): Step => ({
    ...{ id: '1', ship: 'ship1', after: [], subject: 'web-1', why: '', changes: [] },
    ...{ kind: 'create', spec: spec({ config }), run },
  });

  beforeEach(() => engine.image('web'));

  test.each([
    [true, 'run demo-web-1', 'running'],
    [false, 'create demo-web-1', 'created'],
  ])('is one docker command (to run: %s), whose id is not printed', async (run, call, status) => {
    expect(await ship.perform(create(run))).toEqual({ frames: ['begin', 'end 0'], calls: [call] });
    expect(containers()).toEqual([`demo-web-1 web ${status}`]);
  });

  test('with a second network on an old engine: create, connect, start', async () => {
    await say(engine, 'network create demo_a');
    await say(engine, 'network create demo_b');
    const config = service({ image: 'web', networks: { demo_a: null, demo_b: null } });
    const went = await ship.perform(create(true, config));
    expect(went).toEqual({
      frames: ['begin', 'end 0'],
      calls: ['create demo-web-1', 'network connect demo_b demo-web-1', 'start demo-web-1'],
    });
  });

  test('what was made and does not start is taken away again', async () => {
    engine.taken.add('8080/tcp');
    const went = await ship.perform(create(true));
    expect(went.calls).toEqual(['run demo-web-1', OURS, 'rm -f -v demo-web-1']);
    expect(went.frames.map((frame) => frame.replace(/[0-9a-f]{64}/, 'ID'))).toEqual([
      'begin',
      'out docker: Error response from daemon: driver failed programming external connectivity on endpoint demo-web-1 (ID): Error starting userland proxy: listen tcp4 0.0.0.0:8080: bind: address already in use.',
      'end 125',
    ]);
    expect(containers()).toEqual([]);
  });

  test.each(['network connect demo_b demo-web-1', 'start demo-web-1'])('so it is after: %s', async (failing) => {
    await say(engine, 'network create demo_a');
    await say(engine, 'network create demo_b');
    const config = service({ image: 'web', networks: { demo_a: null, demo_b: null } });
    const went = await ship.perform(create(true, config), only(failing));
    expect(went.frames).toEqual(['begin', NO, 'end 1']);
    expect(went.calls.slice(-2)).toEqual([OURS, 'rm -f -v demo-web-1']);
    expect(containers()).toEqual([]);
  });

  test.each([
    ['of somebody', 'run -d --name demo-web-1 web'],
    ['of another deploy', 'run -d --name demo-web-1 --label compowarm.deploy=d1 web'],
  ])('a container of that name %s is left alone', async (_, theirs) => {
    await say(engine, theirs);
    const went = await ship.perform(create(true));
    expect(went.calls).toEqual(['run demo-web-1', OURS]);
    expect(went.frames.at(-1)).toBe('end 125');
    expect(containers()).toEqual(['demo-web-1 web running']);
  });

  test('where nothing was made there is nothing to take away', async () => {
    const went = await ship.perform(create(true), only('run demo-web-1'));
    expect(went).toEqual({ frames: ['begin', NO, 'end 1'], calls: ['run demo-web-1', OURS] });
  });

  test('one that can not be taken away again leaves the first reason and the status', async () => {
    engine.taken.add('8080/tcp');
    const went = await ship.perform(create(true), only('rm -f -v demo-web-1'));
    expect(went.frames.slice(2)).toEqual([NO, 'end 125']);
  });
});

describe('wait', () => {
  const STATUS = 'inspect --format {{.State.Status}}{{if .State.Health}} {{.State.Health.Status}}{{end}} demo-web-1';
  const TOLD = [
    'inspect --format {{$o := ""}}{{if .State.Health}}{{range .State.Health.Log}}{{$o = .Output}}{{end}}{{end}}{{$o}} demo-web-1',
    'logs --tail 10 demo-web-1',
  ];

  test.each<[string, Behaviour, string[], number, string[]]>([
    ['ends well when it is healthy', { healthyAfter: 2 }, ['end 0'], 3, []],
    [
      'ends when it is unhealthy, with what its check printed and its last log lines',
      { unhealthy: true, checks: 'refused\n', logs: ['one', 'two'] },
      ['out healthcheck: refused', 'log one', 'log two', 'out demo-web-1 is unhealthy', 'end 1'],
      2,
      TOLD,
    ],
    [
      'ends when it has crashed',
      { healthyAfter: 9, exits: 1, after: 2, logs: ['bye'] },
      ['log bye', 'out demo-web-1 is exited', 'end 1'],
      3,
      TOLD,
    ],
    [
      'ends when it has no healthcheck',
      {},
      ['out demo-web-1 has no healthcheck, so it never becomes healthy', 'end 1'],
      1,
      [],
    ],
  ])('%s', async (_, behaviour, frames, looks, more) => {
    engine.image('web', behaviour);
    await say(engine, 'run -d --name demo-web-1 web');
    const went = await ship.perform(step.wait('1', 'ship1', 'web-1'));
    // lines of a log come another way than what is printed
    expect(went.frames.toSorted()).toEqual(['begin', ...frames].toSorted());
    expect(went.frames.slice(-2).filter((frame) => !frame.startsWith('log'))).toEqual(went.frames.slice(-2));
    expect(went.calls).toEqual([...Array(looks).fill(STATUS), ...more]);
  });

  test('ends when there is no such container', async () => {
    const went = await ship.perform(step.wait('1', 'ship1', 'web-1'));
    expect(went.frames).toEqual(['begin', 'out Error: No such object: demo-web-1', 'end 1']);
  });
});

describe('complete', () => {
  const STATUS = 'inspect --format {{.State.Status}} {{.State.ExitCode}} demo-web-1';

  test.each<[string, Behaviour, string[], number, string[]]>([
    ['ends well when it has ended well', { exits: 0, after: 2 }, ['end 0'], 3, []],
    [
      'ends when it has not, with its last log lines',
      { exits: 3, after: 1, logs: ['no such table'] },
      ['log no such table', 'out demo-web-1 did not end well (exit 3)', 'end 1'],
      2,
      ['logs --tail 10 demo-web-1'],
    ],
  ])('%s', async (_, behaviour, frames, looks, more) => {
    engine.image('web', behaviour);
    await say(engine, 'run -d --name demo-web-1 web');
    const went = await ship.perform(step.complete('1', 'ship1', 'web-1'));
    expect(went.frames.toSorted()).toEqual(['begin', ...frames].toSorted());
    expect(went.calls).toEqual([...Array(looks).fill(STATUS), ...more]);
  });
});

describe('ready', () => {
  const STATUS =
    'inspect --format {{.State.ExitCode}} {{.State.Status}}{{if .State.Health}} {{.State.Health.Status}}{{end}} demo-web-1';
  const TOLD = ['last check', 'logs --tail 10 demo-web-1'];
  const brief = (call: string) =>
    call === STATUS ? 'look' : call.startsWith('inspect --format {{$o') ? 'last check' : call;

  test.each<[string, Behaviour, string[], string[]]>([
    ['ends well when it is healthy', { healthyAfter: 2 }, ['end 0'], ['look', 'look', 'look']],
    ['ends well when it runs, without a healthcheck', {}, ['end 0'], ['look']],
    ['ends well when it has ended well', { exits: 0 }, ['end 0'], ['look']],
    [
      'ends when it has not ended well',
      { exits: 3, logs: ['bye'] },
      ['log bye', 'out demo-web-1 is exited', 'end 1'],
      ['look', ...TOLD],
    ],
    [
      'ends when it is unhealthy',
      { unhealthy: true, checks: 'refused\n' },
      ['out healthcheck: refused', 'out demo-web-1 is unhealthy', 'end 1'],
      ['look', 'look', ...TOLD],
    ],
  ])('%s', async (_, behaviour, frames, looks) => {
    engine.image('web', behaviour);
    await say(engine, 'run -d --name demo-web-1 web');
    const went = await ship.perform(step.ready('1', 'ship1', 'web-1'));
    expect(went.frames.toSorted()).toEqual(['begin', ...frames].toSorted());
    expect(went.calls.map(brief)).toEqual(looks);
  });
});

describe('a limit', () => {
  const limited = (one: Step): Step => ({ ...one, limit: 1 }) as Step;

  test.each<[string, Behaviour, string, Step, string]>([
    ['wait', { healthyAfter: 1e9, logs: ['so far'] }, '', step.wait('1', 'ship1', 'web-1'), 'starting'],
    ['ready', { healthyAfter: 1e9, logs: ['so far'] }, '', step.ready('1', 'ship1', 'web-1'), 'starting'],
    ['ready', { exits: 1, logs: ['so far'] }, '--restart always', step.ready('1', 'ship1', 'web-1'), 'restarting'],
    ['complete', { logs: ['so far'] }, '', step.complete('1', 'ship1', 'web-1'), 'running'],
  ])(
    'ends the step %s, which says how the container is and what it said last',
    async (_, behaviour, flags, one, state) => {
      engine.image('web', behaviour);
      await say(engine, `run -d ${flags} --name demo-web-1 web`);
      const { frames } = await ship.perform(limited(one));
      expect(frames.toSorted()).toEqual(
        ['begin', 'log so far', `out demo-web-1 is still ${state} after 1 s`, 'end 1'].toSorted(),
      );
    },
  );
});

test('a pull shows what docker prints', async () => {
  engine.offer('redis');
  const went = await ship.perform(step.pull('1', 'ship1'));
  expect(went.calls).toEqual(['pull redis']);
  expect([went.frames[1], went.frames.at(-2)]).toEqual([
    'out Using default tag: latest',
    'out docker.io/library/redis:latest',
  ]);
});

describe('a pull of an image that a ship has had for long', () => {
  const SINCE = 'image inspect --format {{.Metadata.LastTagTime.Unix}} redis';
  const old = { ...step.pull('1', 'ship1'), olderThan: 1_700_000_000 } as Step;
  const since = (time: string) => (call: string) =>
    call === SINCE ? { code: 0, out: `${time}\n`, err: '' } : undefined;

  test.each([
    ['had it from then on', '1700000000', [SINCE]],
    ['had it longer', '1699999999', [SINCE, 'pull redis']],
    ['does not say since when', '-62135596800', [SINCE, 'pull redis']],
  ])('where it has %s', async (_, time, calls) => {
    engine.offer('redis');
    const went = await ship.perform(old, since(time));
    expect([went.calls, went.frames.at(-1)]).toEqual([calls, 'end 0']);
  });

  test('where it is gone by now', async () => {
    engine.offer('redis');
    expect((await ship.perform(old)).calls).toEqual([SINCE, 'pull redis']);
  });
});

test.each<[Step, string]>([
  [step.start('1', 'ship1', 'web-1'), 'start demo-web-1'],
  [step.stop('1', 'ship1', 'web-1'), 'stop demo-web-1'],
  [{ ...step.stop('1', 'ship1', 'web-1'), grace: 3 } as Step, 'stop -t 3 demo-web-1'],
])('the program of %j prints only what goes wrong', async (one, call) => {
  engine.image('web');
  await say(engine, 'create --name demo-web-1 web');
  expect(await ship.perform(one)).toEqual({ frames: ['begin', 'end 0'], calls: [call] });
  expect(await ship.perform(one, only(call))).toEqual({ frames: ['begin', NO, 'end 1'], calls: [call] });
});

describe('kill, pause and unpause', () => {
  const common = { id: '1', ship: 'ship1', after: [], subject: 'web-1', why: '', changes: [], container: 'demo-web-1' };

  test.each<[Step, string, string]>([
    [{ ...common, kind: 'kill' }, 'kill demo-web-1', 'exited'],
    [{ ...common, kind: 'kill', signal: 'HUP' }, 'kill -s HUP demo-web-1', 'running'],
    [{ ...common, kind: 'pause' }, 'pause demo-web-1', 'paused'],
  ])('are one docker command: %j', async (one, call, status) => {
    engine.image('web');
    await say(engine, 'run -d --name demo-web-1 web');
    expect(await ship.perform(one)).toEqual({ frames: ['begin', 'end 0'], calls: [call] });
    expect(containers()).toEqual([`demo-web-1 web ${status}`]);
  });

  test('what is not as it was seen is told by docker', async () => {
    engine.image('web');
    await say(engine, 'run -d --name demo-web-1 web');
    const { frames } = await ship.perform({ ...common, kind: 'unpause' });
    expect(frames.map((frame) => frame.replace(/[0-9a-f]{64}/, 'ID'))).toEqual([
      'begin',
      'out Error response from daemon: Container ID is not paused',
      'end 1',
    ]);
  });
});

describe('remove', () => {
  const remove = (target: 'image' | 'data', name: string): Step => ({
    ...{ id: '1', ship: 'ship1', after: [], subject: name, why: '', changes: [] },
    ...{ kind: 'remove', target, name },
  });

  test('an image', async () => {
    engine.image('redis');
    expect(await ship.perform(remove('image', 'redis'))).toEqual({
      frames: ['begin', 'end 0'],
      calls: ['image rm redis'],
    });
    expect(engine.images).toEqual([]);
  });

  test('an image that something else is made from stays, and why is noted', async () => {
    const inUse: Reply = {
      code: 1,
      out: '',
      err: 'Error response from daemon: conflict: unable to remove repository reference "redis" (must force)\n',
    };
    expect((await ship.perform(remove('image', 'redis'), () => inUse)).frames).toEqual([
      'begin',
      'note it stays: unable to remove repository reference "redis" (must force)',
      'end 0',
    ]);
  });

  test('a folder that is the ship’s own', async () => {
    const { store } = ship.context.stamp;
    await mkdir(`${store}.data/data%2Fdb`, { recursive: true });
    await mkdir(`${store}.data/other`);
    expect(await ship.perform(remove('data', './data/db'))).toEqual({ frames: ['begin', 'end 0'], calls: [] });
    expect(await readdir(`${store}.data`)).toEqual(['other']);
    await ship.perform(remove('data', './other'));
    expect(existsSync(`${store}.data`)).toBe(false);
  });
});

describe('record', () => {
  const write = (written: DeployRecord | null): Step => ({
    ...{ id: '1', ship: 'ship1', after: [], subject: 'record', why: '', changes: [] },
    ...{ kind: 'record', phase: 'intent', record: written },
  });
  const folder = () => path.join(ship.paper.home, '.local/state/compowarm', engine.id);
  const file = () => path.join(folder(), 'demo.json');
  const fine = { frames: ['begin', 'end 0'], calls: [] };

  test('is written beside its place and moved there, for nobody else to read', async () => {
    const written = record({ who: `ann's "laptop" $HOME \\n é 100%`, specs: { 'web-1': spec() } });
    expect(await ship.perform(write(written))).toEqual(fine);
    expect(await ship.perform(write({ ...written, generation: 2 }))).toEqual(fine);
    expect(JSON.parse(await readFile(file(), 'utf8'))).toEqual({ ...written, generation: 2 });
    expect(await readdir(folder())).toEqual(['demo.deploys', 'demo.json']);
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    expect((await stat(folder())).mode & 0o777).toBe(0o700);
  });

  test('has a copy for each deploy, of which the last twenty stay', async () => {
    await ship.perform(write(null));
    for (const generation of [9, 10, 11]) {
      await ship.perform(write(record({ generation, deploy: `d${generation}`, outcome: 'begun' })));
      await ship.perform(write(record({ generation, deploy: `d${generation}` })));
    }
    const copies = path.join(folder(), 'demo.deploys');
    expect(await readdir(copies)).toEqual(['10-d10.json', '11-d11.json', '9-d9.json']);
    expect(JSON.parse(await readFile(path.join(copies, '9-d9.json'), 'utf8'))).toEqual(
      record({ generation: 9, deploy: 'd9' }),
    );
    expect((await stat(path.join(copies, '9-d9.json'))).mode & 0o777).toBe(0o600);
    for (let generation = 12; generation < 30; generation += 1) {
      await writeFile(path.join(copies, `${generation}-d.json`), '');
    }
    await ship.perform(write(record({ generation: 30 })));
    const left = (await readdir(copies)).map((name) => Number.parseInt(name, 10)).sort((a, b) => a - b);
    expect(left).toEqual(Array.from({ length: 20 }, (_, index) => 11 + index));
  });

  test('that can not be written leaves the one that is there whole', async () => {
    const written = record();
    await ship.perform(write(written));
    await mkdir(`${file()}.new`);
    const went = await ship.perform(write(record({ generation: 2 })));
    expect(went.frames.at(-1)).toMatch(/^end [12]$/);
    expect(went.frames[1]).toContain('demo.json.new');
    expect(JSON.parse(await readFile(file(), 'utf8'))).toEqual(written);
    await ship.perform({ ...write(null), id: '2' });
  });

  test('null takes it away, and the folder of the engine when nothing else is in it', async () => {
    const other = path.join(folder(), 'other.json');
    await mkdir(folder(), { recursive: true });
    await writeFile(file(), '{}');
    await writeFile(other, '{}');
    expect(await ship.perform(write(null))).toEqual(fine);
    expect(await readdir(folder())).toContain('other.json');
    expect(existsSync(file())).toBe(false);
    await ship.perform(write(null));
    expect(existsSync(other)).toBe(true);
  });
});

describe('what prune removes', () => {
  const common = { id: '1', ship: 'ship1', after: [], subject: '', why: '', changes: [] };
  const program = (step: Step) => programOf(step, contextOf('s1'));

  test('records go from beside the last one', () => {
    expect(program({ ...common, kind: 'forget', deploys: ['1-a', '12-b'] })).toBe(
      'rm -f /root/s1/demo.deploys/1-a.json /root/s1/demo.deploys/12-b.json',
    );
  });
});

test('a name is put back by the image’s id, which is pulled by its digest where it is not there', () => {
  const tag: Step = {
    ...{ id: '1', ship: 'ship1', after: [], subject: '', why: '', changes: [] },
    ...{ kind: 'tag', image: 'app', imageId: 'sha256:a' },
  };
  expect(programOf(tag, contextOf('s1'))).toBe('{ docker tag sha256:a app; } >/dev/null');
  expect(programOf({ ...tag, digest: 'app@sha256:0' }, contextOf('s1'))).toBe(
    '{ docker pull app@sha256:0 && docker tag sha256:a app; } >/dev/null',
  );
});
