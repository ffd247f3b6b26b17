import { describe, expect, test } from 'vitest';
import type { Container, DeployRecord, Observed, Spec } from '../../src/lib/docker/index.ts';
import {
  type Known,
  mendedRecord,
  nextRecord,
  projectVolumes,
  withoutContainers,
} from '../../src/lib/plan/next-record.ts';
import type { Task } from '../../src/lib/plan/tasks.ts';
import { container, observation, project, record, service, ship, silent, whereabouts } from './helpers.ts';
import { second, two } from './starting.ts';

const demo = project({
  services: { web: {}, db: { volumes: [{ type: 'volume', source: 'data', target: '/data' }] } },
  volumes: { data: {} },
  ships: [ship('s1', { user: 'me', port: 2222, docker: ['sudo', 'docker'] }), 's2'],
});
const labelled = (name: string, of = 'demo') => ({
  name,
  driver: 'local',
  labels: { 'com.docker.compose.project': of },
});

function spec(replica: string, config: Parameters<typeof service>[0] = {}): Spec {
  const [name = '', number] = replica.split('-');
  const rest = { links: {}, hosts: {}, masked: [], hash: `hash of ${replica}` };
  return {
    project: 'demo',
    service: name,
    number: Number(number),
    name: `demo-${replica}`,
    config: service(config),
    ...rest,
  };
}

const stored = spec('db-1', { volumes: [{ type: 'volume', source: 'demo_data', target: '/data' }] });

function task(replica: string, on: string, its = spec(replica)): Task {
  return { replica, spec: its, ship: observation(on), why: '', verdict: { kind: 'create' } };
}

const first = {
  name: 's1',
  host: 's1',
  user: 'me',
  port: 2222,
  docker: ['sudo', 'docker'],
  address: '10.0.0.1',
  engine: 'engine-s1',
};
const other = { name: 's2', host: 's2', docker: ['docker'], address: '10.0.0.2', engine: 'engine-s2' };
const definitions = {
  networks: { demo_default: { name: 'demo_default' } },
  volumes: { demo_data: { name: 'demo_data' } },
};
const begun = { version: 1, project: 'demo', generation: 1, outcome: 'begun', definitions, ...second } as const;

function known(parts: Partial<Known>): Known {
  const fleet: Observed[] = two.map((name) => observation(name));
  return { project: demo, fleet, record: undefined, tasks: [], frozen: [], chosen: new Set(['web', 'db']), ...parts };
}

describe('the record of a deploy that is about to begin', () => {
  const before = record({
    generation: 7,
    ships: ['s1', 's2', 's3', 's4'],
    placement: { 'web-1': 's1', 'web-2': 's2', 'db-1': 's2' },
    specs: { 'web-1': spec('web-1'), 'web-2': spec('web-2'), 'db-1': stored },
    volumes: { s1: ['demo_old'], s2: ['demo_data'], s4: ['demo_far'] },
  });
  const away: Observed[] = [observation('s1'), silent('s2')];

  test.each<[what: string, known: Partial<Known>, record: DeployRecord]>([
    [
      'the first: what will be, and the ships that answer',
      { tasks: [task('web-1', 's1'), task('db-1', 's2', stored)] },
      {
        ...begun,
        ships: [first, other],
        placement: { 'web-1': 's1', 'db-1': 's2' },
        specs: { 'web-1': spec('web-1'), 'db-1': stored },
        volumes: { s2: ['demo_data'] },
      },
    ],
    [
      'a ship that has never answered is not in it',
      { fleet: away, tasks: [task('web-1', 's1')] },
      { ...begun, ships: [first], placement: { 'web-1': 's1' }, specs: { 'web-1': spec('web-1') }, volumes: {} },
    ],
    [
      'what a silent ship holds stays, and its volumes; what answers tells its own',
      {
        fleet: away,
        record: before,
        tasks: [task('web-1', 's1')],
        frozen: [
          { replica: 'web-2', ship: 's2' },
          { replica: 'db-1', ship: 's2' },
        ],
      },
      {
        ...begun,
        generation: 8,
        ships: [first, other],
        placement: { 'web-1': 's1', 'web-2': 's2', 'db-1': 's2' },
        specs: { 'web-1': spec('web-1'), 'web-2': spec('web-2'), 'db-1': stored },
        volumes: { s2: ['demo_data'] },
      },
    ],
    [
      'a silent ship that only the record names stays in it',
      { fleet: [observation('s1'), observation('s2'), silent('s4')], record: before },
      {
        ...begun,
        generation: 8,
        ships: [first, other, before.ships[3] as never],
        placement: {},
        specs: {},
        volumes: { s4: ['demo_far'] },
      },
    ],
    [
      'a container that is there and that nobody asks for, with what is known of it',
      {
        fleet: [
          observation('s1', {
            containers: [
              container({ service: 'web' }),
              container({ service: 'old' }),
              container({ service: 'web', number: 9, oneoff: true }),
            ],
          }),
          observation('s2'),
        ],
        record: before,
      },
      {
        ...begun,
        generation: 8,
        ships: [first, other],
        placement: { 'web-1': 's1', 'old-1': 's1' },
        specs: { 'web-1': spec('web-1') },
        volumes: {},
      },
    ],
    [
      'a container that is to be elsewhere',
      {
        fleet: [observation('s1', { containers: [container({ service: 'web' })] }), observation('s2')],
        tasks: [task('web-1', 's2')],
      },
      { ...begun, ships: [first, other], placement: { 'web-1': 's2' }, specs: { 'web-1': spec('web-1') }, volumes: {} },
    ],
    [
      'lost ones of services that it is not about',
      { record: before, chosen: new Set(['web']) },
      {
        ...begun,
        generation: 8,
        ships: [first, other],
        placement: { 'db-1': 's2' },
        specs: { 'db-1': stored },
        volumes: { s2: ['demo_data'] },
      },
    ],
    [
      "volumes of the project that are there, used or not; not others'",
      {
        fleet: [
          observation('s1', { volumes: [labelled('demo_z'), labelled('demo_data'), labelled('theirs', 'other')] }),
          observation('s2'),
        ],
        tasks: [task('db-1', 's1', stored)],
      },
      {
        ...begun,
        ships: [first, other],
        placement: { 'db-1': 's1' },
        specs: { 'db-1': stored },
        volumes: { s1: ['demo_data', 'demo_z'] },
      },
    ],
  ])('%s', (_, parts, expected) => {
    expect(whereabouts(nextRecord(known(parts), second))).toEqual(expected);
  });
});

describe('the record where nothing is to be done', () => {
  const held = record({
    generation: 3,
    ships: two,
    placement: { 'web-1': 's1', 'web-2': 's1' },
    specs: { 'web-1': spec('web-1') },
  });
  const fleet: Observed[] = [observation('s1', { containers: [container({ service: 'web' })] }), observation('s2')];
  test.each<[what: string, known: Partial<Known>, record: DeployRecord]>([
    [
      'none yet: what is there',
      { fleet, tasks: [task('web-1', 's1')] },
      {
        ...begun,
        outcome: 'done',
        ships: [first, other],
        placement: { 'web-1': 's1' },
        specs: { 'web-1': spec('web-1') },
        volumes: {},
      },
    ],
    ['one that is done', { fleet, record: held }, held],
    ['one that failed', { fleet, record: { ...held, outcome: 'failed' } }, { ...held, outcome: 'failed' }],
    [
      'one that never ended: of the same deploy, with what is there',
      { fleet, record: { ...held, outcome: 'begun' } },
      { ...held, definitions, ships: [first, other], placement: { 'web-1': 's1' } },
    ],
    [
      'one that never ended, where only a part is in view',
      { fleet, record: { ...held, outcome: 'begun' }, chosen: new Set(['web']) },
      { ...held, outcome: 'begun' },
    ],
  ])('%s', (_, parts, expected) => {
    expect(whereabouts(mendedRecord(known(parts), second))).toEqual(expected);
  });
});

test('the fleet without containers that go: those, and not others of the same name', () => {
  const [a, b] = [container({ service: 'web' }), container({ service: 'web' })] as [Container, Container];
  const fleet = [observation('s1', { containers: [a, b] }), silent('s2')];
  expect(withoutContainers(fleet, [{ replica: 'web-1', container: a, ship: 's1', why: '' }])).toEqual([
    observation('s1', { containers: [b] }),
    silent('s2'),
  ]);
});

test("volumes of the project, by Compose's label", () => {
  const volumes = [labelled('a'), labelled('b', 'other'), { name: 'demo_c', driver: 'local', labels: {} }];
  expect(projectVolumes(observation('s1', { volumes }), 'demo')).toEqual(['a']);
});
