import { describe, test } from 'vitest';
import { observation, type ProjectParts } from './helpers.ts';
import { alone, but, type Case, empty, flagship, needs, plans, up, webs } from './starting.ts';
import { tweaked } from './world.ts';

const healthcheck = { test: ['CMD', 'true'] };
const waiting: ProjectParts = {
  services: {
    web: { image: 'web', ...needs('service_healthy') },
    db: { image: 'db', healthcheck },
    cron: { image: 'cron', ...needs('service_started') },
  },
  ships: ['s1'],
};

describe('waiting for what a service depends on', () => {
  test.each<Case>([
    [
      'until it is healthy, or only until it is started',
      waiting,
      empty(['s1']),
      {
        steps: [
          '1 s1: record 1 intent begun',
          '2 s1: network demo_default after 1 (web-1 needs it)',
          '3 s1: pull image web after 1 (web-1 needs it)',
          '4 s1: pull image db after 1 (db-1 needs it)',
          '5 s1: pull image cron after 1 (cron-1 needs it)',
          '6 s1: create db-1 after 1,2,4 (all on s1 (the only ship it may use): web, db and cron publish no port)',
          '7 s1: wait demo-db-1 after 6 (others wait until it is healthy)',
          '8 s1: create web-1 after 1,2,3,7 (all on s1 (the only ship it may use): web, db and cron publish no port)',
          '9 s1: create cron-1 after 1,2,5,6 (all on s1 (the only ship it may use): web, db and cron publish no port)',
          '10 s1: record 1 outcome done',
        ],
      },
    ],
    [
      'not where it is healthy',
      but(waiting, { web: { image: 'web:2' } }),
      up(waiting),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: pull image web:2 after 1 (web-1 needs it)',
          '3 s1: replace web-1 after 1,2 (it differs in image); image: web -> web:2',
          '4 s1: record 2 outcome done',
        ],
        unchanged: ['db-1', 'cron-1'],
      },
    ],
    [
      'where it is still starting',
      but(waiting, { web: { image: 'web:2' } }),
      tweaked(up(waiting), 'demo-db-1', { health: 'starting' }),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: pull image web:2 after 1 (web-1 needs it)',
          '3 s1: wait demo-db-1 (others wait until it is healthy)',
          '4 s1: replace web-1 after 1,2,3 (it differs in image); image: web -> web:2',
          '5 s1: record 2 outcome done',
        ],
        unchanged: ['db-1', 'cron-1'],
      },
    ],
    [
      'where it is replaced',
      but(waiting, { web: { image: 'web:2' }, db: { image: 'db:2' } }),
      up(waiting),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: pull image web:2 after 1 (web-1 needs it)',
          '3 s1: pull image db:2 after 1 (db-1 needs it)',
          '4 s1: replace db-1 after 1,3 (it differs in image); image: db -> db:2',
          '5 s1: wait demo-db-1 after 4 (others wait until it is healthy)',
          '6 s1: replace web-1 after 1,2,5 (it differs in image); image: web -> web:2',
          '7 s1: record 2 outcome done',
        ],
        unchanged: ['cron-1'],
      },
    ],
    [
      'not where nothing that waits changes',
      but(waiting, { db: { image: 'db:2' } }),
      up(waiting),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: pull image db:2 after 1 (db-1 needs it)',
          '3 s1: replace db-1 after 1,2 (it differs in image); image: db -> db:2',
          '4 s1: record 2 outcome done',
        ],
        unchanged: ['web-1', 'cron-1'],
      },
    ],
    [
      'where it is stopped',
      waiting,
      tweaked(tweaked(up(waiting), 'demo-db-1', { state: 'exited', health: 'unhealthy' }), 'demo-web-1', {
        state: 'exited',
      }),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: start demo-db-1 after 1 (it is stopped (exit 0))',
          '3 s1: wait demo-db-1 after 2 (others wait until it is healthy)',
          '4 s1: start demo-web-1 after 1,3 (it is stopped (exit 0))',
          '5 s1: record 2 outcome done',
        ],
        unchanged: ['cron-1'],
      },
    ],
    [
      'all of its replicas',
      but(waiting, { db: { deploy: { replicas: 2 } } }),
      empty(['s1']),
      {
        steps: [
          '1 s1: record 1 intent begun',
          '2 s1: network demo_default after 1 (web-1 needs it)',
          '3 s1: pull image web after 1 (web-1 needs it)',
          '4 s1: pull image db after 1 (db-1 needs it)',
          '5 s1: pull image cron after 1 (cron-1 needs it)',
          '6 s1: create db-1 after 1,2,4 (all on s1 (the only ship it may use): web, db and cron publish no port)',
          '7 s1: wait demo-db-1 after 6 (others wait until it is healthy)',
          '8 s1: create db-2 after 1,2,4 (all on s1 (the only ship it may use): web, db and cron publish no port)',
          '9 s1: wait demo-db-2 after 8 (others wait until it is healthy)',
          '10 s1: create web-1 after 1,2,3,7,9 (all on s1 (the only ship it may use): web, db and cron publish no port)',
          '11 s1: create cron-1 after 1,2,5,6,8 (all on s1 (the only ship it may use): web, db and cron publish no port)',
          '12 s1: record 1 outcome done',
        ],
      },
    ],
  ])('%s', plans());
});

describe('networks, volumes and images', () => {
  const shared: ProjectParts = {
    services: {
      a: { image: 'one', networks: { front: null }, volumes: [{ type: 'volume', source: 'data', target: '/data' }] },
      b: {
        image: 'one',
        networks: { front: null, back: null },
        volumes: [{ type: 'volume', source: 'data', target: '/data' }],
      },
      c: { image: 'two', networks: { back: null } },
    },
    networks: { front: {}, back: {}, unused: {} },
    volumes: { data: {}, unused: {} },
    ships: ['s1'],
  };
  test.each<Case>([
    [
      'are made once on a ship, and waited for by all that need them',
      shared,
      empty(['s1']),
      {
        steps: [
          '1 s1: record 1 intent begun',
          '2 s1: network demo_front after 1 (a-1 needs it)',
          '3 s1: volume demo_data after 1 (a-1 needs it)',
          '4 s1: pull image one after 1 (a-1 needs it)',
          '5 s1: network demo_back after 1 (b-1 needs it)',
          '6 s1: pull image two after 1 (c-1 needs it)',
          '7 s1: create a-1 after 1,2,3,4 (all on s1 (the only ship it may use): a, b and c publish no port; a and b share volume demo_data)',
          '8 s1: create b-1 after 1,2,5,3,4 (all on s1 (the only ship it may use): a, b and c publish no port; a and b share volume demo_data)',
          '9 s1: create c-1 after 1,5,6 (all on s1 (the only ship it may use): a, b and c publish no port; a and b share volume demo_data)',
          '10 s1: record 1 outcome done',
        ],
      },
    ],
    [
      'are not made again',
      but(shared, { c: { image: 'one' } }),
      up(shared),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: replace c-1 after 1 (it differs in image); image: two -> one',
          '3 s1: record 2 outcome done',
        ],
        unchanged: ['a-1', 'b-1'],
      },
    ],
    [
      'come for a new replica on another ship',
      webs(2),
      [...up(webs(1)).slice(0, 1), observation('s2')],
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s2: record 2 intent begun',
          '3 s2: network demo_default after 2 (web-2 needs it)',
          '4 s2: pull image web:1 after 2 (web-2 needs it)',
          '5 s2: create web-2 after 2,3,4 (fewest of this service)',
          '6 s1: record 2 outcome done',
          '7 s2: record 2 outcome done',
        ],
        unchanged: ['web-1'],
      },
    ],
  ])('%s', plans());
});

const plain = { image: 'web' };
const changedPlain = alone({ ...plain, environment: { A: '2' } });

describe('create: made, not started', () => {
  const flying = up(flagship);

  test.each<Case>([
    [
      'on empty ships: nobody waits for anybody',
      waiting,
      empty(['s1']),
      {
        steps: [
          '1 s1: record 1 intent begun',
          '2 s1: network demo_default after 1 (web-1 needs it)',
          '3 s1: pull image web after 1 (web-1 needs it)',
          '4 s1: pull image db after 1 (db-1 needs it)',
          '5 s1: pull image cron after 1 (cron-1 needs it)',
          '6 s1: make db-1 after 1,2,4 (all on s1 (the only ship it may use): web, db and cron publish no port)',
          '7 s1: make web-1 after 1,2,3 (all on s1 (the only ship it may use): web, db and cron publish no port)',
          '8 s1: make cron-1 after 1,2,5 (all on s1 (the only ship it may use): web, db and cron publish no port)',
          '9 s1: record 1 outcome done',
        ],
      },
    ],
    [
      'what is there stays, stopped or not',
      flagship,
      tweaked(flying, 'demo-redis-1', { state: 'exited' }),
      { unchanged: ['client-1', 'redis-1'] },
    ],
    [
      'what changed',
      changedPlain,
      up(alone(plain)),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: replace web-1, not started after 1 (it differs in environment.A); environment.A: - -> 2',
          '3 s1: record 2 outcome done',
        ],
      },
    ],
  ])('%s', plans({ run: false }));
});
