import { expect, test } from 'vitest';
import type { Mounted } from '../../../src/lib/docker/index.ts';
import { volumesOf } from '../../../src/lib/fleet/index.ts';
import { container, mountedVolume, observation, project, record, silent, spec } from '../../plan/helpers.ts';

const PROJECT = project({
  services: {
    web: {},
    db: { volumes: [{ type: 'volume', source: 'data', target: '/data' }] },
    backup: { volumes: [{ type: 'volume', source: 'data', target: '/from' }] },
  },
  volumes: { data: {}, old: {} },
  ships: ['s1', 's2', 's3'],
});
const OURS = { 'com.docker.compose.project': 'demo' };
const STORE = '/root/s1/demo';
const KEPT: Mounted = { type: 'bind', source: `${STORE}.data/conf%2Fdb`, target: '/conf', writable: true };

const FLEET = [
  observation('s1', {
    containers: [
      container({ service: 'web', mounts: [mountedVolume('/x', 'demo_old'), KEPT] }),
      container({ service: 'task', state: 'exited', mounts: [mountedVolume('/x', 'demo_old')] }),
    ],
    volumes: [
      { name: 'demo_old', driver: 'local', labels: OURS, mountpoint: '/v/demo_old' },
      { name: 'demo_data', driver: 'nfs', labels: OURS },
      { name: 'shop_data', driver: 'local', labels: { 'com.docker.compose.project': 'shop' } },
    ],
    kept: ['./conf/db', './.cache'],
  }),
  silent('s2'),
  observation('s3'),
];
const RECORD = {
  ...record({ ships: ['s1', 's2', 's3'], placement: { 'db-1': 's2', 'web-1': 's1' } }),
  specs: {
    'db-1': {
      ...spec({ service: 'db' }),
      config: {
        ...spec({ service: 'db' }).config,
        volumes: [{ type: 'volume' as const, source: 'demo_data', target: '/data' }],
      },
      files: [{ by: 'keep' as const, name: './init', target: '/init', digest: '', bytes: 1, id: './init' }],
    },
  },
  volumes: { s1: ['demo_old'], s2: ['demo_data', './init'] },
  left: { s2: { generation: 1, replicas: [], volumes: ['demo_given-up', 'demo_data'] } },
};

const rows = (wanted: { services?: string[]; ships?: string[]; record?: typeof RECORD } = {}) =>
  volumesOf(FLEET, { project: PROJECT, record: RECORD, ...wanted });

test('volumes of the project, then folders that are the ship\u2019s own, with the services that use them', () => {
  expect(rows({ ships: ['s1'] })).toEqual([
    // nobody there has it: those to whom the file gives it
    { ship: 's1', name: 'demo_data', driver: 'nfs', labels: OURS, mountpoint: '', services: ['backup', 'db'] },
    {
      ship: 's1',
      name: 'demo_old',
      driver: 'local',
      labels: OURS,
      mountpoint: '/v/demo_old',
      services: ['task', 'web'],
    },
    { ship: 's1', name: './.cache', driver: 'folder', labels: {}, mountpoint: `${STORE}.data/.cache`, services: [] },
    { ship: 's1', name: './conf/db', driver: 'folder', labels: {}, mountpoint: KEPT.source, services: ['web'] },
  ]);
});

test('what a silent ship holds is known by the record', () => {
  const unknown = { ship: 's2', driver: 'unknown', labels: {}, mountpoint: '' };
  expect(rows({ ships: ['s2', 's3'] })).toEqual([
    { ...unknown, name: './init', services: ['db'] },
    { ...unknown, name: 'demo_data', services: ['db'] },
    { ...unknown, name: 'demo_given-up', services: [] },
  ]);
  expect(volumesOf(FLEET, { project: PROJECT, record: undefined, ships: ['s2'] })).toEqual([]);
});

test('only those of the services that were named', () => {
  const names = rows({ services: ['db', 'task'] }).map(({ ship, name }) => `${name} on ${ship}`);
  expect(names).toEqual(['demo_data on s1', 'demo_old on s1', './init on s2', 'demo_data on s2']);
});
