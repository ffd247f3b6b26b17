import { expect, test } from 'vitest';
import { at, type ProjectParts, port, problem, silent } from './helpers.ts';
import { shown } from './lines.ts';
import { alone, but, type Case, start, two, up, without } from './starting.ts';
import { seen, tweaked } from './world.ts';

const apart = { networks: {} };
const web = { image: 'web', ...apart };
const both: ProjectParts = { services: { web, old: { image: 'old', ...apart } }, ships: ['s1'] };
const open = alone({ image: 'web', ...apart, ports: [port(80, 8080)] });
const renamed: ProjectParts = { services: { site: { ...open.services.web } }, ships: ['s1'] };
const named = but(renamed, { site: { container_name: 'front' } });
const wasNamed = but(open, { web: { container_name: 'front' } });
const stored: ProjectParts = {
  services: { db: { image: 'db', ...apart, volumes: [{ type: 'volume', source: 'data', target: '/data' }] } },
  volumes: { data: {} },
  ships: ['s1'],
};
const storedAnew: ProjectParts = { ...stored, services: { store: { ...stored.services.db } } };
const profiled: ProjectParts = { ...without(both, 'old'), disabled: { old: ['debug'] } };
const spread: ProjectParts = {
  services: { web: { ...web, ships: ['s1'] }, old: { image: 'old', ...apart, ships: ['s2'] } },
  ships: two,
};
const onlyFirst: ProjectParts = { services: { web }, ships: ['s1'] };
const moved = but(spread, { old: { ships: ['s1'] } });
const everywhere = but(spread, { web: { ships: two, deploy: { replicas: 2 } } });

test.each<Case>([
  [
    'a service that is gone is told of, with its ship',
    without(both, 'old'),
    up(both),
    {
      unchanged: ['web-1'],
      warnings: ['demo-old-1 on s1 is an orphan: the file has no service old (--remove-orphans removes it)'],
    },
  ],
  [
    'so it is where it is stopped',
    without(both, 'old'),
    tweaked(up(both), 'demo-old-1', { state: 'exited' }),
    {
      unchanged: ['web-1'],
      warnings: ['demo-old-1 on s1 is an orphan: the file has no service old (--remove-orphans removes it)'],
    },
  ],
  ['one that its profile leaves out is none', profiled, up(both), { unchanged: ['web-1'] }],
  [
    'on every ship that has one',
    without(but(everywhere, { web: { image: 'web', ships: two } }), 'old'),
    up(everywhere),
    {
      unchanged: ['web-1', 'web-2'],
      warnings: ['demo-old-1 on s2 is an orphan: the file has no service old (--remove-orphans removes it)'],
    },
  ],
  [
    'of a renamed service, beside which the new one is made',
    { services: { site: web }, ships: ['s1'] },
    up(alone(web)),
    {
      steps: [
        '1 s1: record 2 intent begun',
        '2 s1: create site-1 after 1 (the only ship it may use)',
        '3 s1: record 2 outcome done',
      ],
      warnings: ['demo-web-1 on s1 is an orphan: the file has no service web (--remove-orphans removes it)'],
    },
  ],
  [
    'on a ship that the file no longer has',
    onlyFirst,
    up(spread),
    {
      unchanged: ['web-1'],
      warnings: ['demo-old-1 on s2 is an orphan: the file has no service old (--remove-orphans removes it)'],
    },
  ],
  [
    'on a ship that the file no longer has and that is silent, it is unknown',
    onlyFirst,
    [seen(up(spread), 's1'), silent('s2')],
    { unchanged: ['web-1'], unknown: ['old-1 s2: it is on s2 by the record, and s2 does not answer'] },
  ],
  [
    'of a renamed service, whose volume the new one has too',
    storedAnew,
    up(stored),
    {
      steps: [
        '1 s1: record 2 intent begun',
        '2 s1: create store-1 after 1 (comes back to its data (volume demo_data))',
        '3 s1: record 2 outcome done',
      ],
      warnings: ['demo-db-1 on s1 is an orphan: the file has no service db (--remove-orphans removes it)'],
    },
  ],
])('orphans: %s', (_, parts, fleet, plan) => {
  expect(shown(start(parts, fleet))).toEqual(plan);
});

test.each<Case>([
  [
    'goes',
    without(both, 'old'),
    up(both),
    {
      steps: [
        '1 s1: record 2 intent begun',
        '2 s1: stop demo-old-1 after 1 (its service is not in the file)',
        '3 s1: remove container demo-old-1 after 2 (its service is not in the file)',
        '4 s1: record 2 outcome done',
      ],
      unchanged: ['web-1'],
      risky: ['demo-old-1 on s1 is an orphan: the file has no service old (--remove-orphans removes it)'],
    },
  ],
  [
    'that is stopped goes',
    without(both, 'old'),
    tweaked(up(both), 'demo-old-1', { state: 'exited' }),
    {
      steps: [
        '1 s1: record 2 intent begun',
        '2 s1: remove container demo-old-1 after 1 (its service is not in the file)',
        '3 s1: record 2 outcome done',
      ],
      unchanged: ['web-1'],
      risky: ['demo-old-1 on s1 is an orphan: the file has no service old (--remove-orphans removes it)'],
    },
  ],
  ['that its profile leaves out stays', profiled, up(both), { unchanged: ['web-1'] }],
  [
    'of a renamed service goes before the new one, whose port it holds',
    renamed,
    up(open),
    {
      steps: [
        '1 s1: record 2 intent begun',
        '2 s1: stop demo-web-1 after 1 (its service is not in the file)',
        '3 s1: remove container demo-web-1 after 2 (its service is not in the file)',
        '4 s1: create site-1 after 1,3 (the only ship it may use)',
        '5 s1: record 2 outcome done',
      ],
      risky: ['demo-web-1 on s1 is an orphan: the file has no service web (--remove-orphans removes it)'],
    },
  ],
  [
    'of a renamed service goes before the new one, whose name it has',
    named,
    up(wasNamed),
    {
      steps: [
        '1 s1: record 2 intent begun',
        '2 s1: stop front after 1 (its service is not in the file)',
        '3 s1: remove container front after 2 (its service is not in the file)',
        '4 s1: create site-1 after 1,3 (the only ship it may use)',
        '5 s1: record 2 outcome done',
      ],
      risky: ['front on s1 is an orphan: the file has no service web (--remove-orphans removes it)'],
    },
  ],
  [
    'of a renamed service goes before the new one, which has its volume',
    storedAnew,
    up(stored),
    {
      steps: [
        '1 s1: record 2 intent begun',
        '2 s1: stop demo-db-1 after 1 (its service is not in the file)',
        '3 s1: remove container demo-db-1 after 2 (its service is not in the file)',
        '4 s1: create store-1 after 1,3 (comes back to its data (volume demo_data))',
        '5 s1: record 2 outcome done',
      ],
      risky: ['demo-db-1 on s1 is an orphan: the file has no service db (--remove-orphans removes it)'],
    },
  ],
  [
    'goes on a ship that the file no longer has',
    onlyFirst,
    up(spread),
    {
      steps: [
        '1 s1: record 2 intent begun',
        '2 s2: record 2 intent begun',
        '3 s2: stop demo-old-1 after 2 (its service is not in the file)',
        '4 s2: remove container demo-old-1 after 3 (its service is not in the file)',
        '5 s1: record 2 outcome done',
        '6 s2: record 2 outcome done',
      ],
      unchanged: ['web-1'],
      risky: ['demo-old-1 on s2 is an orphan: the file has no service old (--remove-orphans removes it)'],
    },
  ],
])('with --remove-orphans one %s', (_, parts, fleet, plan) => {
  expect(shown(start(parts, fleet, { removeOrphans: true }))).toEqual(plan);
});

test.each<Case>([
  [
    'to another ship',
    moved,
    up(spread),
    {
      steps: [
        '1 s1: record 2 intent begun',
        '2 s2: record 2 intent begun',
        '3 s1: pull image old after 1 (old-1 needs it)',
        '4 s1: create old-1 after 1,3 (the only ship it may use; leaves s2, which it may no longer use)',
        '5 s1: ready demo-old-1 after 4 (then the one on s2 goes)',
        '6 s2: stop demo-old-1 after 2,5 (it is on s1 now)',
        '7 s2: remove container demo-old-1 after 6 (it is on s1 now)',
        '8 s1: record 2 outcome done',
        '9 s2: record 2 outcome done',
      ],
      unchanged: ['web-1'],
      risky: ['old-1 moves from s2 to s1: the only ship it may use; leaves s2, which it may no longer use'],
    },
  ],
  [
    'from a ship that the file no longer has',
    but(moved, {}, { ships: ['s1'] }),
    up(spread),
    {
      steps: [
        '1 s1: record 2 intent begun',
        '2 s2: record 2 intent begun',
        '3 s1: pull image old after 1 (old-1 needs it)',
        '4 s1: create old-1 after 1,3 (the only ship it may use; leaves s2, which the file no longer names)',
        '5 s1: ready demo-old-1 after 4 (then the one on s2 goes)',
        '6 s2: stop demo-old-1 after 2,5 (it is on s1 now)',
        '7 s2: remove container demo-old-1 after 6 (it is on s1 now)',
        '8 s1: record 2 outcome done',
        '9 s2: record 2 outcome done',
      ],
      unchanged: ['web-1'],
      risky: ['old-1 moves from s2 to s1: the only ship it may use; leaves s2, which the file no longer names'],
    },
  ],
])('a service that moved %s leaves nothing behind', (_, parts, fleet, plan) => {
  const steps = start(parts, fleet);
  expect(shown(steps)).toEqual(plan);
});

test('an orphan that holds a port or the name that a new one wants is named, and nothing is done', () => {
  expect(problem(() => start(renamed, up(open)))).toEqual({
    what: 'site-1 wants port 8080 on s1, which demo-web-1 has',
    where: at('services.site.ports.0'),
    why: 'that is an orphan: the file has no service web',
    remedy: 'let it go with --remove-orphans, or choose another',
    exit: 1,
  });
  const portless = { site: { ports: [] } };
  expect(problem(() => start(but(named, portless), up(wasNamed)))).toMatchObject({
    what: 'site-1 wants the name front on s1, which front has',
  });
  expect(shown(start(renamed, tweaked(up(open), 'demo-web-1', { state: 'exited' }))).steps?.[1]).toBe(
    '2 s1: create site-1 after 1 (the only ship it may use)',
  );
});
