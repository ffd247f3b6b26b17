import { expect, test } from 'vitest';
import type { Service } from '../../src/lib/compose/index.ts';
import type { Observation } from '../../src/lib/docker/index.ts';
import { observation, type ProjectParts, problem, ship } from './helpers.ts';
import { start, up } from './starting.ts';

const old = { engine: { ...observation('s1').engine, version: '20.10.24+dfsg1' } };
const onSea = { networks: { sea: null } };

const one = (web: Partial<Service>, more: Partial<ProjectParts> = {}): ProjectParts => ({
  services: { web },
  ships: ['s1'],
  ...more,
});

test.each<[what: string, ProjectParts, Partial<Observation>, what: string, remedy: string]>([
  [
    'a key that the engine does not know',
    one({ healthcheck: { start_interval: '1s' } }),
    old,
    'service web sets healthcheck.start_interval, which docker 20.10.24+dfsg1 does not know',
    'leave it out, or use docker 25 or later there',
  ],
  [
    'a network that the engine could not make',
    one(onSea, { networks: { sea: { enable_ipv4: false } } }),
    old,
    'network sea sets enable_ipv4 to false, which docker 20.10.24+dfsg1 does not know',
    'leave it out, or use docker 28 or later there',
  ],
  [
    'a device that no flag can ask for',
    one({ deploy: { resources: { reservations: { devices: [{ capabilities: ['tpu'], count: 1 }] } } } }),
    {},
    "service web reserves a device without the capability gpu, which docker's command line can't ask for",
    'add gpu to its capabilities, or name the device under devices',
  ],
  [
    'an image that is never to be pulled',
    one({ image: 'web:2', pull_policy: 'never' }),
    { images: [{ id: 'sha256:1', names: ['web:1'] }] },
    'service web wants the image web:2, which is not there and never to be pulled',
    'bring it there, or choose another pull_policy',
  ],
  [
    'a variable that sudo would keep from docker',
    one({ environment: { PEM: 'a\nb' } }, { ships: [ship('s1', { docker: ['/usr/bin/sudo', 'docker'] })] }),
    {},
    'service web has a variable PEM of several lines, and docker is called through /usr/bin/sudo there',
    'let the user call docker without /usr/bin/sudo, or put the value on one line (in base64, say)',
  ],
])('%s is missed before anything changes', (_, parts, seen, what, remedy) => {
  expect(problem(() => start(parts, [observation('s1', seen)]))).toEqual({
    what,
    where: { ship: 's1' },
    remedy,
    exit: 1,
  });
});

test.each<[what: string, ProjectParts, Observation[]]>([
  [
    'a variable of several lines where docker has our environment',
    one(
      { environment: { PEM: 'a\nb' }, networks: {}, network_mode: 'none' },
      { ships: [ship('s1', { docker: ['sudo', '-E', 'docker'] })] },
    ),
    [observation('s1')],
  ],
  [
    'a GPU, and a device by its name',
    one({
      deploy: {
        resources: {
          reservations: {
            devices: [{ capabilities: ['gpu'] }, { driver: 'cdi', device_ids: ['acme.com/tpu=0'] }],
          },
        },
      },
    }),
    [observation('s1')],
  ],
  [
    'an image that is never pulled and there',
    one({ image: 'web:2', pull_policy: 'never', networks: {}, network_mode: 'none' }),
    [observation('s1', { images: [{ id: 'sha256:1', names: ['web:2'] }] })],
  ],
])('%s is fine', (_, parts, fleet) => {
  expect(start(parts, fleet).steps.map(({ kind }) => kind)).toContain('create');
});

test('what stays as it is may lack what it was made from', () => {
  const parts = one({ image: 'web:2', pull_policy: 'never' });
  const [ship] = up(parts, [observation('s1', { images: [{ id: 'sha256:image', names: ['web:2'] }] })]);
  expect(start(parts, [{ ...(ship as Observation), images: [] }]).steps).toEqual([]);
});

test('what is external is not made', () => {
  const sea = { name: 'sea', external: true };
  const parts = one(
    { ...onSea, volumes: [{ type: 'volume', source: 'data', target: '/data' }] },
    { networks: { sea }, volumes: { data: sea } },
  );
  const there = [{ name: 'sea', driver: 'local', labels: {} }];
  const { steps } = start(parts, [observation('s1', { networks: there, volumes: there })]);
  expect(steps.map(({ kind }) => kind)).toEqual(['record', 'pull', 'create', 'record']);
});
