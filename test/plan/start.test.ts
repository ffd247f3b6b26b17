import { describe, expect, test } from 'vitest';
import type { DeployRecord } from '../../src/lib/docker/index.ts';
import { hashSpec, type Spec } from '../../src/lib/docker/index.ts';
import type { Change, Plan } from '../../src/lib/plan/index.ts';
import { port, project, service } from './helpers.ts';
import { but, type Case, empty, first, flagship, plans, start, two, up, webs } from './starting.ts';
import { tweaked } from './world.ts';

/** Placement, specs and all, as the first deploy writes them. */
function written(): DeployRecord {
  const client: Omit<Spec, 'hash'> = {
    project: 'demo',
    service: 'client',
    number: 1,
    name: 'demo-client-1',
    config: service({
      image: 'demo/client',
      links: ['redis'],
      ports: [port(80, 80)],
      networks: { demo_default: { aliases: ['demo-client-1', 'client'] } },
    }),
    links: { redis_ip: '10.0.0.2', redis_ips: '10.0.0.2', redis_port: '6379', redis_port_6379: '6379' },
    hosts: { redis: '10.0.0.2' },
    masked: [],
  };
  const redis: Omit<Spec, 'hash'> = {
    project: 'demo',
    service: 'redis',
    number: 1,
    name: 'demo-redis-1',
    config: service({
      image: 'redis',
      ports: [port(6379, 6379)],
      networks: { demo_default: { aliases: ['demo-redis-1', 'redis'] } },
    }),
    links: {},
    hosts: {},
    masked: [],
  };
  return {
    version: 1,
    project: 'demo',
    generation: 1,
    deploy: 'first',
    outcome: 'begun',
    ships: [
      { name: 's1', host: 's1', docker: ['docker'], address: '10.0.0.1', engine: 'engine-s1' },
      { name: 's2', host: 's2', docker: ['docker'], address: '10.0.0.2', engine: 'engine-s2' },
    ],
    placement: { 'client-1': 's1', 'redis-1': 's2' },
    specs: {
      'client-1': { ...client, hash: hashSpec(client) },
      'redis-1': { ...redis, hash: hashSpec(redis) },
    },
    volumes: {},
    definitions: { networks: { demo_default: { name: 'demo_default' } }, volumes: {} },
    who: 'me@laptop',
    when: '2024-05-01T10:00:00Z',
    files: ['docker.yml'],
    source: {
      shape: 'v1',
      services: project(flagship).services,
      disabled: {},
      networks: { default: { name: 'demo_default' } },
      volumes: {},
      masked: [],
      local: [],
    },
    contents: {},
    images: {},
  };
}

/** What the first deploy does, every field of it. */
function firstPlan(): Plan {
  const begun = written();
  const done: DeployRecord = { ...begun, outcome: 'done' };
  const { 'client-1': client, 'redis-1': redis } = begun.specs as Record<'client-1' | 'redis-1', Spec>;
  const noChanges: Change[] = [];
  const intent = {
    kind: 'record',
    subject: 'record',
    why: 'what this deploy is about to do',
    changes: noChanges,
  } as const;
  const outcome = { kind: 'record', subject: 'record', why: 'how it ended', changes: noChanges } as const;
  const network = {
    kind: 'network',
    subject: 'network demo_default',
    key: 'default',
    network: { name: 'demo_default' },
    changes: noChanges,
  } as const;
  return {
    project: 'demo',
    deploy: 'first',
    steps: [
      { id: '1', ship: 's1', after: [], ...intent, record: begun, phase: 'intent' },
      { id: '2', ship: 's2', after: [], ...intent, record: begun, phase: 'intent' },
      { id: '3', ship: 's1', after: ['1'], ...network, why: 'client-1 needs it' },
      {
        id: '4',
        ship: 's1',
        after: ['1'],
        kind: 'pull',
        subject: 'image demo/client',
        image: 'demo/client',
        why: 'client-1 needs it',
        changes: [],
      },
      { id: '5', ship: 's2', after: ['2'], ...network, why: 'redis-1 needs it' },
      {
        id: '6',
        ship: 's2',
        after: ['2'],
        kind: 'pull',
        subject: 'image redis',
        image: 'redis',
        why: 'redis-1 needs it',
        changes: [],
      },
      {
        id: '7',
        ship: 's2',
        after: ['2', '5', '6'],
        kind: 'create',
        subject: 'redis-1',
        spec: redis,
        run: true,
        why: 'fewest of this project',
        changes: [],
      },
      {
        id: '8',
        ship: 's1',
        after: ['1', '3', '4', '7'],
        kind: 'create',
        subject: 'client-1',
        spec: client,
        run: true,
        why: 'first in the file',
        changes: [],
      },
      { id: '9', ship: 's1', after: [], ...outcome, record: done, phase: 'outcome' },
      { id: '10', ship: 's2', after: [], ...outcome, record: done, phase: 'outcome' },
    ],
    unchanged: [],
    places: [
      { replica: 'client-1', ship: 's1', why: 'first in the file' },
      { replica: 'redis-1', ship: 's2', why: 'fewest of this project' },
    ],
    unknown: [],
    risky: [],
    warnings: [],
  };
}

describe('the flagship: a client on one ship, its redis on another', () => {
  const flying = up(flagship);
  const three = ['s1', 's2', 's3'];

  test('its first deploy: what it writes, makes and waits for', () => {
    expect(start(flagship, empty(two), first)).toEqual(firstPlan());
  });

  test.each<Case>([
    [
      'on two empty ships',
      flagship,
      empty(two),
      {
        steps: [
          '1 s1: record 1 intent begun',
          '2 s2: record 1 intent begun',
          '3 s1: network demo_default after 1 (client-1 needs it)',
          '4 s1: pull image demo/client after 1 (client-1 needs it)',
          '5 s2: network demo_default after 2 (redis-1 needs it)',
          '6 s2: pull image redis after 2 (redis-1 needs it)',
          '7 s2: create redis-1 after 2,5,6 (fewest of this project)',
          '8 s1: create client-1 after 1,3,4,7 (first in the file)',
          '9 s1: record 1 outcome done',
          '10 s2: record 1 outcome done',
        ],
      },
    ],
    ['where nothing is to be done', flagship, flying, { unchanged: ['client-1', 'redis-1'] }],
    [
      'where one container is lost: that one',
      flagship,
      tweaked(flying, 'demo-redis-1', null),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s2: record 2 intent begun',
          '3 s2: create redis-1 after 2 (comes back where it was)',
          '4 s1: record 2 outcome done',
          '5 s2: record 2 outcome done',
        ],
        unchanged: ['client-1'],
      },
    ],
    [
      'where one was stopped',
      flagship,
      tweaked(flying, 'demo-redis-1', { state: 'exited', exitCode: 137 }),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s2: record 2 intent begun',
          '3 s2: start demo-redis-1 after 2 (it is stopped (exit 137))',
          '4 s1: record 2 outcome done',
          '5 s2: record 2 outcome done',
        ],
        unchanged: ['client-1'],
      },
    ],
    [
      'where one was made and never started',
      flagship,
      tweaked(flying, 'demo-client-1', { state: 'created' }),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s2: record 2 intent begun',
          '3 s1: start demo-client-1 after 1 (it is created, not started)',
          '4 s1: record 2 outcome done',
          '5 s2: record 2 outcome done',
        ],
        unchanged: ['redis-1'],
      },
    ],
    [
      'where one is dead',
      flagship,
      tweaked(flying, 'demo-client-1', { state: 'dead' }),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s2: record 2 intent begun',
          '3 s1: replace client-1 after 1 (it is dead)',
          '4 s1: record 2 outcome done',
          '5 s2: record 2 outcome done',
        ],
        unchanged: ['redis-1'],
      },
    ],
    [
      'where one keeps restarting, is paused or unhealthy: that is said',
      flagship,
      tweaked(tweaked(flying, 'demo-redis-1', { state: 'paused' }), 'demo-client-1', { state: 'restarting' }),
      {
        unchanged: ['client-1', 'redis-1'],
        warnings: ['demo-client-1 on s1 keeps restarting: see its log', 'demo-redis-1 on s2 is paused and stays so'],
      },
    ],
    [
      'where one is unhealthy: that is said',
      flagship,
      tweaked(flying, 'demo-redis-1', { health: 'unhealthy' }),
      { unchanged: ['client-1', 'redis-1'], warnings: ['demo-redis-1 on s2 is unhealthy: see its log'] },
    ],
    [
      'with another image for one',
      but(flagship, { client: { image: 'demo/client:2' } }),
      flying,
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s2: record 2 intent begun',
          '3 s1: pull image demo/client:2 after 1 (client-1 needs it)',
          '4 s1: replace client-1 after 1,3 (it differs in image); image: demo/client -> demo/client:2',
          '5 s1: record 2 outcome done',
          '6 s2: record 2 outcome done',
        ],
        unchanged: ['redis-1'],
      },
    ],
    [
      'with a new variable for one',
      but(flagship, { redis: { environment: { MAXMEMORY: '1g' } } }),
      flying,
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s2: record 2 intent begun',
          '3 s2: replace redis-1 after 2 (it differs in environment.MAXMEMORY); environment.MAXMEMORY: - -> 1g',
          '4 s1: record 2 outcome done',
          '5 s2: record 2 outcome done',
        ],
        unchanged: ['client-1'],
      },
    ],
    [
      'with one more port for redis: it and the client that is told of it',
      but(flagship, { redis: { ports: [port(6379, 6379), port(7000, 7000)] } }),
      flying,
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s2: record 2 intent begun',
          '3 s2: replace redis-1 after 2 (it differs in ports); ports: 6379:6379 -> 6379:6379, 7000:7000',
          "4 s1: replace client-1 after 1,3 (redis publishes other ports, so client's redis_port_7000 changes); redis_port_7000: - -> 7000",
          '5 s1: record 2 outcome done',
          '6 s2: record 2 outcome done',
        ],
      },
    ],
    [
      'with redis at another port, which links only find at home: it moves, and the client is told',
      but(flagship, { redis: { ports: [port(6379, 7000)] } }),
      flying,
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s2: record 2 intent begun',
          '3 s1: pull image redis after 1 (redis-1 needs it)',
          '4 s1: create redis-1 after 1,3 (all on s1 (first in the file): redis publishes port 6379 as 7000; leaves s2)',
          "5 s1: replace client-1 after 1,4 (redis-1 moves to s1, so client's redis_ip changes); redis_ip: 10.0.0.2 -> 10.0.0.1; redis_port: 6379 -> 7000; redis_port_6379: 6379 -> 7000; extra_hosts.redis: 10.0.0.2 -> -",
          '6 s1: ready demo-redis-1 after 4 (then the one on s2 goes)',
          '7 s2: stop demo-redis-1 after 2,6,5 (it is on s1 now)',
          '8 s2: remove container demo-redis-1 after 7 (it is on s1 now)',
          '9 s1: record 2 outcome done',
          '10 s2: record 2 outcome done',
        ],
        risky: [
          'redis-1 moves from s2 to s1: all on s1 (first in the file): redis publishes port 6379 as 7000; leaves s2',
        ],
      },
    ],
    [
      'with one more redis: its address in redis_ips alone makes no new client',
      but(flagship, { redis: { deploy: { replicas: 2 } } }, { ships: three }),
      up({ ...flagship, ships: three }),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s2: record 2 intent begun',
          '3 s3: record 2 intent begun',
          '4 s3: network demo_default after 3 (redis-2 needs it)',
          '5 s3: pull image redis after 3 (redis-2 needs it)',
          '6 s3: create redis-2 after 3,4,5 (fewest of this service)',
          '7 s1: record 2 outcome done',
          '8 s2: record 2 outcome done',
          '9 s3: record 2 outcome done',
        ],
        unchanged: ['client-1', 'redis-1'],
      },
    ],
    [
      'with redis on the ship of the client: it moves, and the client is told',
      but(flagship, { redis: { ships: ['s1'] } }),
      flying,
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s2: record 2 intent begun',
          '3 s1: pull image redis after 1 (redis-1 needs it)',
          '4 s1: create redis-1 after 1,3 (the only ship it may use; leaves s2, which it may no longer use)',
          "5 s1: replace client-1 after 1,4 (redis-1 moves to s1, so client's redis_ip changes); redis_ip: 10.0.0.2 -> 10.0.0.1; extra_hosts.redis: 10.0.0.2 -> -",
          '6 s1: ready demo-redis-1 after 4 (then the one on s2 goes)',
          '7 s2: stop demo-redis-1 after 2,6,5 (it is on s1 now)',
          '8 s2: remove container demo-redis-1 after 7 (it is on s1 now)',
          '9 s1: record 2 outcome done',
          '10 s2: record 2 outcome done',
        ],
        risky: ['redis-1 moves from s2 to s1: the only ship it may use; leaves s2, which it may no longer use'],
      },
    ],
  ])('%s', plans());
});

describe('the same plan, byte for byte', () => {
  const fleet = tweaked(up({ ...webs(4), ships: ['s1', 's2', 's3'] }), 'demo-web-2', null);
  const wanted = { ...webs(6), ships: ['s1', 's2', 's3'] };
  test.each([
    ['asked twice', fleet],
    ['whoever answers first', fleet.toReversed()],
  ])('%s', (_, order) => {
    expect(JSON.stringify(start(wanted, order))).toBe(JSON.stringify(start(wanted, fleet)));
  });
});
