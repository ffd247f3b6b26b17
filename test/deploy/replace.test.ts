import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { create } from '../../src/lib/docker/index.ts';
import type { Step } from '../../src/lib/plan/index.ts';
import type { PaperEngine, Reply } from '../paper/index.ts';
import { say } from '../paper/say.ts';
import { container, service, spec, stopFirst } from '../plan/helpers.ts';
import { type Aboard, goAboard, refused } from './aboard.ts';

const ID = 'abcdef0123456789'.padEnd(64, '0');
const ASIDE = 'abcdef012345_demo-web-1';

let ship: Aboard;
let engine: PaperEngine;

beforeAll(async () => {
  ship = await goAboard();
  engine = ship.paper.engine;
});
afterAll(() => ship.leave());

/** `demo-web-1` runs from image `web:1` and always restarts. */
beforeEach(async () => {
  Object.assign(engine, { containers: [], images: [], volumes: [] });
  engine.image('web:1');
  engine.image('web:2');
  delete engine.intercept;
  await say(engine, 'run -d --name demo-web-1 --restart always web:1');
  engine.container('demo-web-1').id = ID;
});

const next = spec({ config: service({ image: 'web:2', restart: 'unless-stopped', networks: {} }), hash: 'new' });
const old = container({ service: 'web', id: ID, restart: 'always' });

function replace(parts: Partial<Extract<Step, { kind: 'replace' }>> = {}): Step {
  const common = { id: '1', ship: 'ship1', after: [], subject: 'web-1', why: '', changes: [] };
  return { ...common, kind: 'replace', spec: next, old, run: true, keep: [], ...stopFirst, ...parts };
}

/** Every container: `NAME IMAGE STATUS RESTART`. */
function aboard(): string[] {
  return engine.containers.map(({ name, image, status, restart }) =>
    [name, image, status, restart.name, ...(restart.max ? [restart.max] : [])].join(' '),
  );
}

const STATUS = '{{.State.Status}}{{if .State.Health}} {{.State.Health.Status}}{{end}}';
const LOOK = `inspect --format {{.RestartCount}} ${STATUS} demo-web-1`;
const OURS = 'inspect --format {{index .Config.Labels "compowarm.deploy"}} demo-web-1';
const CHECK =
  'inspect --format {{$o := ""}}{{if .State.Health}}{{range .State.Health.Log}}{{$o = .Output}}{{end}}{{end}}{{$o}} demo-web-1';

const THERE = [
  `rename demo-web-1 ${ASIDE}`,
  'create demo-web-1',
  `update --restart no ${ASIDE}`,
  `stop ${ASIDE}`,
  'start demo-web-1',
];
const UNDO = [OURS, CHECK, 'logs --tail 10 demo-web-1', 'rm -f -v demo-web-1'];
const BACK = [`rename ${ASIDE} demo-web-1`, 'update --restart always demo-web-1', 'start demo-web-1'];
const AS_IT_WAS = ['demo-web-1 web:1 running always'];

describe('a replacement that goes well', () => {
  test('is these docker commands, and the new container is good when it has run for five seconds', async () => {
    const went = await ship.perform(replace());
    expect(went).toEqual({ frames: ['begin', 'end 0'], calls: [...THERE, ...Array(6).fill(LOOK), `rm ${ASIDE}`] });
    expect(engine.calls.find(([verb]) => verb === 'create')).toEqual(
      create(next, ship.context.stamp, ship.context.engine)[0]?.argv,
    );
    expect(aboard()).toEqual(['demo-web-1 web:2 running unless-stopped']);
  });

  test('with a healthcheck it is good when it is healthy', async () => {
    engine.image('web:2', { healthyAfter: 2 });
    const went = await ship.perform(replace());
    expect(went).toEqual({ frames: ['begin', 'end 0'], calls: [...THERE, LOOK, LOOK, LOOK, `rm ${ASIDE}`] });
  });

  test.each([
    ['one that is stopped is not stopped', 'exited', true, [...THERE.slice(0, 2), 'start demo-web-1']],
    ['one that is not to run is not started', 'running', false, THERE.slice(0, 4)],
    ['neither', 'created', false, THERE.slice(0, 2)],
  ] as const)('%s', async (_, state, run, calls) => {
    if (state !== 'running') await say(engine, 'stop demo-web-1');
    const went = await ship.perform(replace({ old: { ...old, state }, run }));
    const looks = run ? Array(6).fill(LOOK) : [];
    expect(went).toEqual({ frames: ['begin', 'end 0'], calls: [...calls, ...looks, `rm ${ASIDE}`] });
    expect(aboard()).toEqual([`demo-web-1 web:2 ${run ? 'running' : 'created'} unless-stopped`]);
  });

  test('one that a deploy before left aside is not renamed', async () => {
    await say(engine, `rename demo-web-1 ${ASIDE}`);
    const went = await ship.perform(replace({ old: { ...old, name: ASIDE } }));
    expect(went).toEqual({
      frames: ['begin', 'end 0'],
      calls: [...THERE.slice(1), ...Array(6).fill(LOOK), `rm ${ASIDE}`],
    });
    expect(aboard()).toEqual(['demo-web-1 web:2 running unless-stopped']);
  });

  test('the anonymous volumes of the old one are kept', async () => {
    const name = 'f'.repeat(64);
    await ship.perform(replace({ keep: [{ name, target: '/data' }] }));
    expect(engine.container('demo-web-1').mounts.map((mount) => [mount.name, mount.target])).toEqual([[name, '/data']]);
  });
});

/** Docker's words for a name that the new container still has. */
const TAKEN = [
  'out Error response from daemon: Error when allocating new name: Conflict. The container name "/demo-web-1" is already in use by container "ID". You have to remove (or rename) that container to be able to reuse that name.',
  `out Error: failed to rename container named ${ASIDE}`,
];
const NO = 'out Error response from daemon: no';

describe('a docker command that fails', () => {
  test.each<[string, string[], string[], string[]]>([
    [`rename demo-web-1 ${ASIDE}`, [], [NO], AS_IT_WAS],
    [
      'create demo-web-1',
      [OURS, ...BACK],
      [NO, 'out the new container could not be made; demo-web-1 is back as it was'],
      AS_IT_WAS,
    ],
    [
      `stop ${ASIDE}`,
      [...UNDO, ...BACK],
      [NO, 'out the old container did not stop; demo-web-1 is back as it was'],
      AS_IT_WAS,
    ],
    [
      'start demo-web-1',
      [...UNDO, ...BACK],
      [NO, 'out the new container did not start; demo-web-1 is back as it was'],
      AS_IT_WAS,
    ],
    [
      LOOK,
      [...UNDO, ...BACK],
      [NO, 'out the new container is not to be seen; demo-web-1 is back as it was'],
      AS_IT_WAS,
    ],
  ])('%s: the old container is as it was', async (failing, calls, told, left) => {
    const went = await ship.perform(replace(), once(failing));
    const done = [...THERE, LOOK];
    expect(went.calls).toEqual([...done.slice(0, done.indexOf(failing) + 1), ...calls]);
    expect(went.frames).toEqual(['begin', ...told, 'end 1']);
    expect(aboard()).toEqual(left);
  });

  test(`update --restart no ${ASIDE}: it goes on, for the policy matters only to a daemon that starts anew`, async () => {
    const went = await ship.perform(replace(), once(THERE[2] ?? ''));
    expect(went).toEqual({ frames: ['begin', NO, 'end 0'], calls: [...THERE, ...Array(6).fill(LOOK), `rm ${ASIDE}`] });
    expect(aboard()).toEqual(['demo-web-1 web:2 running unless-stopped']);
  });

  test(`rm ${ASIDE}: the new container stays, and so does the old one, stopped`, async () => {
    const went = await ship.perform(replace(), once(`rm ${ASIDE}`));
    expect(went.frames).toEqual(['begin', NO, 'end 1']);
    expect(aboard()).toEqual([`${ASIDE} web:1 exited no`, 'demo-web-1 web:2 running unless-stopped']);
  });
});

describe('on the way back a docker command fails', () => {
  const reason = 'out the new container did not start';

  test.each<[string, string[], string[]]>([
    [
      OURS,
      [...TAKEN, `${reason}; ${ASIDE} is back as it was`],
      [`${ASIDE} web:1 running always`, 'demo-web-1 web:2 created unless-stopped'],
    ],
    [CHECK, [NO, `${reason}; demo-web-1 is back as it was`], AS_IT_WAS],
    [
      'logs --tail 10 demo-web-1',
      ['log Error response from daemon: no', `${reason}; demo-web-1 is back as it was`],
      AS_IT_WAS,
    ],
    [
      'rm -f -v demo-web-1',
      [NO, ...TAKEN, `${reason}; ${ASIDE} is back as it was`],
      [`${ASIDE} web:1 running always`, 'demo-web-1 web:2 created unless-stopped'],
    ],
    [`rename ${ASIDE} demo-web-1`, [NO, `${reason}; ${ASIDE} is back as it was`], [`${ASIDE} web:1 running always`]],
    [
      'update --restart always demo-web-1',
      [NO, `${reason}; demo-web-1 is back as it was`],
      ['demo-web-1 web:1 running no'],
    ],
  ])('%s', async (failing, told, left) => {
    const went = await ship.perform(replace(), once('start demo-web-1', failing));
    const frames = went.frames.map((frame) => frame.replace(/"[0-9a-f]{64}"/, '"ID"'));
    expect(frames).toEqual(['begin', NO, ...told, 'end 1']);
    expect(aboard()).toEqual(left);
  });

  test('start: nobody says that it is back', async () => {
    const went = await ship.perform(replace(), (call) => (call === 'start demo-web-1' ? refused : undefined));
    expect(went.frames).toEqual(['begin', NO, NO, reason, 'end 1']);
    expect(aboard()).toEqual(['demo-web-1 web:1 exited always']);
  });
});

describe('a new container that is no good', () => {
  test.each<[string, Parameters<PaperEngine['image']>[1], number, string[]]>([
    [
      'crashes at once',
      { exits: 3, logs: ['no config', 'bye'] },
      1,
      ['log no config', 'log bye', 'out the new container is restarting; demo-web-1 is back as it was'],
    ],
    [
      'crashes after a while',
      { exits: 1, after: 3 },
      4,
      ['out the new container is restarting; demo-web-1 is back as it was'],
    ],
    [
      'is unhealthy',
      { unhealthy: true, checks: 'connection refused\n', logs: ['listening'] },
      2,
      [
        'out healthcheck: connection refused',
        'log listening',
        'out the new container is unhealthy; demo-web-1 is back as it was',
      ],
    ],
  ])('%s: it is gone, and the old one is as it was', async (_, behaviour, looks, told) => {
    engine.image('web:2', behaviour);
    const went = await ship.perform(replace());
    expect(sorted(went.frames)).toEqual(sorted(['begin', ...told, 'end 1']));
    expect(went.frames.at(-2)).toBe(told.at(-1));
    expect(went.calls).toEqual([...THERE, ...Array(looks).fill(LOOK), ...UNDO, ...BACK]);
    expect(aboard()).toEqual(AS_IT_WAS);
  });

  test.each<[string, string, string]>([
    ['ends and stays so', '0 exited', 'exited'],
    ['ends, having been healthy', '0 exited unhealthy', 'exited'],
    ['has restarted meanwhile', '1 running', 'restarting'],
    ['is paused by somebody', '0 paused', 'paused'],
  ])('%s', async (_, status, word) => {
    const went = await ship.perform(replace(), (call) => (call === LOOK ? said(`${status}\n`) : undefined));
    expect(went.frames).toEqual(['begin', `out the new container is ${word}; demo-web-1 is back as it was`, 'end 1']);
    expect(aboard()).toEqual(AS_IT_WAS);
  });

  test('a restart policy with a limit comes back whole', async () => {
    engine.container('demo-web-1').restart = { name: 'on-failure', max: 3 };
    await ship.perform(replace({ old: { ...old, restart: 'on-failure:3' } }), once('start demo-web-1'));
    expect(aboard()).toEqual(['demo-web-1 web:1 running on-failure 3']);
  });

  test('one that was stopped comes back stopped', async () => {
    await say(engine, 'stop demo-web-1');
    const went = await ship.perform(replace({ old: { ...old, state: 'exited' } }), once('start demo-web-1'));
    expect(went.frames).toEqual(['begin', NO, 'out the new container did not start', 'end 1']);
    expect(aboard()).toEqual(['demo-web-1 web:1 exited always']);
  });

  test("a name that somebody else's container has is left to it", async () => {
    await say(engine, 'run -d --name other web:1');
    const went = await ship.perform(replace({ spec: { ...next, name: 'other' } }));
    expect(went.frames.at(-2)).toBe('out the new container could not be made; demo-web-1 is back as it was');
    expect(aboard()).toEqual([...AS_IT_WAS, 'other web:1 running no']);
  });
});

describe('a new container that is kept for a look', () => {
  const FAILED = 'demo-web-1_failed_d2';
  const FORGET =
    'ps -a --filter label=com.docker.compose.project=demo --filter label=com.docker.compose.service=web --format {{.Names}} {{.Label "compowarm.deploy"}}';
  const AWAY = ['update --restart no demo-web-1', 'stop -t 0 demo-web-1', `rename demo-web-1 ${FAILED}`];

  test('has another name, is stopped and stays so', async () => {
    engine.image('web:2', { exits: 3, logs: ['bye'] });
    const went = await ship.perform(replace({ keepFailed: 1 }));
    expect(went.calls).toEqual([...THERE, LOOK, ...UNDO.slice(0, -1), ...AWAY, ...BACK, FORGET]);
    expect(sorted(went.frames)).toEqual(
      sorted([
        'begin',
        'log bye',
        `out it is kept for a look: docker logs ${FAILED}`,
        'out the new container is restarting; demo-web-1 is back as it was',
        'end 1',
      ]),
    );
    expect(aboard()).toEqual([...AS_IT_WAS, `${FAILED} web:2 exited no`]);
  });

  test('is removed where it cannot get that name', async () => {
    const went = await ship.perform(replace({ keepFailed: 1 }), once('start demo-web-1', AWAY[2] as string));
    expect(went.frames.at(-2)).toBe('out the new container did not start; demo-web-1 is back as it was');
    expect(aboard()).toEqual(AS_IT_WAS);
  });

  test('those that are too many go when a new one is good', async () => {
    await say(engine, 'create --name demo-web-1_failed_d1 --label compowarm.deploy=d1 web:1');
    Object.assign(engine.container('demo-web-1_failed_d1').labels, {
      'com.docker.compose.project': 'demo',
      'com.docker.compose.service': 'web',
    });
    const went = await ship.perform(replace({ tooManyFailed: true }));
    expect(went.calls.slice(-3)).toEqual([FORGET, 'rm -v demo-web-1_failed_d1', `rm ${ASIDE}`]);
    expect(aboard()).toEqual(['demo-web-1 web:2 running unless-stopped']);
  });
});

test('a new container may end where the old one had ended well', async () => {
  await say(engine, 'stop demo-web-1');
  engine.image('web:2', { exits: 0 });
  const one = { ...next, config: { ...next.config, restart: 'no' } };
  const went = await ship.perform(replace({ spec: one, old: { ...old, state: 'exited' } }));
  expect(went.calls.slice(2)).toEqual([
    ...['start demo-web-1', LOOK, 'inspect --format {{.State.ExitCode}} demo-web-1', `rm ${ASIDE}`],
  ]);
  expect(aboard()).toEqual(['demo-web-1 web:2 exited no']);
});

test('one after a delay waits first', async () => {
  const went = await ship.perform(replace({ delay: 3 }));
  expect(went.calls[0]).toBe(THERE[0]);
});

describe('what comes of an old container that stayed', () => {
  const sequel = { own: '1', all: { failures: 0, of: ['1'] } };
  const common = { id: '2', ship: 'ship1', after: [], subject: 'web-1', why: '', changes: [] };
  const retire: Step = { ...common, kind: 'retire', sequel, container: ASIDE };
  const revert = (order: 'stop-first' | 'start-first'): Step => {
    const { spec, run, keep } = replace() as Extract<Step, { kind: 'replace' }>;
    return { ...common, kind: 'revert', sequel, replaced: { ...stopFirst, spec, old, run, keep, order } };
  };
  const THERE_STILL = `container inspect ${ASIDE}`;

  test('retire removes it', async () => {
    await ship.perform(replace({ retains: true }));
    expect(aboard()).toEqual([`${ASIDE} web:1 exited no`, 'demo-web-1 web:2 running unless-stopped']);
    expect(await ship.perform(retire)).toEqual({ frames: ['begin', 'end 0'], calls: [THERE_STILL, `rm ${ASIDE}`] });
  });

  test('revert puts it back in the place of the new one', async () => {
    await ship.perform(replace({ retains: true }));
    expect(await ship.perform(revert('stop-first'))).toEqual({
      frames: ['begin', 'end 0'],
      calls: [THERE_STILL, 'stop demo-web-1', 'rm -v demo-web-1', ...BACK],
    });
    expect(aboard()).toEqual(AS_IT_WAS);
  });

  test('revert starts it first where the new one had started first', async () => {
    await ship.perform(replace({ retains: true }));
    const { calls } = await ship.perform(revert('start-first'));
    const looks = Array(6).fill(LOOK.replace('demo-web-1', ASIDE));
    expect(calls).toEqual([
      ...[THERE_STILL, `start ${ASIDE}`, ...looks, 'stop demo-web-1', 'rm -v demo-web-1', ...BACK],
    ]);
    expect(aboard()).toEqual(AS_IT_WAS);
  });

  test.each([retire, revert('stop-first')])('$kind does nothing where nothing was replaced', async (step) => {
    expect(await ship.perform(step)).toEqual({ frames: ['begin', 'end 0'], calls: [THERE_STILL] });
    expect(aboard()).toEqual(AS_IT_WAS);
  });
});

/** Refuses the first call of each of these. */
function once(...calls: string[]): (call: string) => Reply | undefined {
  const left = new Set(calls);
  return (call) => (left.delete(call) ? refused : undefined);
}

function said(out: string): Reply {
  return { code: 0, out, err: '' };
}

/** Lines of the log and of the output come by two ways: their order among each other is nobody's. */
function sorted(frames: readonly string[]): string[] {
  return frames.toSorted();
}

describe('a refresh', () => {
  const id = 'sha256:'.padEnd(71, '1');
  const image = { kind: 'image' as const, name: 'web:2', id };
  const parent = { kind: 'container' as const, name: 'demo-web-1', id: ID };
  const refresh = (parts: Partial<Extract<Step, { kind: 'refresh' }>>): Step =>
    ({ ...replace(), kind: 'refresh', unless: [image], ...parts }) as Step;
  const LOOK_AT = 'image inspect --format {{.Id}} web:2';

  beforeEach(() => {
    for (const one of engine.images) if (one.tags.includes('web:2')) one.id = id;
  });

  test('leaves the container where the image is the one that it was made from', async () => {
    expect(await ship.perform(refresh({}))).toEqual({ frames: ['begin', 'end 0'], calls: [LOOK_AT] });
    expect(aboard()).toEqual(AS_IT_WAS);
  });

  test('starts it there if it is stopped', async () => {
    await say(engine, 'stop demo-web-1');
    const went = await ship.perform(refresh({ old: { ...old, state: 'exited' } }));
    expect(went).toEqual({ frames: ['begin', 'end 0'], calls: [LOOK_AT, 'start demo-web-1'] });
  });

  test.each([
    ['the image is another', [{ ...image, id: 'sha256:0' }], [LOOK_AT]],
    [
      'a container is another',
      [image, { ...parent, id: 'f00' }],
      [LOOK_AT, 'container inspect --format {{.Id}} demo-web-1'],
    ],
    ['an image is gone', [{ ...image, name: 'web:3' }], ['image inspect --format {{.Id}} web:3']],
  ])('replaces it where %s', async (_, unless, looks) => {
    const { calls, frames } = await ship.perform(refresh({ unless }));
    expect(frames).toEqual(['begin', 'anew', 'end 0']);
    expect(calls).toEqual([...looks, ...THERE, ...Array(6).fill(LOOK), `rm ${ASIDE}`]);
    expect(aboard()).toEqual(['demo-web-1 web:2 running unless-stopped']);
  });
});
