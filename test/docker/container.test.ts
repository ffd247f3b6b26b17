import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Container, parseContainer } from '../../src/lib/docker/index.ts';

const sample = readFileSync(new URL('samples/inspect-20.10.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n');

const stamped = {
  'com.docker.compose.container-number': '1',
  'com.docker.compose.oneoff': 'False',
  'com.docker.compose.project': 'demo',
  'com.docker.compose.project.config_files': '/home/ann/demo/docker.yml,/home/ann/demo/docker.override.yml',
  'com.docker.compose.project.working_dir': '/home/ann/demo',
  'com.docker.compose.version': '0.1.0',
  'compowarm.deploy': '7f3a',
  'compowarm.ship': '192.168.1.83',
};
const anonymous = 'a0aa97c7f50a866c575ab5411c084a773f4a3258c7443951185e613fd799338c';

const busybox = {
  image: 'busybox:latest',
  imageId: 'sha256:525ada1651efcdf20c41d98d2f0f629cb81bc6d0001a5a4f9aa3a53cbb3290d5',
};

describe('what docker 20.10 printed', () => {
  test.each<[string, Container]>([
    [
      'a healthy container with ports, mounts and two networks',
      {
        id: '0e0abdeddb312cb0f2f3e10dcbf60304a9d0e5412957286d328be8743eb63305',
        name: 'demo-web-1',
        image: 'redis:latest',
        imageId: 'sha256:fd0f367eeea16e208a85b3ec98e67866e0143338c7d7b6261704d667d3c3f7a7',
        service: 'web',
        number: 1,
        oneoff: false,
        hash: 'abc',
        labels: {
          ...stamped,
          'com.docker.compose.config-hash': 'abc',
          'com.docker.compose.depends_on': 'db:service_healthy:true',
          'com.docker.compose.service': 'web',
          team: 'x, y=<z>',
        },
        state: 'running',
        health: 'healthy',
        exitCode: 0,
        restart: 'on-failure:3',
        limits: {},
        command: 'redis-server --bind 0.0.0.0 --protected-mode no',
        createdAt: '2026-11-22T11:51:44.889023692Z',
        startedAt: '2026-11-22T11:51:45.479328581Z',
        finishedAt: '0001-01-01T00:00:00Z',
        ports: [
          { ip: '0.0.0.0', published: 6379, target: 6379, protocol: 'tcp' },
          { ip: '::', published: 6379, target: 6379, protocol: 'tcp' },
          { ip: '127.0.0.1', published: 32769, target: 7000, protocol: 'udp' },
          { ip: '0.0.0.0', published: 8081, target: 81, protocol: 'tcp' },
        ],
        exposed: [
          { target: 9000, protocol: 'tcp' },
          { target: 9001, protocol: 'tcp' },
        ],
        mounts: [
          { type: 'bind', source: '/srv/new', target: '/srv/new', writable: false },
          {
            type: 'volume',
            name: 'demo_data',
            source: '/var/lib/docker/volumes/demo_data/_data',
            target: '/data',
            writable: true,
          },
          {
            type: 'volume',
            name: anonymous,
            source: `/var/lib/docker/volumes/${anonymous}/_data`,
            target: '/anon,"x"',
            writable: true,
          },
        ],
        networks: ['demo_back', 'demo_default'],
        shares: [],
      },
    ],
    [
      'one that has ended',
      {
        ...busybox,
        id: '57c26e0086bd64c97b77caacb42a8b4750402ad28fb9b4a96fe31baaaa287670',
        name: 'demo-crash-1',
        service: 'crash',
        number: 1,
        oneoff: false,
        hash: 'c0ffee',
        labels: {
          ...stamped,
          'com.docker.compose.config-hash': 'c0ffee',
          'com.docker.compose.depends_on': '',
          'com.docker.compose.service': 'crash',
        },
        state: 'exited',
        exitCode: 3,
        restart: 'no',
        limits: {},
        command: 'sh -c echo $0; exit 3 zero',
        createdAt: '2026-11-22T11:51:47.617940116Z',
        startedAt: '2026-11-22T11:51:47.832088188Z',
        finishedAt: '2026-11-22T11:51:47.836264041Z',
        ports: [],
        mounts: [],
        networks: ['bridge'],
        shares: [],
      },
    ],
    [
      'one in the network of its host, that no project made',
      {
        ...busybox,
        id: '06f32d4c63b88f530703688ed1a405a8ee4399767f48925166bceb3eab05278d',
        name: 'host',
        service: '',
        number: 0,
        oneoff: false,
        hash: '',
        labels: {},
        state: 'running',
        exitCode: 0,
        restart: 'no',
        limits: {},
        command: 'sleep 1000',
        createdAt: '2026-11-22T11:51:48.026487353Z',
        startedAt: '2026-11-22T11:51:48.157394647Z',
        finishedAt: '0001-01-01T00:00:00Z',
        ports: [],
        mounts: [],
        networks: ['host'],
        shares: [],
      },
    ],
  ])('%s', (_, container) => {
    const line = sample.find((one) => one.includes(container.id)) ?? '';
    expect(parseContainer(line)).toEqual(container);
  });
});

/** The least that docker of any version prints. */
const bare = {
  Id: 'a1',
  Created: '2026-01-01T00:00:00Z',
  Path: '/init',
  Args: null,
  State: { Status: 'running', ExitCode: 0, StartedAt: '2026-01-01T00:00:01Z', FinishedAt: '0001-01-01T00:00:00Z' },
  Image: 'sha256:b2',
  Name: '/box',
  HostConfig: { RestartPolicy: { Name: '', MaximumRetryCount: 0 } },
  Mounts: null,
  Config: { Image: 'box', Labels: null },
  NetworkSettings: { Ports: null, Networks: null },
};

test('nulls in the place of lists and maps', () => {
  expect(parseContainer(JSON.stringify(bare))).toEqual({
    id: 'a1',
    name: 'box',
    image: 'box',
    imageId: 'sha256:b2',
    service: '',
    number: 0,
    oneoff: false,
    hash: '',
    labels: {},
    state: 'running',
    exitCode: 0,
    restart: 'no',
    limits: {},
    command: '/init',
    createdAt: '2026-01-01T00:00:00Z',
    startedAt: '2026-01-01T00:00:01Z',
    finishedAt: '0001-01-01T00:00:00Z',
    ports: [],
    mounts: [],
    networks: [],
    shares: [],
  } satisfies Container);
});

test('the containers in whose network, IPC and processes one lives', () => {
  const HostConfig = { ...bare.HostConfig, NetworkMode: 'container:c3', IpcMode: 'shareable', PidMode: 'container:d4' };
  expect(parseContainer(JSON.stringify({ ...bare, HostConfig })).shares).toEqual(['c3', 'd4']);
});

test.each([
  [{ Name: 'always', MaximumRetryCount: 0 }, 'always'],
  [{ Name: 'unless-stopped', MaximumRetryCount: 0 }, 'unless-stopped'],
  [{ Name: 'on-failure', MaximumRetryCount: 0 }, 'on-failure'],
  [{ Name: 'on-failure', MaximumRetryCount: 5 }, 'on-failure:5'],
])('restart policy %j is %s', (RestartPolicy, restart) => {
  expect(parseContainer(JSON.stringify({ ...bare, HostConfig: { RestartPolicy } })).restart).toBe(restart);
});

test.each([
  ['starting', 'starting'],
  ['unhealthy', 'unhealthy'],
  ['none', undefined],
  ['', undefined],
])('health %j is %s', (Status, health) => {
  expect(parseContainer(JSON.stringify({ ...bare, State: { ...bare.State, Health: { Status } } })).health).toBe(health);
});

test('a container of docker compose run is a one-off', () => {
  const Labels = { 'com.docker.compose.oneoff': 'True' };
  expect(parseContainer(JSON.stringify({ ...bare, Config: { ...bare.Config, Labels } })).oneoff).toBe(true);
});
