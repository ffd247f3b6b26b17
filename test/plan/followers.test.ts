import { describe, expect, test } from 'vitest';
import type { ProjectParts } from './helpers.ts';
import { shown } from './lines.ts';
import { but, type Case, plans, start, up } from './starting.ts';
import { applied, seen, shipWith, tweaked } from './world.ts';

const depends = (name: string, more = {}) => ({
  depends_on: { [name]: { condition: 'service_started' as const, required: true, ...more } },
});

/** A web, and a proxy in its network. */
const pair: ProjectParts = {
  services: {
    proxy: { image: 'proxy', network_mode: 'service:web', networks: {}, ...depends('web', { restart: true }) },
    web: { image: 'web', networks: {} },
  },
  ships: ['s1'],
};
const backup: ProjectParts = but(pair, {
  proxy: { image: 'proxy', ...depends('web') },
});
backup.services.proxy = { image: 'proxy', networks: {}, volumes_from: ['web:ro'], ...depends('web') };

const told: ProjectParts = {
  services: {
    web: { image: 'web', networks: {}, ...depends('db', { restart: true }) },
    api: { image: 'api', networks: {}, ...depends('db') },
    cron: { image: 'cron', networks: {}, ...depends('web', { restart: true }) },
    db: { image: 'db', networks: {} },
  },
  ships: ['s1'],
};

const again = (parts: ProjectParts, name: string) => but(parts, { [name]: { environment: { A: '2' } } });
const anew = 'it shares with web-1, which is made anew';

describe('what lives in another container', () => {
  test.each<Case>([
    [
      'is made after it, and there',
      pair,
      up({ services: {}, ships: ['s1'] }),
      {
        steps: [
          '1 s1: record 1 intent begun',
          '2 s1: pull image proxy after 1 (proxy-1 needs it)',
          '3 s1: pull image web after 1 (web-1 needs it)',
          '4 s1: create web-1 after 1,3 (all on s1 (the only ship it may use): proxy shares the network of web)',
          '5 s1: create proxy-1 after 1,2,4 (all on s1 (the only ship it may use): proxy shares the network of web)',
          '6 s1: record 1 outcome done',
        ],
      },
    ],
    ['stays while that stays', pair, up(pair), { unchanged: ['proxy-1', 'web-1'] }],
    [
      'is made anew with it',
      again(pair, 'web'),
      up(pair),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: replace web-1 after 1 (it differs in environment.A); environment.A: - -> 2',
          `3 s1: replace proxy-1 after 1,2 (${anew})`,
          '4 s1: record 2 outcome done',
        ],
      },
    ],
    [
      'is made anew where that was lost',
      pair,
      tweaked(up(pair), 'demo-web-1', null),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: create web-1 after 1 (comes back where it was)',
          `3 s1: replace proxy-1 after 1,2 (${anew})`,
          '4 s1: record 2 outcome done',
        ],
      },
    ],
    [
      'is made anew where that was made anew without it',
      pair,
      tweaked(up(pair), 'demo-proxy-1', { shares: ['another'] }),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: replace proxy-1 after 1 (it shares with what demo-web-1 was before)',
          '3 s1: record 2 outcome done',
        ],
        unchanged: ['web-1'],
      },
    ],
    [
      'starts again with it',
      pair,
      tweaked(up(pair), 'demo-web-1', { state: 'exited' }),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: start demo-web-1 after 1 (it is stopped (exit 0))',
          '3 s1: stop demo-proxy-1 after 1,2 (it shares with web-1, which starts)',
          '4 s1: start demo-proxy-1 after 3 (it shares with web-1, which starts)',
          '5 s1: record 2 outcome done',
        ],
      },
    ],
    [
      'starts again where that started after it',
      pair,
      tweaked(up(pair), 'demo-web-1', { startedAt: '2024-05-01T10:00:01.5Z' }),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: stop demo-proxy-1 after 1 (demo-web-1, with which it shares, started after it)',
          '3 s1: start demo-proxy-1 after 2 (demo-web-1, with which it shares, started after it)',
          '4 s1: record 2 outcome done',
        ],
        unchanged: ['web-1'],
      },
    ],
    [
      'is made anew for its volumes, too, but starts no more than it has to',
      again(backup, 'web'),
      up(backup),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: replace web-1 after 1 (it differs in environment.A); environment.A: - -> 2',
          '3 s1: replace proxy-1 after 1,2 (it shares with web-1, which is made anew)',
          '4 s1: record 2 outcome done',
        ],
      },
    ],
    [
      'does not start again for volumes',
      backup,
      tweaked(up(backup), 'demo-web-1', { state: 'exited' }),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: start demo-web-1 after 1 (it is stopped (exit 0))',
          '3 s1: record 2 outcome done',
        ],
        unchanged: ['proxy-1'],
      },
    ],
  ])('%s', plans());

  test.each<Case>([
    [
      'is made anew though only the other is named',
      again(pair, 'web'),
      up(pair),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: replace web-1 after 1 (it differs in environment.A); environment.A: - -> 2',
          `3 s1: replace proxy-1 after 1,2 (${anew})`,
          '4 s1: record 2 outcome done',
        ],
      },
    ],
    ['is left alone where nothing happens to that', again(pair, 'proxy'), up(pair), { unchanged: ['web-1'] }],
  ])('%s', plans({ services: ['web'] }));

  test('is told the name of the container in its spec', () => {
    const spec = (parts: ProjectParts) => {
      const step = start(parts, up({ services: {}, ships: ['s1'] })).steps.find(({ subject }) => subject === 'proxy-1');
      return step?.kind === 'create' ? step.spec.config : undefined;
    };
    expect(spec(pair)?.network_mode).toBe('container:demo-web-1');
    expect(spec(backup)?.volumes_from).toEqual(['demo-web-1:ro']);
  });

  test('lives in the container of another project while that is the one it was made for', () => {
    const parts = but(pair, { proxy: { network_mode: 'container:vpn' } });
    const vpn = (id: string) => [{ id, name: 'vpn', running: true, project: 'other', ports: [] }];
    const fleet = up(parts, shipWith(up({ services: {}, ships: ['s1'] }), 's1', { neighbours: vpn('one') }));
    expect(start(parts, fleet).unchanged).toEqual(['proxy-1', 'web-1']);
    const [, step] = start(parts, shipWith(fleet, 's1', { neighbours: vpn('two') })).steps;
    expect(step?.why).toBe('it shares with what vpn was before');
  });
});

describe('restart: true', () => {
  test.each<Case>([
    [
      'starts again with what is replaced, and passes it on; others stay',
      again(told, 'db'),
      up(told),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: replace db-1 after 1 (it differs in environment.A); environment.A: - -> 2',
          '3 s1: stop demo-web-1 after 1,2 (it is restarted with db-1)',
          '4 s1: start demo-web-1 after 3 (it is restarted with db-1)',
          '5 s1: stop demo-cron-1 after 1,4 (it is restarted with web-1)',
          '6 s1: start demo-cron-1 after 5 (it is restarted with web-1)',
          '7 s1: record 2 outcome done',
        ],
        unchanged: ['api-1'],
      },
    ],
    [
      'of a link alone is told by variables, not by a restart',
      again(but(told, { web: { links: ['db'] } }), 'db'),
      up(but(told, { web: { links: ['db'] } })),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: replace db-1 after 1 (it differs in environment.A); environment.A: - -> 2',
          '3 s1: record 2 outcome done',
        ],
        unchanged: ['web-1', 'api-1', 'cron-1'],
        warnings: ['web links to db, which publishes no fixed port: its name works, db_ip leads nowhere'],
      },
    ],
    [
      'is nothing to what does not run',
      again(told, 'db'),
      tweaked(up(told), 'demo-web-1', { state: 'paused' }),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: replace db-1 after 1 (it differs in environment.A); environment.A: - -> 2',
          '3 s1: record 2 outcome done',
        ],
        unchanged: ['web-1', 'api-1', 'cron-1'],
        warnings: ['demo-web-1 on s1 is paused and stays so'],
      },
    ],
  ])('%s', plans());

  test('when all is done, nothing is left to do', () => {
    const before = up(told);
    const after = applied(before, start(again(told, 'db'), before));
    expect(seen(after, 's1').containers.map(({ state }) => state)).toEqual(Array(4).fill('running'));
    expect(start(again(told, 'db'), after).steps).toEqual([]);
  });
});

describe('with restart: true on what may be made anew', () => {
  const pulled = (parts: ProjectParts, ...names: string[]) =>
    but(parts, Object.fromEntries(names.map((name) => [name, { pull_policy: 'always' }])));
  const far = but(
    told,
    { db: { ships: ['s1'] }, web: { ships: ['s2'] }, api: { ships: ['s1'] }, cron: { ships: ['s2'] } },
    { ships: ['s1', 's2'] },
  );
  const stopped = tweaked(up(told), 'demo-web-1', { state: 'exited' });

  test.each<Case>([
    [
      'what runs is restarted where that is, and what depends on it so',
      pulled(told, 'db'),
      up(told),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: pull image db after 1 (db-1 needs it)',
          '3 s1: refresh db-1 unless image db is sha256:db after 1,2 (its image is pulled always)',
          '4 s1: stop demo-web-1 behind 3 where 3 made anew (it is restarted if db-1 is made anew)',
          '5 s1: start demo-web-1 after 4 where 3 made anew (it is restarted if db-1 is made anew)',
          '6 s1: stop demo-cron-1 behind 5,3 where 3 made anew (it is restarted if db-1 is made anew)',
          '7 s1: start demo-cron-1 after 6 where 3 made anew (it is restarted if db-1 is made anew)',
          '8 s1: record 2 outcome done',
        ],
        unchanged: ['web-1', 'api-1', 'cron-1'],
      },
    ],
    [
      'on another ship too',
      pulled(far, 'db'),
      up(far),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s2: record 2 intent begun',
          '3 s1: pull image db after 1 (db-1 needs it)',
          '4 s1: refresh db-1 unless image db is sha256:db after 1,3 (its image is pulled always)',
          '5 s2: stop demo-web-1 behind 4 where 4 made anew (it is restarted if db-1 is made anew)',
          '6 s2: start demo-web-1 after 5 where 4 made anew (it is restarted if db-1 is made anew)',
          '7 s2: stop demo-cron-1 behind 6,4 where 4 made anew (it is restarted if db-1 is made anew)',
          '8 s2: start demo-cron-1 after 7 where 4 made anew (it is restarted if db-1 is made anew)',
          '9 s1: record 2 outcome done',
          '10 s2: record 2 outcome done',
        ],
        unchanged: ['web-1', 'api-1', 'cron-1'],
      },
    ],
    [
      'what may itself be made anew is restarted only where it was not',
      pulled(told, 'db', 'web'),
      up(told),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: pull image web after 1 (web-1 needs it)',
          '3 s1: pull image db after 1 (db-1 needs it)',
          '4 s1: refresh db-1 unless image db is sha256:db after 1,3 (its image is pulled always)',
          '5 s1: refresh web-1 unless image web is sha256:web after 1,2,4 (its image is pulled always)',
          '6 s1: stop demo-web-1 after 5 behind 4 where 4 and not 5 made anew (it is restarted if db-1 is made anew)',
          '7 s1: start demo-web-1 after 6 where 4 and not 5 made anew (it is restarted if db-1 is made anew)',
          '8 s1: stop demo-cron-1 behind 7,4,5 where 4,5 made anew (it is restarted if web-1 or db-1 is made anew)',
          '9 s1: start demo-cron-1 after 8 where 4,5 made anew (it is restarted if web-1 or db-1 is made anew)',
          '10 s1: record 2 outcome done',
        ],
        unchanged: ['api-1', 'cron-1'],
      },
    ],
    [
      'what is stopped starts anyway',
      pulled(told, 'db'),
      stopped,
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: pull image db after 1 (db-1 needs it)',
          '3 s1: refresh db-1 unless image db is sha256:db after 1,2 (its image is pulled always)',
          '4 s1: start demo-web-1 after 1,3 (it is stopped (exit 0))',
          '5 s1: record 2 outcome done',
        ],
        unchanged: ['api-1', 'cron-1'],
      },
    ],
  ])('%s', (_, parts, fleet, plan) => {
    expect(shown(start(parts, fleet))).toEqual(plan);
  });
});
