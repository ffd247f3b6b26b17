import { describe, expect, test } from 'vitest';
import type { Contents } from '../../src/lib/compose/index.ts';
import { type Observed, recordText } from '../../src/lib/docker/index.ts';
import { back, deployed, ended } from './deploys.ts';
import { observation, type ProjectParts, port, problem, silent } from './helpers.ts';
import { lines, shown } from './lines.ts';
import { alone, but, empty, flagship, two, webs, without } from './starting.ts';
import { recordOn, seen, shipWith, tweaked } from './world.ts';

const one = alone({ image: 'app', environment: { A: '1' } });
const newer = alone({ image: 'app', environment: { A: '2' } });
const newest = alone({ image: 'app', environment: { A: '3' } });

/** The name means another image on a ship from now on; the one that it meant loses it. */
function renamed(fleet: readonly Observed[], ship: string, name: string, id: string): Observed[] {
  const images = seen(fleet, ship).images.map((image) => ({
    ...image,
    names: image.names.filter((other) => other !== name),
  }));
  return shipWith(fleet, ship, { images: [...images, { id, names: [name] }] });
}

/** What the steps do, without the records. */
const doing = (fleet: readonly Observed[], parts: ProjectParts, to?: string) =>
  lines(back(fleet, parts, to)).filter((line) => !/: record \d/.test(line));

/** Specs, placement and images of the record on a ship. */
function state(fleet: readonly Observed[], ship = 's1') {
  const { specs, placement, images } = JSON.parse(recordText(recordOn(fleet, ship)));
  return JSON.stringify({ specs, placement, images });
}

describe('the way back', () => {
  const first = deployed(empty(['s1']), one, 'aaaa1111');
  const third = deployed(deployed(first, newer, 'aabb2222'), newest, 'cccc3333');

  test('to the deploy before', () => {
    expect(shown(back(third, newest))).toEqual({
      steps: [
        '1 s1: record 4 intent begun',
        '2 s1: replace web-1 after 1 (it differs in environment.A); environment.A: 3 -> 2',
        '3 s1: record 4 outcome done',
      ],
    });
  });

  test('to one that is named, by the beginning of its id', () => {
    expect(doing(third, newest, 'aaaa')).toEqual([
      '2 s1: replace web-1 after 1 (it differs in environment.A); environment.A: 3 -> 1',
    ]);
    const now = ended(third, back(third, newest, 'aaaa'));
    expect(state(now)).toBe(state(first));
    expect(recordOn(now, 's1')).toMatchObject({
      ...{ generation: 4, deploy: 'back', verb: 'rollback to aaaa1111', files: ['docker.yml'] },
    });
  });

  test('and back again: the one before that', () => {
    const now = ended(third, back(third, newest));
    expect(back(now, newest).steps[0]).toMatchObject({ record: { verb: 'rollback to cccc3333' } });
  });

  test('passes over what failed and what left the same', () => {
    const same = shipWith(third, 's1', {
      history: [
        { ...recordOn(third, 's1'), generation: 8, deploy: 'same' },
        { ...recordOn(first, 's1'), generation: 7, deploy: 'bad', outcome: 'failed' },
        recordOn(first, 's1'),
      ],
      record: { ...recordOn(third, 's1'), generation: 9 },
    });
    expect(back(same, newest).steps[0]).toMatchObject({ record: { verb: 'rollback to aaaa1111' } });
  });

  test.each(['failed', 'begun'] as const)(
    'from one that %s: to the last that went well, whatever differs',
    (outcome) => {
      const bad = { ...recordOn(third, 's1'), generation: 4, deploy: 'bad', outcome };
      const fleet = shipWith(third, 's1', { record: bad });
      const [intent] = back(tweaked(fleet, 'demo-web-1', null), newest).steps;
      expect(intent).toMatchObject({ record: { verb: 'rollback to cccc3333' } });
      expect(shown(back(fleet, newest)).unchanged).toEqual(['web-1']);
    },
  );

  test('to the one in force: nothing, unless somebody changed something', () => {
    expect(shown(back(third, newest, 'cccc'))).toEqual({ unchanged: ['web-1'] });
    expect(doing(tweaked(third, 'demo-web-1', null), newest, 'cccc')).toEqual([
      '2 s1: create web-1 after 1 (comes back where it was)',
    ]);
  });

  test('that no ship knows is not gone', () => {
    expect(problem(() => back(third, newest, 'ffff'))).toEqual({
      what: 'no ship knows a deploy ffff',
      remedy: 'it is one of cccc3333, aabb2222, aaaa1111: see history',
      exit: 2,
    });
    expect(problem(() => back(third, newest, 'aa'))).toEqual({
      what: 'several deploys begin with aa',
      remedy: 'it is one of aabb2222, aaaa1111: see history',
      exit: 2,
    });
    expect(problem(() => back(empty(['s1']), newest, 'aa'))).toMatchObject({ remedy: 'there is none yet' });
  });

  test('without any deploy before is not there', () => {
    expect(problem(() => back(first, one))).toEqual({
      what: 'there is no deploy to go back to',
      why: 'none before the one in force (aaaa1111) went well and left something else',
      remedy: 'change the file, and start',
      exit: 1,
    });
  });

  test('to one of an older version says why not', () => {
    const { source: _, ...old } = { ...recordOn(first, 's1'), generation: 1 };
    const fleet = shipWith(third, 's1', { history: [recordOn(third, 's1'), old] });
    expect(problem(() => back(fleet, newest, 'aaaa'))).toEqual({
      what: 'deploy aaaa1111 cannot be gone back to',
      why: 'it was recorded by an older Compowarm, which did not keep what it was planned from',
      remedy: 'start with the file of then',
      exit: 1,
    });
    expect(problem(() => back(fleet, newest))).toMatchObject({ remedy: 'name one: aaaa1111' });
  });

  test('to a down says what to say', () => {
    const down = { ...recordOn(first, 's1'), deploy: 'dddd', placement: {}, specs: {} };
    expect(problem(() => back(shipWith(third, 's1', { history: [down] }), newest, 'dddd'))).toEqual({
      ...{ what: 'deploy dddd cannot be gone back to', why: 'it left no container' },
      ...{ remedy: 'say down to take everything down', exit: 1 },
    });
  });

  test('where records do not agree is not gone', () => {
    const other = { ...recordOn(third, 's1'), deploy: 'other' };
    const fleet = [...third, observation('s2', { record: other })];
    expect(problem(() => back(fleet, { ...newest, ships: two })).exit).toBe(1);
  });
});

describe('on ships', () => {
  const apart = deployed(empty(two), flagship, 'then');

  test('what has moved goes back to where it was, and wants a yes', () => {
    const there = but(flagship, { redis: { ships: ['s1'] } }, { ships: ['s1', 's2'] });
    const now = deployed(apart, there, 'now');
    expect(recordOn(now, 's1').placement).toEqual({ 'client-1': 's1', 'redis-1': 's1' });
    const plan = back(now, there);
    expect(plan.risky).toEqual(['redis-1 moves from s1 to s2: it was there then; leaves s1']);
    expect(state(ended(now, plan))).toBe(state(apart));
  });

  test('what there was not then is removed, and wants a yes; what there was comes back', () => {
    const other = but(without(flagship, 'client'), { api: { image: 'api', ports: [port(81, 81)] } });
    const now = deployed(apart, other, 'now');
    const plan = back(now, other);
    const [api] = Object.entries(recordOn(now, 's1').placement).filter(([name]) => name === 'api-1');
    expect(plan.risky).toEqual([`demo-api-1 on ${api?.[1]} is removed: deploy then had no service api`]);
    expect(plan.steps.filter(({ subject }) => subject === 'demo-api-1').map(({ why }) => why)).toEqual([
      'deploy then had no such service',
      'deploy then had no such service',
    ]);
    expect(state(ended(now, plan))).toBe(state(apart));
  });

  test('replicas come back under the numbers and on the ships of then', () => {
    const then = deployed(empty(two), webs(4), 'then');
    const now = deployed(deployed(then, webs(1), 'less'), webs(3), 'now');
    expect(state(ended(now, back(now, webs(3), 'then')))).toBe(state(then));
  });

  test('what silent ships hold stays as it is', () => {
    const now = deployed(apart, but(flagship, { client: { environment: { A: '1' } } }), 'now');
    const fleet = [seen(now, 's1'), silent('s2')];
    expect(shown(back(fleet, flagship))).toMatchObject({
      steps: expect.arrayContaining([expect.stringContaining('s1: replace client-1')]),
      unknown: ['redis-1 s2: it is on s2 by the record, and s2 does not answer'],
    });
  });

  test('a ship that joined later takes nothing that was elsewhere', () => {
    const three = but(flagship, { client: { environment: { A: '1' } } }, { ships: ['s3', 's1', 's2'] });
    const now = deployed([observation('s3'), ...apart], three, 'now');
    expect(state(ended(now, back(now, three)))).toBe(state(apart));
  });

  test('a ship that is gone by now: its replicas go elsewhere', () => {
    const record = { ...recordOn(apart, 's1'), generation: 5, deploy: 'now', placement: { 'client-1': 's1' } };
    const fleet = shipWith([seen(apart, 's1'), observation('s3', { images: seen(apart, 's2').images })], 's1', {
      record,
    });
    const plan = back(fleet, { ...flagship, ships: ['s1', 's3'] }, 'then');
    expect(lines(plan).filter((line) => line.includes('create redis-1'))).toEqual([
      expect.stringContaining('s3: create redis-1'),
    ]);
  });
});

describe('images', () => {
  const then = deployed(empty(['s1']), one, 'then');
  const moved = renamed(then, 's1', 'app:latest', 'sha256:new');
  const now = deployed(moved, newer, 'now');

  test('a name means again what it meant, before its container is made', () => {
    const plan = back(now, newer);
    expect(doing(now, newer)).toEqual([
      '2 s1: tag app after 1 (deploy then had it); app: new -> app',
      expect.stringMatching(/^3 s1: replace web-1 after 1,2 /),
    ]);
    const left = ended(now, plan);
    expect(state(left)).toBe(state(then));
    expect(seen(left, 's1').containers[0]?.imageId).toBe('sha256:app');
  });

  test('also where nothing else is to be done', () => {
    expect(doing(renamed(then, 's1', 'app:latest', 'sha256:new'), one, 'then')).toEqual([
      '2 s1: tag app after 1 (deploy then had it); app: new -> app',
    ]);
  });

  test('are neither pulled nor built anew', () => {
    const always = but(one, { web: { pull_policy: 'always', build: { context: '.' } } });
    const built = deployed(
      [shipWith(empty(['s1']), 's1', { images: [image('sha256:app')] })[0] as never],
      always,
      'then',
    );
    expect(shown(back(built, always, 'then'))).toEqual({ unchanged: ['web-1'] });
  });

  test('that the ship has no more are pulled by their digest', () => {
    const images = [{ id: 'sha256:app', names: ['app:latest', 'app@sha256:0'] }];
    const had = deployed(shipWith(empty(['s1']), 's1', { images }), one, 'then');
    const without = shipWith(had, 's1', { images: [image('sha256:new')] });
    expect(doing(without, one, 'then')).toEqual([
      '2 s1: tag app, pulled as app@sha256:0 after 1 (deploy then had it); app: new -> app',
    ]);
  });

  test('that nobody has any more: nothing is done', () => {
    const without = shipWith(now, 's1', { images: [image('sha256:new')] });
    expect(problem(() => back(without, newer))).toEqual({
      what: 'deploy then cannot be gone back to: the image app of then is no longer there',
      where: { ship: 's1' },
      why: 'it was built or loaded there, and no registry has it',
      remedy: 'bring the image there, or name one in the file that can be had and start',
      exit: 1,
    });
  });

  function image(id: string) {
    return { id, names: ['app:latest'] };
  }
});

describe('content', () => {
  const [OLD, NEW] = ['a'.repeat(64), 'b'.repeat(64)];
  const app = (digest: string): ProjectParts & { contents: Contents } => ({
    ...alone({ image: 'web', configs: [{ source: 'app' }] }),
    contents: { configs: { app: { digest, bytes: 5 } }, secrets: {}, mounts: {} },
  });
  const then = deployed(empty(['s1']), app(OLD), 'then');
  const now = deployed(then, app(NEW), 'now');

  test('that the ship keeps is not brought', () => {
    expect(doing(now, app(NEW))).toEqual([
      '2 s1: replace web-1 after 1 (it differs in configs.app content); configs.app content: - -> -',
    ]);
    expect(state(ended(now, back(now, app(NEW))))).toBe(state(then));
  });

  test('that the ship keeps no more comes from this machine, where it has it', () => {
    const gone = shipWith(now, 's1', { contents: [] });
    expect(doing(gone, app(OLD))).toEqual([
      '2 s1: configs.app after 1 (web-1 needs it (5 bytes))',
      expect.stringContaining('3 s1: replace web-1 after 1,2 '),
    ]);
  });

  test('that nobody has any more: nothing is done', () => {
    const gone = shipWith(now, 's1', { contents: [] });
    const lost = {
      what: 'deploy then cannot be gone back to: the content of configs.app of then is no longer there',
      where: { ship: 's1' },
      why: 'ships keep it for the last deploys, and /home/me/demo holds another',
      remedy: 'put it back as it was on this machine',
      exit: 1,
    };
    expect(problem(() => back(gone, app(NEW)))).toEqual(lost);
    expect(problem(() => back(gone, alone({ image: 'web' })))).toEqual(lost);
  });
});
