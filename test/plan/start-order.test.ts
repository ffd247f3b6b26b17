import { describe, expect, test } from 'vitest';
import type { ProjectParts } from './helpers.ts';
import { but, type Case, empty, needs, plans, start, up } from './starting.ts';
import { tweaked } from './world.ts';

const healthcheck = { test: ['CMD', 'true'] };

describe('services that are named', () => {
  const chain: ProjectParts = {
    services: {
      web: { image: 'web', links: ['api'] },
      api: { image: 'api', links: ['db'] },
      db: { image: 'db' },
      other: { image: 'other' },
    },
    ships: ['s1'],
  };
  test.each<Case>([
    [
      'come with what they need',
      chain,
      empty(['s1']),
      {
        steps: [
          '1 s1: record 1 intent begun',
          '2 s1: network demo_default after 1 (api-1 needs it)',
          '3 s1: pull image api after 1 (api-1 needs it)',
          '4 s1: pull image db after 1 (db-1 needs it)',
          '5 s1: create db-1 after 1,2,4 (all on s1 (the only ship it may use): web, api, db and other publish no port)',
          '6 s1: create api-1 after 1,2,3,5 (all on s1 (the only ship it may use): web, api, db and other publish no port)',
          '7 s1: record 1 outcome done',
        ],
        warnings: [
          'web links to api, which publishes no fixed port: its name works, api_ip leads nowhere',
          'api links to db, which publishes no fixed port: its name works, db_ip leads nowhere',
        ],
      },
    ],
    [
      'start what they need where it is stopped',
      chain,
      tweaked(up(chain), 'demo-db-1', { state: 'exited' }),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: start demo-db-1 after 1 (it is stopped (exit 0))',
          '3 s1: record 2 outcome done',
        ],
        unchanged: ['api-1'],
        warnings: [
          'web links to api, which publishes no fixed port: its name works, api_ip leads nowhere',
          'api links to db, which publishes no fixed port: its name works, db_ip leads nowhere',
        ],
      },
    ],
    [
      'leave others as they are',
      but(chain, { other: { image: 'other:2' } }),
      tweaked(up(chain), 'demo-other-1', null),
      {
        unchanged: ['api-1', 'db-1'],
        warnings: [
          'web links to api, which publishes no fixed port: its name works, api_ip leads nowhere',
          'api links to db, which publishes no fixed port: its name works, db_ip leads nowhere',
        ],
      },
    ],
    [
      'what is known of the others stays known',
      chain,
      tweaked(tweaked(up(chain), 'demo-other-1', null), 'demo-api-1', null),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: create api-1 after 1 (comes back where it was)',
          '3 s1: record 2 outcome done',
        ],
        unchanged: ['db-1'],
        warnings: [
          'web links to api, which publishes no fixed port: its name works, api_ip leads nowhere',
          'api links to db, which publishes no fixed port: its name works, db_ip leads nowhere',
        ],
      },
    ],
  ])('%s', plans({ services: ['api'] }));

  test('the record keeps the place of one that is lost and not named', () => {
    const fleet = tweaked(tweaked(up(chain), 'demo-other-1', null), 'demo-api-1', null);
    const [step] = start(chain, fleet, { services: ['api'] }).steps;
    expect(step?.kind === 'record' && step.record?.placement).toEqual({
      'web-1': 's1',
      'other-1': 's1',
      'db-1': 's1',
      'api-1': 's1',
    });
  });
});

describe('waiting for what has to end first', () => {
  const migrated: ProjectParts = {
    services: {
      web: { image: 'web', ...needs('service_completed_successfully') },
      db: { image: 'db' },
    },
    ships: ['s1'],
  };
  const ended = { state: 'exited' as const, exitCode: 0 };

  test.each<Case>([
    [
      'until it has ended well',
      migrated,
      empty(['s1']),
      {
        steps: [
          '1 s1: record 1 intent begun',
          '2 s1: network demo_default after 1 (web-1 needs it)',
          '3 s1: pull image web after 1 (web-1 needs it)',
          '4 s1: pull image db after 1 (db-1 needs it)',
          '5 s1: create db-1 after 1,2,4 (all on s1 (the only ship it may use): web and db publish no port)',
          '6 s1: complete demo-db-1 after 5 (others wait until it has ended well)',
          '7 s1: create web-1 after 1,2,3,6 (all on s1 (the only ship it may use): web and db publish no port)',
          '8 s1: record 1 outcome done',
        ],
      },
    ],
    ['what has ended well need not run again', migrated, up(migrated), { unchanged: ['web-1', 'db-1'] }],
    [
      'nor is it waited for',
      but(migrated, { web: { image: 'web:2' } }),
      up(migrated),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: pull image web:2 after 1 (web-1 needs it)',
          '3 s1: replace web-1 after 1,2 (it differs in image); image: web -> web:2',
          '4 s1: record 2 outcome done',
        ],
        unchanged: ['db-1'],
      },
    ],
    [
      'what has not runs again',
      migrated,
      tweaked(tweaked(up(migrated), 'demo-db-1', { exitCode: 1 }), 'demo-web-1', ended),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: start demo-db-1 after 1 (it is stopped (exit 1))',
          '3 s1: complete demo-db-1 after 2 (others wait until it has ended well)',
          '4 s1: start demo-web-1 after 1,3 (it is stopped (exit 0))',
          '5 s1: record 2 outcome done',
        ],
      },
    ],
  ])('%s', plans());
});

describe('what is not required', () => {
  const loose = (condition: 'service_started' | 'service_healthy'): ProjectParts => ({
    services: {
      web: { image: 'web', networks: {}, depends_on: { db: { condition, required: false } } },
      db: { image: 'db', networks: {}, healthcheck },
    },
    ships: ['s1'],
  });

  test.each<Case>([
    [
      'goes first, however it ends',
      loose('service_started'),
      empty(['s1']),
      {
        steps: [
          '1 s1: record 1 intent begun',
          '2 s1: pull image web after 1 (web-1 needs it)',
          '3 s1: pull image db after 1 (db-1 needs it)',
          '4 s1: create db-1 after 1,3 (the only ship it may use)',
          '5 s1: create web-1 after 1,2 behind 4 (the only ship it may use)',
          '6 s1: record 1 outcome done',
        ],
      },
    ],
    [
      'is waited for, however that ends',
      loose('service_healthy'),
      empty(['s1']),
      {
        steps: [
          '1 s1: record 1 intent begun',
          '2 s1: pull image web after 1 (web-1 needs it)',
          '3 s1: pull image db after 1 (db-1 needs it)',
          '4 s1: create db-1 after 1,3 (the only ship it may use)',
          '5 s1: wait demo-db-1, if it does after 4 (others wait until it is healthy)',
          '6 s1: create web-1 after 1,2 behind 5 (the only ship it may use)',
          '7 s1: record 1 outcome done',
        ],
      },
    ],
    [
      'is required where another service says so',
      {
        ...loose('service_healthy'),
        services: {
          ...loose('service_healthy').services,
          api: { image: 'api', networks: {}, ...needs('service_healthy') },
        },
      },
      empty(['s1']),
      {
        steps: [
          '1 s1: record 1 intent begun',
          '2 s1: pull image web after 1 (web-1 needs it)',
          '3 s1: pull image db after 1 (db-1 needs it)',
          '4 s1: pull image api after 1 (api-1 needs it)',
          '5 s1: create db-1 after 1,3 (the only ship it may use)',
          '6 s1: wait demo-db-1 after 5 (others wait until it is healthy)',
          '7 s1: create web-1 after 1,2 behind 6 (the only ship it may use)',
          '8 s1: create api-1 after 1,4,6 (the only ship it may use)',
          '9 s1: record 1 outcome done',
        ],
      },
    ],
  ])('%s', plans());
});
