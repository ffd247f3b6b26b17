import { describe, expect, test } from 'vitest';
import type { Observed } from '../../src/lib/docker/index.ts';
import { planDrain } from '../../src/lib/plan/index.ts';
import { mountedVolume, type ProjectParts, port, problem, project, silent } from './helpers.ts';
import { shown } from './lines.ts';
import { but, empty, flagship, second, start, up, webs } from './starting.ts';
import { applied, tweaked } from './world.ts';

const options = { run: true, services: [], removeOrphans: false, ...second, drained: 's2' };
const drain = (parts: ProjectParts, fleet: readonly Observed[]) => planDrain(project(parts), fleet, options);

/** A row: what it is about, the file, what was seen, and all that is shown of the plan that drains s2. */
type Row = [what: string, parts: ProjectParts, fleet: Observed[], plan: Record<string, string[]>];

/** What such a plan leaves is left alone by the next start, and by the next drain. */
const drains = (_: string, parts: ProjectParts, fleet: Observed[], plan: Record<string, string[]>) => {
  const drained = drain(parts, fleet);
  expect(shown(drained)).toEqual(plan);
  const after = applied(fleet, drained);
  expect([start(parts, after).steps, drain(parts, after).steps]).toEqual([[], []]);
};

const three = ['s1', 's2', 's3'];
const wide = (parts: ProjectParts): ProjectParts => ({ ...parts, ships: three });
const proxies = wide(but(webs(2), { web: { ports: [port(80, 80)] } }));
const mixed: ProjectParts = {
  services: {
    web: { image: 'web:1', ports: [port(80, 80)] },
    proxy: { image: 'proxy', ports: [port(80, 80)] },
    api: { image: 'api', ports: [port(81, 81)] },
  },
  ships: three,
};
const pair: ProjectParts = {
  services: { web: { image: 'web:1', ports: [port(80)] }, api: { image: 'api' } },
  ships: three,
};
const on = (ship: string) => ({ ships: [ship] });

describe('what may move does, when its successor runs', () => {
  test.each<Row>([
    [
      'one of several replicas',
      wide(webs(3)),
      up(wide(webs(3))),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s2: record 2 intent begun',
          '3 s3: record 2 intent begun',
          '4 s1: create web-2 after 1 (first in the file; leaves s2)',
          '5 s1: ready demo-web-2 after 4 (then the one on s2 goes)',
          '6 s2: stop demo-web-2 after 2,5 (it is on s1 now)',
          '7 s2: remove container demo-web-2 after 6 (it is on s1 now)',
          '8 s1: record 2 outcome done',
          '9 s2: record 2 outcome done',
          '10 s3: record 2 outcome done',
        ],
        unchanged: ['web-1', 'web-3'],
      },
    ],
    [
      'and whoever is told of its address is told anew',
      wide(flagship),
      up(wide(flagship)),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s2: record 2 intent begun',
          '3 s3: record 2 intent begun',
          '4 s3: network demo_default after 3 (redis-1 needs it)',
          '5 s3: pull image redis after 3 (redis-1 needs it)',
          '6 s3: create redis-1 after 3,4,5 (fewest of this project; leaves s2)',
          "7 s1: replace client-1 after 1,6 (redis-1 moves to s3, so client's redis_ip changes); redis_ip: 10.0.0.2 -> 10.0.0.3; extra_hosts.redis: 10.0.0.2 -> 10.0.0.3",
          '8 s3: ready demo-redis-1 after 6 (then the one on s2 goes)',
          '9 s2: stop demo-redis-1 after 2,8,7 (it is on s3 now)',
          '10 s2: remove container demo-redis-1 after 9 (it is on s3 now)',
          '11 s1: record 2 outcome done',
          '12 s2: record 2 outcome done',
          '13 s3: record 2 outcome done',
        ],
      },
    ],
    [
      'what has to stay together goes together',
      pair,
      up(but(pair, { web: on('s2'), api: on('s2') })),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s2: record 2 intent begun',
          '3 s3: record 2 intent begun',
          '4 s1: network demo_default after 1 (web-1 needs it)',
          '5 s1: pull image web:1 after 1 (web-1 needs it)',
          '6 s1: pull image api after 1 (api-1 needs it)',
          '7 s1: create web-1 after 1,4,5 (all on s1 (first in the file): web publishes port 80 at no fixed number; api publishes no port; leaves s2)',
          '8 s1: create api-1 after 1,4,6 (all on s1 (first in the file): web publishes port 80 at no fixed number; api publishes no port; leaves s2)',
          '9 s1: ready demo-web-1 after 7 (then the one on s2 goes)',
          '10 s2: stop demo-web-1 after 2,9 (it is on s1 now)',
          '11 s2: remove container demo-web-1 after 10 (it is on s1 now)',
          '12 s1: ready demo-api-1 after 8 (then the one on s2 goes)',
          '13 s2: stop demo-api-1 after 2,12 (it is on s1 now)',
          '14 s2: remove container demo-api-1 after 13 (it is on s1 now)',
          '15 s1: record 2 outcome done',
          '16 s2: record 2 outcome done',
          '17 s3: record 2 outcome done',
        ],
      },
    ],
    [
      'it takes nothing from those that stay, even where they come behind it in the file',
      mixed,
      up(but(mixed, { web: on('s2'), proxy: on('s1'), api: on('s3') })),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s2: record 2 intent begun',
          '3 s3: record 2 intent begun',
          '4 s3: pull image web:1 after 3 (web-1 needs it)',
          '5 s3: create web-1 after 3,4 (port 80 is taken on s1 by proxy-1; leaves s2)',
          "6 s1: replace proxy-1 after 1 (web-1 moves to s3, so proxy's extra_hosts.web changes); extra_hosts.web: 10.0.0.2 -> 10.0.0.3",
          "7 s3: replace api-1 after 3 (web-1 moves to s3, so api's extra_hosts.web changes); extra_hosts.web: 10.0.0.2 -> -",
          '8 s3: ready demo-web-1 after 5 (then the one on s2 goes)',
          '9 s2: stop demo-web-1 after 2,8,6,7 (it is on s3 now)',
          '10 s2: remove container demo-web-1 after 9 (it is on s3 now)',
          '11 s1: record 2 outcome done',
          '12 s2: record 2 outcome done',
          '13 s3: record 2 outcome done',
        ],
      },
    ],
    [
      'what was lost there comes back elsewhere',
      wide(webs(3)),
      tweaked(up(wide(webs(3))), 'demo-web-2', null),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s2: record 2 intent begun',
          '3 s3: record 2 intent begun',
          '4 s1: create web-2 after 1 (first in the file)',
          '5 s1: record 2 outcome done',
          '6 s2: record 2 outcome done',
          '7 s3: record 2 outcome done',
        ],
        unchanged: ['web-1', 'web-3'],
      },
    ],
    [
      'what is new does not go there',
      wide(webs(4)),
      up(wide(webs(3))),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s2: record 2 intent begun',
          '3 s3: record 2 intent begun',
          '4 s1: create web-2 after 1 (first in the file; leaves s2)',
          '5 s3: create web-4 after 3 (fewest of this service)',
          '6 s1: ready demo-web-2 after 4 (then the one on s2 goes)',
          '7 s2: stop demo-web-2 after 2,6 (it is on s1 now)',
          '8 s2: remove container demo-web-2 after 7 (it is on s1 now)',
          '9 s1: record 2 outcome done',
          '10 s2: record 2 outcome done',
          '11 s3: record 2 outcome done',
        ],
        unchanged: ['web-1', 'web-3'],
      },
    ],
    ['nothing is there', wide(webs(1)), up(wide(webs(1))), { unchanged: ['web-1'] }],
    [
      'what moves besides wants a yes',
      wide(but(webs(2), { web: on('s3') })),
      up(wide(webs(2))),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s2: record 2 intent begun',
          '3 s3: record 2 intent begun',
          '4 s3: network demo_default after 3 (web-1 needs it)',
          '5 s3: pull image web:1 after 3 (web-1 needs it)',
          '6 s3: create web-1 after 3,4,5 (the only ship it may use; leaves s1, which it may no longer use)',
          '7 s3: create web-2 after 3,4,5 (the only ship it may use; leaves s2, which it may no longer use)',
          '8 s3: ready demo-web-1 after 6 (then the one on s1 goes)',
          '9 s1: stop demo-web-1 after 1,8 (it is on s3 now)',
          '10 s1: remove container demo-web-1 after 9 (it is on s3 now)',
          '11 s3: ready demo-web-2 after 7 (then the one on s2 goes)',
          '12 s2: stop demo-web-2 after 2,11 (it is on s3 now)',
          '13 s2: remove container demo-web-2 after 12 (it is on s3 now)',
          '14 s1: record 2 outcome done',
          '15 s2: record 2 outcome done',
          '16 s3: record 2 outcome done',
        ],
        risky: ['web-1 moves from s1 to s3: the only ship it may use; leaves s1, which it may no longer use'],
      },
    ],
  ])('%s', drains);
});

const anonymous = { mounts: [mountedVolume('/data')] };
const bind = (writable: boolean) => ({ mounts: [{ type: 'bind', source: '/srv', target: '/srv', writable }] });
const db = {
  image: 'db',
  ports: [port(5432, 5432)],
  volumes: [{ type: 'volume' as const, source: 'data', target: '/data' }],
};
const stored: ProjectParts = {
  services: { web: { image: 'web:1', ports: [port(80)] }, db: { ...db, ports: [] } },
  volumes: { data: {} },
  ships: three,
};
const placed = up(wide(webs(2)));

describe('what stays is named, with the reason', () => {
  test.each<Row>([
    [
      'a volume, and what can talk to it only there',
      stored,
      up(but(stored, { web: on('s2'), db: on('s2') })),
      {
        unchanged: ['web-1', 'db-1'],
        warnings: [
          'web-1 stays on s2: the data of db-1 (volume demo_data) is on s2, and data never moves by itself (they stay together: web publishes port 80 at no fixed number; db publishes no port)',
          'db-1 stays on s2: its data is there (volume demo_data)',
        ],
      },
    ],
    [
      'an anonymous volume',
      wide(webs(2)),
      tweaked(placed, 'demo-web-2', anonymous),
      {
        unchanged: ['web-1', 'web-2'],
        warnings: ['web-2 stays on s2: its data is there (an anonymous volume at /data)'],
      },
    ],
    [
      'a folder that it writes',
      wide(webs(2)),
      tweaked(placed, 'demo-web-2', bind(true)),
      { unchanged: ['web-1', 'web-2'], warnings: ['web-2 stays on s2: its data is there (/srv)'] },
    ],
    [
      'but not one that it reads',
      wide(webs(2)),
      tweaked(placed, 'demo-web-2', bind(false)),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s2: record 2 intent begun',
          '3 s3: record 2 intent begun',
          '4 s3: network demo_default after 3 (web-2 needs it)',
          '5 s3: pull image web:1 after 3 (web-2 needs it)',
          '6 s3: create web-2 after 3,4,5 (fewest of this service; leaves s2)',
          '7 s3: ready demo-web-2 after 6 (then the one on s2 goes)',
          '8 s2: stop demo-web-2 after 2,7 (it is on s3 now)',
          '9 s2: remove container demo-web-2 after 8 (it is on s3 now)',
          '10 s1: record 2 outcome done',
          '11 s2: record 2 outcome done',
          '12 s3: record 2 outcome done',
        ],
        unchanged: ['web-1'],
      },
    ],
    [
      'one on every ship',
      wide(but(webs(1), { web: { deploy: { mode: 'global' } } })),
      up(wide(but(webs(1), { web: { deploy: { mode: 'global' } } }))),
      { unchanged: ['web-1', 'web-2', 'web-3'], warnings: ['web-2 stays on s2: it is the one for that ship'] },
    ],
    [
      'what may be nowhere else',
      wide(but(webs(1), { web: on('s2') })),
      up(wide(but(webs(1), { web: on('s2') }))),
      { unchanged: ['web-1'], warnings: ['web-1 stays on s2: the only ship it may use'] },
    ],
    [
      'what wants what no other ship is',
      wide(but(webs(1), { web: { deploy: { placement: { constraints: ['node.hostname == s2'] } } } })),
      up(wide(but(webs(1), { web: on('s2') }))),
      { unchanged: ['web-1'], warnings: ['web-1 stays on s2: the only ship it may use'] },
    ],
    [
      'what finds its port taken',
      { ...proxies, ships: ['s1', 's2'] },
      up({ ...proxies, ships: ['s1', 's2'] }),
      { unchanged: ['web-1', 'web-2'], warnings: ['web-2 stays on s2: port 80 is taken on s1 by web-1'] },
    ],
    [
      'what finds no other ship that answers',
      { ...webs(1), ships: ['s2', 's3'] },
      [...up({ ...webs(1), ships: ['s2'] }), silent('s3')],
      { unchanged: ['web-1'], warnings: ['web-1 stays on s2: s3 does not answer'] },
    ],
  ])('%s', drains);

  test('a ship that does not answer can not be drained', () => {
    const fleet = [...empty(['s1']), silent('s2')];
    expect(problem(() => drain(wide(webs(1)), fleet))).toEqual({
      what: 'it does not answer, so nothing can be moved off it',
      where: { ship: 's2' },
      why: 'connection refused',
      remedy: 'is sshd running there?; or leave it: compowarm failover s2',
      exit: 3,
    });
  });
});
