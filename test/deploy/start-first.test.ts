import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Spec } from '../../src/lib/docker/index.ts';
import type { Step } from '../../src/lib/plan/index.ts';
import type { PaperEngine, Reply } from '../paper/index.ts';
import { say } from '../paper/say.ts';
import { container, service, spec } from '../plan/helpers.ts';
import { type Aboard, goAboard, refused } from './aboard.ts';

const ID = 'abcdef0123456789'.padEnd(64, '0');
const ASIDE = 'abcdef012345_demo-web-1';
const NEXT = 'demo-web-1_next_d2';
const FAILED = 'demo-web-1_failed_d2';

let ship: Aboard;
let engine: PaperEngine;

beforeAll(async () => {
  ship = await goAboard();
  engine = ship.paper.engine;
});
afterAll(() => ship.leave());

/** `demo-web-1` runs from image `web:1` in the network `demo`, and always restarts. */
beforeEach(async () => {
  Object.assign(engine, { containers: [], images: [], networks: engine.networks.slice(0, 3) });
  engine.image('web:1');
  engine.image('web:2');
  delete engine.intercept;
  await say(engine, 'network create demo');
  await say(engine, 'run -d --name demo-web-1 --restart always --network demo --network-alias web web:1');
  engine.container('demo-web-1').id = ID;
});

const networks = { demo: { aliases: ['demo-web-1', 'web'] } };
const made = (image: string, parts: Partial<Spec> = {}) =>
  spec({ config: service({ image, restart: 'unless-stopped', networks }), ...parts });
const old = container({ service: 'web', id: ID, restart: 'always' });

function replace(parts: Partial<Extract<Step, { kind: 'replace' }>> = {}): Step {
  const common = { id: '1', ship: 'ship1', after: [], subject: 'web-1', why: '', changes: [] };
  const how = { order: 'start-first' as const, monitor: 5, keepFailed: 1, was: made('web:1') };
  return { ...common, kind: 'replace', spec: made('web:2'), old, run: true, keep: [], ...how, ...parts };
}

/** Every container: `NAME IMAGE STATUS RESTART`, and the names that it has in its network. */
function aboard(): string[] {
  return engine.containers.map(({ name, image, status, restart, networks: joined }) =>
    [name, image, status, restart.name, ...joined.map(({ aliases }) => aliases.join('+'))].join(' ').trim(),
  );
}

const STATUS = '{{.State.Status}}{{if .State.Health}} {{.State.Health.Status}}{{end}}';
const LOOK = `inspect --format {{.RestartCount}} ${STATUS} ${NEXT}`;
const LOOKS = Array(6).fill(LOOK);
const ADDRESSES = `inspect --format {{range .NetworkSettings.Networks}}{{.IPAddress}} {{.GlobalIPv6Address}} {{end}} ${NEXT}`;
const NAMED = [`network disconnect demo ${NEXT}`, `network connect --alias demo-web-1 --alias web demo ${NEXT}`];
const STRIPPED = [`network disconnect demo ${ASIDE}`, `network connect demo ${ASIDE}`];
const BESIDE = [`create ${NEXT}`, `start ${NEXT}`];
const SWAPPED = [`rename demo-web-1 ${ASIDE}`, `rename ${NEXT} demo-web-1`, `update --restart no ${ASIDE}`];
const WELL = [
  ...BESIDE,
  ...LOOKS,
  ADDRESSES,
  ...NAMED,
  ADDRESSES,
  ...SWAPPED,
  ...STRIPPED,
  `stop ${ASIDE}`,
  `rm ${ASIDE}`,
];

const OURS = `inspect --format {{index .Config.Labels "compowarm.deploy"}} ${NEXT}`;
const CHECK = `inspect --format {{$o := ""}}{{if .State.Health}}{{range .State.Health.Log}}{{$o = .Output}}{{end}}{{end}}{{$o}} ${NEXT}`;
const FORGET =
  'ps -a --filter label=com.docker.compose.project=demo --filter label=com.docker.compose.service=web --format {{.Names}} {{.Label "compowarm.deploy"}}';
const GIVEN_UP = [
  OURS,
  CHECK,
  `logs --tail 10 ${NEXT}`,
  `update --restart no ${NEXT}`,
  `stop -t 0 ${NEXT}`,
  `rename ${NEXT} ${FAILED}`,
  `rename ${ASIDE} demo-web-1`,
  FORGET,
];
const AS_IT_WAS = 'demo-web-1 web:1 running always web';
const KEPT = `out it is kept for a look: docker logs ${FAILED}`;

describe('a replacement in which the new container starts first', () => {
  test('is these docker commands: it has no names until it is good, and then the old one has none', async () => {
    expect(await ship.perform(replace())).toEqual({ frames: ['begin', 'end 0'], calls: WELL });
    expect(aboard()).toEqual(['demo-web-1 web:2 running unless-stopped demo-web-1+web']);
    const [create] = engine.calls.filter(([verb]) => verb === 'create');
    expect(create?.filter((word) => word.startsWith('--network') || word === 'web')).toEqual(['--network']);
  });

  test('the old one keeps its names where they cannot be taken from it without cutting it off', async () => {
    const { was: _, ...step } = replace() as Extract<Step, { kind: 'replace' }>;
    const { calls } = await ship.perform(step);
    expect(calls).toEqual(WELL.filter((call) => !STRIPPED.includes(call)));
  });

  test('one whose address has become another is started again, for what it had opened is cut off', async () => {
    await say(engine, 'run -d --name low --network demo web:1');
    let looks = 0;
    const { calls } = await ship.perform(replace(), (call) => {
      if (call === ADDRESSES && ++looks === 2) return { code: 0, out: '172.20.0.9 \n', err: '' };
      return undefined;
    });
    const at = WELL.lastIndexOf(ADDRESSES) + 1;
    expect(calls).toEqual([...WELL.slice(0, at), `restart ${NEXT}`, ...LOOKS, ...WELL.slice(at)]);
  });

  test('with hooks: after its start, and before the old one’s stop, when nobody calls that any more', async () => {
    const config = service({ image: 'web:2', networks, post_start: [{ command: ['warm'] }] });
    const hooks = { key: 'pre_stop' as const, list: [{ command: ['drain'] }], masked: [] };
    const { calls } = await ship.perform(replace({ spec: spec({ config }), hooks }));
    const at = WELL.indexOf(`stop ${ASIDE}`);
    expect(calls).toEqual([
      ...BESIDE,
      `exec ${NEXT} warm`,
      ...WELL.slice(BESIDE.length, at),
      `exec ${ASIDE} drain`,
      ...WELL.slice(at),
    ]);
  });

  test('the old one stays where it may have to come back', async () => {
    const { calls } = await ship.perform(replace({ retains: true }));
    expect(calls).toEqual(WELL.slice(0, -1));
    expect(aboard()).toEqual([`${ASIDE} web:1 exited no`, 'demo-web-1 web:2 running unless-stopped demo-web-1+web']);
  });
});

test('revert gives the old container its names back, starts it, and only then stops the new one', async () => {
  await ship.perform(replace({ retains: true }));
  const { kind: _, changes: __, ...step } = replace() as Extract<Step, { kind: 'replace' }>;
  const { id, ship: place, after, subject, why, ...replaced } = step;
  const sequel = { own: '1', all: { failures: 0, of: ['1'] } };
  const revert: Step = { id, ship: place, after, subject, why, changes: [], kind: 'revert', sequel, replaced };
  expect(await ship.perform(revert)).toEqual({
    frames: ['begin', 'end 0'],
    calls: [
      `container inspect ${ASIDE}`,
      `network disconnect demo ${ASIDE}`,
      `network connect --alias demo-web-1 --alias web demo ${ASIDE}`,
      `start ${ASIDE}`,
      ...Array(6).fill(LOOK.replace(NEXT, ASIDE)),
      ...['stop demo-web-1', 'rm -v demo-web-1', `rename ${ASIDE} demo-web-1`],
      ...['update --restart always demo-web-1', 'start demo-web-1'],
    ],
  });
  expect(aboard()).toEqual(['demo-web-1 web:1 running always demo-web-1+web']);
});

const NO = 'out Error response from daemon: no';

describe('a docker command that fails', () => {
  test.each<[string, string]>([
    [`create ${NEXT}`, 'the new container could not be made'],
    [`start ${NEXT}`, 'the new container did not start'],
    [LOOK, 'the new container is not to be seen'],
    [NAMED[0] as string, 'the new container did not get its names'],
    [NAMED[1] as string, 'the new container did not get its names'],
    [SWAPPED[0] as string, 'the old container kept its name'],
    [SWAPPED[1] as string, 'the new container did not get its name'],
  ])('%s: the old container goes on as it was', async (failing, reason) => {
    const went = await ship.perform(replace(), once(failing));
    const isMade = failing !== `create ${NEXT}`;
    const undone = isMade ? GIVEN_UP : [OURS, `rename ${ASIDE} demo-web-1`, FORGET];
    const steps = WELL.slice(0, failing === LOOK ? 3 : WELL.indexOf(failing) + 1);
    expect(went.calls).toEqual([...steps, ...undone]);
    expect(went.frames).toEqual([
      ...['begin', NO, ...(isMade ? [KEPT] : [])],
      ...[`out ${reason}; demo-web-1 goes on as it was`, 'end 1'],
    ]);
    expect(aboard()[0]).toBe(AS_IT_WAS);
    expect(
      aboard()
        .slice(1)
        .map((one) => one.split(' ').slice(0, 4).join(' ')),
    ).toEqual(isMade ? [`${FAILED} web:2 ${failing === `start ${NEXT}` ? 'created' : 'exited'} no`] : []);
  });

  test.each([SWAPPED[2] as string, STRIPPED[0] as string, STRIPPED[1] as string])(
    '%s: it goes on, for the new container has taken over',
    async (failing) => {
      const went = await ship.perform(replace(), once(failing));
      expect(went.frames.at(-1)).toBe('end 0');
      expect(aboard()).toEqual(['demo-web-1 web:2 running unless-stopped demo-web-1+web']);
    },
  );

  test(`stop ${ASIDE}: both stay, and the next deploy removes the old one`, async () => {
    const went = await ship.perform(replace(), once(`stop ${ASIDE}`));
    expect(went.frames).toEqual(['begin', NO, 'out the old container did not stop', 'end 1']);
    expect(aboard()).toEqual([`${ASIDE} web:1 running no`, 'demo-web-1 web:2 running unless-stopped demo-web-1+web']);
  });
});

describe('a new container that is no good', () => {
  test('is kept for a look, with what its check and its log said; the old one has run all the while', async () => {
    engine.image('web:2', { unhealthy: true, checks: 'connection refused\n', logs: ['listening'] });
    const went = await ship.perform(replace());
    expect(went.frames.toSorted()).toEqual(
      [
        'begin',
        'out healthcheck: connection refused',
        'log listening',
        KEPT,
        'out the new container is unhealthy; demo-web-1 goes on as it was',
        'end 1',
      ].toSorted(),
    );
    expect(aboard()).toEqual([AS_IT_WAS, `${FAILED} web:2 exited no`]);
  });

  test('takes the place of the one kept before it', async () => {
    engine.image('web:2', { exits: 1 });
    const [first, second] = ['first', 'second'].map((deploy) => ({
      ...ship,
      name: `demo-web-1_failed_${deploy}`,
      deploy,
    }));
    const labels = '--label com.docker.compose.project=demo --label com.docker.compose.service=web';
    for (const { name, deploy } of [first, second] as { name: string; deploy: string }[]) {
      await say(engine, `create --name ${name} ${labels} --label compowarm.deploy=${deploy} web:1`);
    }
    await ship.perform(replace({ keepFailed: 2 }));
    const kept = () => engine.containers.map(({ name }) => name).filter((name) => name.includes('_failed_'));
    expect(kept()).toEqual(['demo-web-1_failed_second', FAILED]);
  });

  test('is gone where none is to be kept', async () => {
    engine.image('web:2', { exits: 1 });
    await ship.perform(replace({ keepFailed: 0 }));
    expect(aboard()).toEqual([AS_IT_WAS]);
  });
});

/** Refuses the first call of each of these. */
function once(...calls: string[]): (call: string) => Reply | undefined {
  const left = new Set(calls);
  return (call) => (left.delete(call) ? refused : undefined);
}
