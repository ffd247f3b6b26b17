import { expect, test } from 'vitest';
import { networkHash, volumeHash } from '../../src/lib/docker/index.ts';
import { observation, type ProjectParts } from './helpers.ts';
import { start } from './starting.ts';

const parts: ProjectParts = {
  services: {
    web: {
      networks: { sea: null, far: null },
      volumes: [
        { type: 'volume', source: 'data', target: '/data' },
        { type: 'volume', source: 'theirs', target: '/theirs' },
      ],
      deploy: { replicas: 2 },
    },
    other: { volumes: [{ type: 'volume', source: 'unused', target: '/x' }], deploy: { replicas: 0 } },
  },
  networks: { sea: { driver: 'bridge' }, far: { name: 'far', external: true } },
  volumes: { data: { driver_opts: { type: 'nfs' } }, theirs: { name: 'theirs', external: true }, unused: {} },
  ships: ['s1'],
};
const [sea, data] = [
  networkHash({ name: 'demo_sea', driver: 'bridge' }),
  volumeHash({ name: 'demo_data', driver_opts: { type: 'nfs' } }),
];
const thing = (name: string, project?: string, hash?: string) => ({
  name,
  driver: 'local',
  labels: {
    ...(project && { 'com.docker.compose.project': project }),
    ...(hash && { 'com.docker.compose.config-hash': hash }),
  },
});

test.each<[what: string, ReturnType<typeof thing>, ReturnType<typeof thing>, string[]]>([
  ['what the file says', thing('demo_sea', 'demo', sea), thing('demo_data', 'demo', data), []],
  ['what keeps no hash', thing('demo_sea', 'demo'), thing('demo_data', 'demo'), []],
  [
    'what was made from another definition',
    thing('demo_sea', 'demo', 'a'),
    thing('demo_data', 'demo', 'b'),
    [
      'network demo_sea on s1 was made from another definition: it stays as it is, until it is removed (docker network rm demo_sea)',
      'volume demo_data on s1 was made from another definition: it stays as it is, with its data',
    ],
  ],
  [
    'what another project made, or none',
    thing('demo_sea', 'shop', sea),
    thing('demo_data'),
    [
      'network demo_sea on s1 was made for project shop: say external: true to use it as it is',
      'volume demo_data on s1 was made for no project: say external: true to use it as it is',
    ],
  ],
])('%s is warned of once, or not at all', (_, network, volume, warnings) => {
  const there = { networks: [network, thing('far')], volumes: [volume, thing('theirs'), thing('demo_unused')] };
  const plan = start(parts, [observation('s1', there)]);
  expect(plan.warnings).toEqual(warnings);
  expect(plan.steps.map(({ kind }) => kind)).toEqual(['record', 'pull', 'create', 'create', 'record']);
});
