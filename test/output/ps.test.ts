import { describe, expect, it } from 'vitest';
import type { Container, Observed } from '../../src/lib/docker/index.ts';
import { psRows } from '../../src/lib/fleet/index.ts';
import { psIds, psJson, psServices, psTable } from '../../src/lib/output/index.ts';
import { answered, container, NOW, record } from './given.ts';

const REDIS = container({
  service: 'redis',
  number: 1,
  health: 'healthy',
  labels: { 'com.docker.compose.project': 'demo', 'com.docker.compose.service': 'redis' },
  mounts: [
    { type: 'volume', name: 'demo_a-very-long-name', source: '/var/lib/docker/x', target: '/data', writable: true },
    { type: 'bind', source: '/etc/redis', target: '/etc/redis', writable: false },
  ],
  ports: [
    { ip: '0.0.0.0', published: 6379, target: 6379, protocol: 'tcp' },
    { ip: '::', published: 6379, target: 6379, protocol: 'tcp' },
    { ip: '10.0.0.83', published: 6380, target: 6380, protocol: 'udp' },
  ],
});
const WEB_10 = container({ service: 'web', number: 10, image: 'nginx' });
const WEB_2 = container({
  service: 'web',
  number: 2,
  image: 'nginx',
  state: 'exited',
  exitCode: 1,
  finishedAt: '2026-11-05T10:00:00Z',
});
const ONEOFF = container({ service: 'web', number: 1, name: 'demo-web-run-1', image: 'nginx', oneoff: true });

const FLEET: Observed[] = [
  answered('192.168.1.83', [WEB_10, ONEOFF, WEB_2, REDIS]),
  { ship: '192.168.1.84', unreachable: 'no route to host', remedy: 'is it switched on?' },
  answered('192.168.1.85', []),
];
const RECORD = record(3, { 'redis-1': '192.168.1.83', 'my-db-1': '192.168.1.84' }, 'busybox:1.36');

const names = (options: Omit<Parameters<typeof psRows>[2], 'record'>) =>
  psRows(FLEET, 'demo', { record: RECORD, ...options }).map(({ name }) => name);

describe('which rows', () => {
  it.each([
    ['what runs, and what the record places on a silent ship', { all: false }, 'redis-1 web-10 my-db-1'],
    ['all of it', { all: true }, 'redis-1 web-run-1 web-2 web-10 my-db-1'],
    ['some services', { all: false, services: ['web', 'my-db'] }, 'web-10 my-db-1'],
    ['what has stopped, where that is the state asked for', { all: false, states: ['exited'] }, 'web-2'],
    ['more than one state', { all: false, states: ['exited', 'unknown'] }, 'web-2 my-db-1'],
    ['some ships', { all: false, ships: ['192.168.1.84', '192.168.1.85'] }, 'my-db-1'],
  ])('%s', (_, options, expected) => {
    expect(names(options)).toEqual(expected.split(' ').map((name) => `demo-${name}`));
  });

  it('what a failover left behind, by the ship that has it since', () => {
    const ships = ['192.168.1.83', '192.168.1.84'];
    const left = { generation: 2, replicas: ['redis-1', 'api-1', 'db-1'], volumes: [] };
    const known = { ...RECORD, placement: { 'redis-1': '192.168.1.85', 'db-1': '192.168.1.84' } };
    const options = { record: { ...known, left: Object.fromEntries(ships.map((ship) => [ship, left])) }, all: false };
    expect(psRows(FLEET, 'demo', options).map(({ name, left }) => [name, left])).toEqual([
      ['demo-redis-1', { to: '192.168.1.85' }],
      ['demo-web-10', undefined],
      ['demo-api-1', { to: undefined }],
      ['demo-db-1', undefined],
      ['demo-redis-1', { to: '192.168.1.85' }],
    ]);
    const [, row] = psTable(psRows(FLEET, 'demo', options), { now: NOW }).split('\n');
    expect(row).toContain('left behind, 192.168.1.85 has it; Up ');
  });

  it('none for a silent ship when nobody has a record', () => {
    expect(psRows([{ ship: 'a', unreachable: 'x', remedy: '' }], 'demo', { record: undefined, all: true })).toEqual([]);
  });
});

describe('the status, as docker says it', () => {
  const status = (parts: Partial<Container>) => {
    const rows = psRows([answered('a', [container({ service: 'web', number: 1, ...parts })])], 'demo', {
      record: undefined,
      all: true,
    });
    return JSON.parse(psJson(rows, { now: NOW })).Status;
  };

  it.each<[Partial<Container>, string]>([
    [{ state: 'created' }, 'Created'],
    [{ state: 'running' }, 'Up 3 minutes'],
    [{ state: 'running', health: 'starting' }, 'Up 3 minutes (health: starting)'],
    [{ state: 'running', health: 'unhealthy' }, 'Up 3 minutes (unhealthy)'],
    [{ state: 'paused' }, 'Up 3 minutes (Paused)'],
    [{ state: 'restarting', exitCode: 3, finishedAt: '2026-11-05T11:59:55Z' }, 'Restarting (3) 5 seconds ago'],
    [{ state: 'exited', exitCode: 137, finishedAt: '2026-11-05T10:00:00Z' }, 'Exited (137) 2 hours ago'],
    [{ state: 'removing' }, 'Removal In Progress'],
    [{ state: 'dead' }, 'Dead'],
  ])('%j: %s', (parts, expected) => {
    expect(status(parts)).toBe(expected);
  });
});

describe('of all rows', () => {
  const rows = psRows(
    [answered('a', [{ ...REDIS, id: 'r'.repeat(64) }, WEB_2, WEB_10]), FLEET[1] as Observed],
    'demo',
    { record: RECORD, all: true },
  );

  it('the whole IDs of what was seen', () => {
    expect(psIds(rows)).toBe(`${'r'.repeat(64)}\n${WEB_2.id}\n${WEB_10.id}`);
  });

  it('each service once, those of silent ships too', () => {
    expect(psServices(rows)).toBe('redis\nweb\nmy-db');
  });
});

describe('the table', () => {
  const rows = psRows(FLEET, 'demo', { record: RECORD, all: true });

  it('is whole where there is no terminal', () => {
    expect(psTable(rows, { now: NOW })).toBe(
      `SHIP           NAME             IMAGE            SERVICE   CREATED       STATUS                      PORTS
192.168.1.83   demo-redis-1     redis:7-alpine   redis     2 hours ago   Up 3 minutes (healthy)      0.0.0.0:6379->6379/tcp, [::]:6379->6379/tcp, 10.0.0.83:6380->6380/udp
192.168.1.83   demo-web-run-1   nginx            web       2 hours ago   Up 3 minutes
192.168.1.83   demo-web-2       nginx            web       2 hours ago   Exited (1) 2 hours ago
192.168.1.83   demo-web-10      nginx            web       2 hours ago   Up 3 minutes
192.168.1.84   demo-my-db-1     busybox:1.36     my-db                   unknown: no route to host`,
    );
  });

  it('leaves addresses of all interfaces unsaid at 160 columns', () => {
    expect(psTable(rows, { now: NOW, width: 160 })).toBe(
      `SHIP           NAME             IMAGE            SERVICE   CREATED       STATUS                      PORTS
192.168.1.83   demo-redis-1     redis:7-alpine   redis     2 hours ago   Up 3 minutes (healthy)      6379->6379/tcp, 10.0.0.83:6380->6380/udp
192.168.1.83   demo-web-run-1   nginx            web       2 hours ago   Up 3 minutes
192.168.1.83   demo-web-2       nginx            web       2 hours ago   Exited (1) 2 hours ago
192.168.1.83   demo-web-10      nginx            web       2 hours ago   Up 3 minutes
192.168.1.84   demo-my-db-1     busybox:1.36     my-db                   unknown: no route to host`,
    );
  });

  it('keeps ship, name and status at 80 columns', () => {
    expect(psTable(rows, { now: NOW, width: 80 })).toBe(
      `SHIP          NAME            IMAGE         STATUS                  PORTS
192.168.1.83  demo-redis-1    redis:7-alp…  Up 3 minutes (healthy)  6379->6379/…
192.168.1.83  demo-web-run-1  nginx         Up 3 minutes
192.168.1.83  demo-web-2      nginx         Exited (1) 2 hours ago
192.168.1.83  demo-web-10     nginx         Up 3 minutes
192.168.1.84  demo-my-db-1    busybox:1.36  unknown: no route to …`,
    );
  });

  it('has each command, and nothing cut, where all is to be whole', () => {
    const some = rows.filter(({ service }) => service !== 'web');
    expect(psTable(some, { now: NOW, width: 80, whole: true })).toBe(
      `SHIP           NAME           IMAGE            COMMAND                               SERVICE   CREATED       STATUS                      PORTS
192.168.1.83   demo-redis-1   redis:7-alpine   "docker-entrypoint.sh redis-server"   redis     2 hours ago   Up 3 minutes (healthy)      0.0.0.0:6379->6379/tcp, [::]:6379->6379/tcp, 10.0.0.83:6380->6380/udp
192.168.1.84   demo-my-db-1   busybox:1.36                                           my-db                   unknown: no route to host`,
    );
  });

  it('is its head where nothing runs', () => {
    expect(psTable([], { now: NOW, width: 80 })).toBe('SHIP   NAME   IMAGE   SERVICE   CREATED   STATUS   PORTS');
  });
});

it('prints one object a line for programs, with the names of Compose', () => {
  const lines = psJson(psRows(FLEET, 'demo', { record: RECORD, all: false, services: ['redis', 'my-db'] }), {
    now: NOW,
  }).split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      Command: '"docker-entrypoint.s…"',
      CreatedAt: '2026-11-05 10:00:00 +0000 UTC',
      ExitCode: 0,
      Health: 'healthy',
      ID: 'a1b2c3d4e5f6',
      Image: 'redis:7-alpine',
      Labels: 'com.docker.compose.project=demo,com.docker.compose.service=redis',
      LocalVolumes: '1',
      Mounts: 'demo_a-very-lo…,/etc/redis',
      Name: 'demo-redis-1',
      Names: 'demo-redis-1',
      Networks: 'demo_default',
      Ports: '0.0.0.0:6379->6379/tcp, [::]:6379->6379/tcp, 10.0.0.83:6380->6380/udp',
      Project: 'demo',
      Publishers: [
        { URL: '0.0.0.0', TargetPort: 6379, PublishedPort: 6379, Protocol: 'tcp' },
        { URL: '::', TargetPort: 6379, PublishedPort: 6379, Protocol: 'tcp' },
        { URL: '10.0.0.83', TargetPort: 6380, PublishedPort: 6380, Protocol: 'udp' },
      ],
      RunningFor: '2 hours ago',
      Service: 'redis',
      Ship: '192.168.1.83',
      Size: '0B',
      State: 'running',
      Status: 'Up 3 minutes (healthy)',
    },
    {
      Command: '',
      CreatedAt: '',
      ExitCode: 0,
      Health: '',
      ID: '',
      Image: 'busybox:1.36',
      Labels: '',
      LocalVolumes: '0',
      Mounts: '',
      Name: 'demo-my-db-1',
      Names: 'demo-my-db-1',
      Networks: '',
      Ports: '',
      Project: 'demo',
      Publishers: [],
      RunningFor: '',
      Service: 'my-db',
      Ship: '192.168.1.84',
      Size: '',
      State: 'unknown',
      Status: 'unknown: no route to host',
    },
  ]);
});

it('cuts nothing for programs that want all of it', () => {
  const rows = psRows(FLEET, 'demo', { record: RECORD, all: false, services: ['redis'] });
  expect(JSON.parse(psJson(rows, { now: NOW, whole: true }))).toMatchObject({
    Command: '"docker-entrypoint.sh redis-server"',
    ID: 'a1b2c3d4e5f60718293a4b5c6d7e8f90',
    Mounts: 'demo_a-very-long-name,/etc/redis',
  });
});
