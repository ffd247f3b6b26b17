import { describe, expect, test } from 'vitest';
import type { Service } from '../../src/lib/compose/index.ts';
import type { ProjectParts } from './helpers.ts';
import { shown } from './lines.ts';
import { alone, but, type Case, empty, plans, start, up } from './starting.ts';
import { tweaked } from './world.ts';

const needs = (condition: Service['depends_on'][string]['condition'], required = true) => ({
  depends_on: { db: { condition, required } },
});
const apart = { networks: {} };
const healthcheck = { test: ['CMD', 'true'] };
const pair = (web: Partial<Service> = {}): ProjectParts => ({
  services: { web: { image: 'web', ...apart, ...web }, db: { image: 'db', ...apart, healthcheck } },
  ships: ['s1'],
});
const some = alone({ image: 'web', ...apart, deploy: { replicas: 2 } });
const migrated: ProjectParts = but(pair(needs('service_completed_successfully')), { db: { image: 'db', ...apart } });

describe('--wait', () => {
  test.each<Case>([
    [
      'waits for each replica that is made',
      some,
      empty(['s1']),
      {
        steps: [
          '1 s1: record 1 intent begun',
          '2 s1: pull image web after 1 (web-1 needs it)',
          '3 s1: create web-1 after 1,2 (the only ship it may use)',
          '4 s1: create web-2 after 1,2 (the only ship it may use)',
          '5 s1: ready demo-web-1 after 3 (until it is ready)',
          '6 s1: ready demo-web-2 after 4 (until it is ready)',
          '7 s1: record 1 outcome done',
        ],
      },
    ],
    ['not for what runs', some, up(some), { unchanged: ['web-1', 'web-2'] }],
    [
      'for what is replaced, changed in place or started',
      but(pair({ environment: { A: '1' } }), { db: { mem_limit: '9' } }),
      tweaked(up(pair()), 'demo-db-1', { state: 'exited' }),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: replace web-1 after 1 (it differs in environment.A); environment.A: - -> 1',
          '3 s1: update db-1 mem_limit,memswap_limit after 1 (it differs in mem_limit); mem_limit: - -> 9',
          '4 s1: start demo-db-1 after 3 (it is stopped (exit 0))',
          '5 s1: ready demo-web-1 after 2 (until it is ready)',
          '6 s1: ready demo-db-1 after 4 (until it is ready)',
          '7 s1: record 2 outcome done',
        ],
      },
    ],
    [
      'for what runs and is not healthy yet, though nothing is changed',
      pair(),
      tweaked(up(pair()), 'demo-db-1', { health: 'starting' }),
      { steps: ['1 s1: ready demo-db-1 (until it is ready)'], unchanged: ['web-1', 'db-1'] },
    ],
    [
      'once for what others wait for anyway',
      pair(needs('service_healthy')),
      empty(['s1']),
      {
        steps: [
          '1 s1: record 1 intent begun',
          '2 s1: pull image web after 1 (web-1 needs it)',
          '3 s1: pull image db after 1 (db-1 needs it)',
          '4 s1: create db-1 after 1,3 (the only ship it may use)',
          '5 s1: wait demo-db-1 after 4 (others wait until it is healthy)',
          '6 s1: create web-1 after 1,2,5 (the only ship it may use)',
          '7 s1: ready demo-web-1 after 6 (until it is ready)',
          '8 s1: record 1 outcome done',
        ],
      },
    ],
    [
      'in earnest for what others would do without',
      pair(needs('service_healthy', false)),
      empty(['s1']),
      {
        steps: [
          '1 s1: record 1 intent begun',
          '2 s1: pull image web after 1 (web-1 needs it)',
          '3 s1: pull image db after 1 (db-1 needs it)',
          '4 s1: create db-1 after 1,3 (the only ship it may use)',
          '5 s1: wait demo-db-1, if it does after 4 (others wait until it is healthy)',
          '6 s1: create web-1 after 1,2 behind 5 (the only ship it may use)',
          '7 s1: ready demo-web-1 after 6 (until it is ready)',
          '8 s1: ready demo-db-1 after 4 (until it is ready)',
          '9 s1: record 1 outcome done',
        ],
      },
    ],
    [
      'not for what has ended well, as others want it',
      migrated,
      tweaked(up(migrated), 'demo-db-1', { exitCode: 0, state: 'exited' }),
      { unchanged: ['web-1', 'db-1'] },
    ],
    [
      'for the end of what others want ended, where nobody waits for it by now',
      migrated,
      tweaked(up(migrated), 'demo-db-1', { state: 'running' }),
      { steps: ['1 s1: complete demo-db-1 (until it has ended well)'], unchanged: ['web-1', 'db-1'] },
    ],
  ])('%s', plans({ wait: true }));

  test('only for the services that are named and what they need', () => {
    const fleet = tweaked(up(pair()), 'demo-db-1', { health: 'starting' });
    expect(shown(start(pair(), fleet, { wait: true, services: ['web'] }))).toEqual({ unchanged: ['web-1'] });
  });
});

describe('--wait-timeout', () => {
  test('bounds every wait, that of others too', () => {
    const fleet = tweaked(up(pair(needs('service_healthy'))), 'demo-web-1', null);
    const waiting = tweaked(fleet, 'demo-db-1', { health: 'starting' });
    const plan = start(pair(needs('service_healthy')), waiting, { wait: true, waitLimit: 60 });
    expect(shown(plan)).toEqual({
      steps: [
        '1 s1: record 2 intent begun',
        '2 s1: wait demo-db-1 for 60 s (others wait until it is healthy)',
        '3 s1: create web-1 after 1,2 (comes back where it was)',
        '4 s1: ready demo-web-1 for 60 s after 3 (until it is ready)',
        '5 s1: record 2 outcome done',
      ],
      unchanged: ['db-1'],
    });
  });

  test('of 0 is none', () => {
    const fleet = tweaked(up(pair()), 'demo-db-1', { health: 'starting' });
    expect(shown(start(pair(), fleet, { wait: true, waitLimit: 0 })).steps).toEqual([
      '1 s1: ready demo-db-1 (until it is ready)',
    ]);
  });
});
