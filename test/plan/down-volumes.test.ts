import { expect, test } from 'vitest';
import type { Service } from '../../src/lib/compose/index.ts';
import type { Observed } from '../../src/lib/docker/index.ts';
import { type DownOptions, planDown, planStop } from '../../src/lib/plan/index.ts';
import { mountedVolume, type ProjectParts, project, silent } from './helpers.ts';
import { shown } from './lines.ts';
import { alone, but, second, start, two, up, without } from './starting.ts';
import { applied, seen, shipWith, tweaked } from './world.ts';

type Case = [
  what: string,
  options: Partial<DownOptions>,
  parts: ProjectParts,
  fleet: Observed[],
  plan: Record<string, string[]>,
];

const PROJECT = 'com.docker.compose.project';
const apart = { networks: {} };
const labelled = (name: string, owner?: string) => ({
  name,
  driver: 'local',
  labels: owner ? { [PROJECT]: owner } : ({} as Record<string, string>),
});

function down(parts: ProjectParts, fleet: readonly Observed[], options: Partial<DownOptions> = {}) {
  return planDown(project(parts), fleet, { ...second, services: [], removeOrphans: false, ...options });
}

const stored: ProjectParts = {
  services: {
    db: { image: 'db', ...apart, volumes: [{ type: 'volume', source: 'data', target: '/data' }] },
    web: { image: 'web', ...apart, ships: ['s2'] },
  },
  volumes: { data: {}, spare: {} },
  ships: two,
};
const external = but(stored, {}, { volumes: { data: { name: 'demo_data', external: true }, spare: {} } });
const others = [labelled('demo_data'), labelled('demo_spare', 'other'), labelled('demo_gone', 'demo')];
const sharing: ProjectParts = but(stored, { old: { ...stored.services.db } });
const single = alone({ image: 'db', ...apart });
const nameless = tweaked(up(single), 'demo-web-1', { mounts: [mountedVolume('/data')] });
const folder = { type: 'bind', source: '/root/s1/demo.data/data', target: '/data', writable: true };
const keeping = shipWith(tweaked(up(single), 'demo-web-1', { mounts: [folder] }), 's1', { kept: ['./data', './logs'] });
const once = applied(up(stored), down(stored, up(stored)));

test.each<Case>([
  [
    'named volumes of the file, those that nobody mounts too, and the record with them',
    { volumes: true },
    stored,
    shipWith(up(stored), 's2', { volumes: [labelled('demo_spare', 'demo')] }),
    {
      steps: [
        '1 s2: stop demo-web-1 (the project goes down)',
        '2 s2: remove container demo-web-1 after 1 (the project goes down)',
        '3 s1: stop demo-db-1 (the project goes down)',
        '4 s1: remove container demo-db-1 after 3 (the project goes down)',
        '5 s1: remove volume demo_data after 4 (--volumes)',
        '6 s2: remove volume demo_spare after 2 (--volumes)',
        '7 s1: record none',
        '8 s2: record none',
      ],
      risky: [
        'volume demo_data on s1 is removed, with what it holds',
        'volume demo_spare on s2 is removed, with what it holds',
      ],
    },
  ],
  [
    'those that an earlier down left',
    { volumes: true },
    stored,
    once,
    {
      steps: ['1 s1: remove volume demo_data (--volumes)', '2 s1: record none', '3 s2: record none'],
      risky: ['volume demo_data on s1 is removed, with what it holds'],
    },
  ],
  [
    'what is external stays',
    { volumes: true },
    external,
    up(stored),
    {
      steps: [
        '1 s2: stop demo-web-1 (the project goes down)',
        '2 s2: remove container demo-web-1 after 1 (the project goes down)',
        '3 s1: stop demo-db-1 (the project goes down)',
        '4 s1: remove container demo-db-1 after 3 (the project goes down)',
        '5 s1: record 2 outcome done',
        '6 s2: record 2 outcome done',
      ],
    },
  ],
  [
    "others' volumes of these names stay, and what the file no longer declares",
    { volumes: true },
    stored,
    shipWith(up(stored), 's2', { volumes: others }),
    {
      steps: [
        '1 s2: stop demo-web-1 (the project goes down)',
        '2 s2: remove container demo-web-1 after 1 (the project goes down)',
        '3 s1: stop demo-db-1 (the project goes down)',
        '4 s1: remove container demo-db-1 after 3 (the project goes down)',
        '5 s1: remove volume demo_data after 4 (--volumes)',
        '6 s1: record 2 outcome done',
        '7 s2: record 2 outcome done',
      ],
      risky: ['volume demo_data on s1 is removed, with what it holds'],
      warnings: [
        'volume demo_data on s2 stays: it was made for no project',
        'volume demo_spare on s2 stays: it was made for project other',
      ],
    },
  ],
  [
    'what an orphan uses stays',
    { volumes: true },
    without(sharing, 'old'),
    up(sharing),
    {
      steps: [
        '1 s2: stop demo-web-1 (the project goes down)',
        '2 s2: remove container demo-web-1 after 1 (the project goes down)',
        '3 s1: stop demo-db-1 (the project goes down)',
        '4 s1: remove container demo-db-1 after 3 (the project goes down)',
        '5 s1: record 2 outcome done',
        '6 s2: record 2 outcome done',
      ],
      warnings: ['volume demo_data on s1 stays: demo-old-1 uses it'],
    },
  ],
  [
    'and goes with it',
    { volumes: true, removeOrphans: true },
    without(sharing, 'old'),
    up(sharing),
    {
      steps: [
        '1 s2: stop demo-web-1 (the project goes down)',
        '2 s2: remove container demo-web-1 after 1 (the project goes down)',
        '3 s1: stop demo-db-1 (the project goes down)',
        '4 s1: remove container demo-db-1 after 3 (the project goes down)',
        '5 s1: stop demo-old-1 (the project goes down)',
        '6 s1: remove container demo-old-1 after 5 (the project goes down)',
        '7 s1: remove volume demo_data after 4,6 (--volumes)',
        '8 s1: record none',
        '9 s2: record none',
      ],
      risky: ['volume demo_data on s1 is removed, with what it holds'],
    },
  ],
  [
    'of services that are named, what they mount',
    { volumes: true, services: ['db'] },
    stored,
    shipWith(up(stored), 's2', { volumes: [labelled('demo_spare', 'demo')] }),
    {
      steps: [
        '1 s1: stop demo-db-1 (the project goes down)',
        '2 s1: remove container demo-db-1 after 1 (the project goes down)',
        '3 s1: remove volume demo_data after 2 (--volumes)',
        '4 s1: record 2 outcome done',
        '5 s2: record 2 outcome done',
      ],
      risky: ['volume demo_data on s1 is removed, with what it holds'],
    },
  ],
  [
    'of services that are named, not what others mount too',
    { volumes: true, services: ['db'] },
    sharing,
    up(sharing),
    {
      steps: [
        '1 s1: stop demo-db-1 (the project goes down)',
        '2 s1: remove container demo-db-1 after 1 (the project goes down)',
        '3 s1: record 2 outcome done',
        '4 s2: record 2 outcome done',
      ],
      warnings: ['volume demo_data on s1 stays: demo-old-1 uses it'],
    },
  ],
  [
    'on a silent ship it is left, and named',
    { volumes: true },
    stored,
    [silent('s1'), seen(up(stored), 's2')],
    {
      steps: [
        '1 s2: stop demo-web-1 (the project goes down)',
        '2 s2: remove container demo-web-1 after 1 (the project goes down)',
        '3 s2: record 2 outcome done',
      ],
      unknown: ['db-1 s1: connection refused'],
      warnings: ['volume demo_data on s1 stays: the ship does not answer'],
    },
  ],
  [
    'anonymous volumes',
    { volumes: true },
    single,
    nameless,
    {
      steps: [
        '1 s1: stop demo-web-1 (the project goes down)',
        '2 s1: remove container demo-web-1 after 1 (the project goes down)',
        '3 s1: remove volume ID after 2 (--volumes)',
        '4 s1: record none',
      ],
      risky: ['the anonymous volume of demo-web-1 at /data on s1 is removed, with what it holds'],
    },
  ],
  [
    'an anonymous volume that is external by now stays',
    { volumes: true },
    but(single, {}, { volumes: { old: { name: 'f'.repeat(64), external: true } } }),
    nameless,
    {
      steps: [
        '1 s1: stop demo-web-1 (the project goes down)',
        '2 s1: remove container demo-web-1 after 1 (the project goes down)',
        '3 s1: record none',
      ],
    },
  ],
  [
    'folders that came from a laptop',
    { volumes: true },
    single,
    keeping,
    {
      steps: [
        '1 s1: stop demo-web-1 (the project goes down)',
        '2 s1: remove container demo-web-1 after 1 (the project goes down)',
        '3 s1: remove data ./data after 2 (--volumes)',
        '4 s1: remove data ./logs after 2 (--volumes)',
        '5 s1: record none',
      ],
      risky: ['./data on s1 is removed, with what it holds', './logs on s1 is removed, with what it holds'],
    },
  ],
  [
    'of them those that the named services mount',
    { volumes: true, services: ['web'] },
    single,
    keeping,
    {
      steps: [
        '1 s1: stop demo-web-1 (the project goes down)',
        '2 s1: remove container demo-web-1 after 1 (the project goes down)',
        '3 s1: remove data ./data after 2 (--volumes)',
        '4 s1: record 2 outcome done',
      ],
      risky: ['./data on s1 is removed, with what it holds'],
    },
  ],
])('with --volumes: %s', (_, options, parts, fleet, plan) => {
  expect(shown(down(parts, fleet, options))).toEqual(plan);
});

const built: ProjectParts = {
  services: {
    web: { ...apart, image: 'demo-web', build: { context: '.' } },
    api: { ...apart, image: 'api', build: { context: '.' } },
    db: { image: 'db', ...apart },
  },
  ships: ['s1'],
};
/** The same where the file names no image of web. */
function downBuilt(parts: ProjectParts, fleet: readonly Observed[], options: Partial<DownOptions>) {
  const file = project(parts);
  const { image: _, ...web } = file.services.web as Service;
  const services = 'db' in file.services ? { ...file.services, web: web as Service } : file.services;
  return planDown({ ...file, services }, fleet, { ...second, services: [], removeOrphans: false, ...options });
}

const images = ['demo-web', 'api', 'db', 'other'].map((name) => ({ id: `sha256:${name}`, names: [`${name}:latest`] }));
const onShip = shipWith(up(built), 's1', { images });
const shared = alone({ image: 'db', ...apart });

test.each<Case>([
  [
    'local: what is built and has no name in the file',
    { images: 'local' },
    built,
    onShip,
    {
      steps: [
        '1 s1: stop demo-db-1 (the project goes down)',
        '2 s1: remove container demo-db-1 after 1 (the project goes down)',
        '3 s1: stop demo-api-1 (the project goes down)',
        '4 s1: remove container demo-api-1 after 3 (the project goes down)',
        '5 s1: stop demo-web-1 (the project goes down)',
        '6 s1: remove container demo-web-1 after 5 (the project goes down)',
        '7 s1: remove image demo-web after 2,4,6 (--rmi local)',
        '8 s1: record none',
      ],
    },
  ],
  [
    'all',
    { images: 'all' },
    built,
    onShip,
    {
      steps: [
        '1 s1: stop demo-db-1 (the project goes down)',
        '2 s1: remove container demo-db-1 after 1 (the project goes down)',
        '3 s1: stop demo-api-1 (the project goes down)',
        '4 s1: remove container demo-api-1 after 3 (the project goes down)',
        '5 s1: stop demo-web-1 (the project goes down)',
        '6 s1: remove container demo-web-1 after 5 (the project goes down)',
        '7 s1: remove image demo-web after 2,4,6 (--rmi all)',
        '8 s1: remove image api after 2,4,6 (--rmi all)',
        '9 s1: remove image db after 2,4,6 (--rmi all)',
        '10 s1: record none',
      ],
    },
  ],
  [
    'all: of services that are named',
    { images: 'all', services: ['db'] },
    built,
    onShip,
    {
      steps: [
        '1 s1: stop demo-db-1 (the project goes down)',
        '2 s1: remove container demo-db-1 after 1 (the project goes down)',
        '3 s1: remove image db after 2 (--rmi all)',
        '4 s1: record 2 outcome done',
      ],
    },
  ],
  [
    'all: not what an orphan was made from',
    { images: 'all' },
    shared,
    up(but(shared, { old: { image: 'db', ...apart } })),
    {
      steps: [
        '1 s1: stop demo-web-1 (the project goes down)',
        '2 s1: remove container demo-web-1 after 1 (the project goes down)',
        '3 s1: record 2 outcome done',
      ],
    },
  ],
])('with --rmi %s', (_, options, parts, fleet, plan) => {
  expect(shown(downBuilt(parts, fleet, options))).toEqual(plan);
});

test('with --timeout whatever stops a container has that time', () => {
  const fleet = up(single);
  expect(shown(planStop(project(single), fleet, { ...second, services: [], grace: 3 })).steps).toEqual([
    '1 s1: stop demo-web-1 within 3 s (it runs)',
  ]);
  expect(shown(down(single, fleet, { grace: 0 })).steps).toEqual([
    '1 s1: stop demo-web-1 within 0 s (the project goes down)',
    '2 s1: remove container demo-web-1 after 1 (the project goes down)',
    '3 s1: record none',
  ]);
  const { steps } = start(alone({ image: 'db:2', ...apart }), fleet, { grace: 3 });
  expect(steps.map((step) => [step.kind, 'grace' in step && step.grace])).toEqual([
    ['record', false],
    ['pull', false],
    ['replace', 3],
    ['record', false],
  ]);
});
