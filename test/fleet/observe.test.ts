import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { observe } from '../../src/lib/fleet/observe.ts';
import { problem, record, ship } from '../plan/helpers.ts';

const BY_HAND = 'try it by hand: ssh s1 docker ps';

const INFO = 'E:1 ["E:1","28.0.0","x86_64","linux",8589934592,4,"box",[],"",false,null]';
const ENGINE = {
  id: 'E:1',
  version: '28.0.0',
  arch: 'x86_64',
  os: 'linux',
  memory: 8_589_934_592,
  cpus: 4,
  hostname: 'box',
  labels: {},
};
const LOGIN = ['ann', '10.0.0.9 50000 10.0.0.84 22', '/home/ann'];
const STORE = '/home/ann/.local/state/compowarm/E:1/demo';
const DIGEST = 'd'.repeat(64);

function printed(sections: Record<string, string[]>): Map<string, string[]> {
  return new Map(Object.entries({ login: LOGIN, info: [INFO], record: [], ...sections }));
}

const inspected = {
  Id: 'c1',
  Name: '/demo-web-1',
  Created: '2024-05-01T10:00:00Z',
  Image: 'sha256:1',
  Path: 'serve',
  Args: ['-p', '80'],
  State: { Status: 'exited', ExitCode: 3, StartedAt: '2024-05-01T10:00:01Z', FinishedAt: '2024-05-01T10:00:02Z' },
  Config: {
    Image: 'web',
    Labels: {
      'com.docker.compose.service': 'web',
      'com.docker.compose.container-number': '1',
      'com.docker.compose.config-hash': 'c0ffee',
    },
  },
  HostConfig: { RestartPolicy: { Name: 'always', MaximumRetryCount: 0 } },
  Mounts: [],
  NetworkSettings: { Ports: {}, Networks: { demo_default: {} } },
};

test('what a ship printed becomes one observation', () => {
  const sections = {
    record: [JSON.stringify(record({ ships: ['s1'] })), ''],
    containers: [JSON.stringify(inspected)],
    neighbours: ['["n1","other","running","0.0.0.0:80->80/tcp","com.docker.compose.project=shop"]'],
    images: ['["sha256:1","web","latest","<none>"]'],
    networks: ['["demo_default","bridge","com.docker.compose.project=demo"]'],
    volumes: ['["demo_data","local",""]'],
    contents: [DIGEST, `${DIGEST}+`, 'stranger'],
    kept: ['data%2Fdb', '%2E', '.cache', 'half+', '%zz', '%6d'],
    seen: [],
  };
  expect(observe(ship('s1'), 'demo', printed(sections), BY_HAND)).toEqual({
    ship: 's1',
    address: '10.0.0.84',
    engine: ENGINE,
    containers: [
      {
        id: 'c1',
        name: 'demo-web-1',
        image: 'web',
        imageId: 'sha256:1',
        service: 'web',
        number: 1,
        oneoff: false,
        hash: 'c0ffee',
        labels: inspected.Config.Labels,
        state: 'exited',
        exitCode: 3,
        restart: 'always',
        limits: {},
        command: 'serve -p 80',
        createdAt: '2024-05-01T10:00:00Z',
        startedAt: '2024-05-01T10:00:01Z',
        finishedAt: '2024-05-01T10:00:02Z',
        ports: [],
        mounts: [],
        networks: ['demo_default'],
        shares: [],
      },
    ],
    failed: [],
    neighbours: [
      {
        id: 'n1',
        name: 'other',
        running: true,
        project: 'shop',
        ports: [{ ip: '0.0.0.0', published: 80, target: 80, protocol: 'tcp' }],
      },
    ],
    images: [{ id: 'sha256:1', names: ['web:latest'] }],
    networks: [{ name: 'demo_default', driver: 'bridge', labels: { 'com.docker.compose.project': 'demo' } }],
    volumes: [{ name: 'demo_data', driver: 'local', labels: {} }],
    store: STORE,
    contents: [DIGEST, `${DIGEST}+`],
    kept: ['./data/db', '.', './.cache'],
    record: record({ ships: ['s1'] }),
  });
});

test('all projects, images and processes are there where they were asked for', () => {
  const sections = {
    members: ['["running","com.docker.compose.project=shop"]'],
    used: ['{"Id":"sha256:1","Os":"linux","Architecture":"amd64","Size":7}'],
    processes: [],
    'top c1': ['UID   CMD', 'me    sleep 1'],
    'top c2': [],
    'refused c2': ['it is', 'restarting'],
  };
  expect(observe(ship('s1'), 'demo', printed(sections), BY_HAND)).toMatchObject({
    members: [{ project: 'shop', state: 'running' }],
    used: [{ id: 'sha256:1', tags: [], platform: 'linux/amd64', bytes: 7, createdAt: '' }],
    processes: [
      { container: 'c1', titles: ['UID', 'CMD'], rows: [['me', 'sleep 1']] },
      { container: 'c2', refused: 'it is restarting' },
    ],
  });
});

test('records of deploys before are the newest first, without what can not be read', () => {
  const [one, two] = [record({ generation: 9 }), record({ generation: 10, deploy: 'b' })];
  const texts = [JSON.stringify(two), '{"version":1,', '{"version":2}', JSON.stringify(one), ''];
  const packed =
    gzipSync(texts.join('\n'))
      .toString('base64')
      .match(/.{1,76}/g) ?? [];
  const seen = (history: string[]) => observe(ship('s1'), 'demo', printed({ history, seen: [] }), BY_HAND);
  expect(seen(packed)).toMatchObject({ history: [two, one] });
  expect(seen([])).toMatchObject({ history: [] });
});

test('a container that was kept for a look is none of the others', () => {
  const Labels = { ...inspected.Config.Labels, 'compowarm.deploy': 'ab12' };
  const kept = { ...inspected, Name: '/demo-web-1_failed_ab12', Config: { Image: 'web', Labels } };
  const sections = { containers: [JSON.stringify(inspected), JSON.stringify(kept)] };
  const observed = observe(ship('s1'), 'demo', printed(sections), BY_HAND);
  if ('unreachable' in observed) throw new Error(observed.unreachable);
  const names = (containers: readonly { name: string }[]) => containers.map(({ name }) => name);
  expect([names(observed.containers), names(observed.failed)]).toEqual([['demo-web-1'], ['demo-web-1_failed_ab12']]);
});

test.each([
  ['as the file says', ship('s1', { address: '10.9.9.9' }), LOGIN, '10.9.9.9'],
  ['its host, where that is an IP', ship('192.168.1.83'), LOGIN, '192.168.1.83'],
  ['its host, where that is an IPv6', ship('db', { host: 'fd00::1' }), LOGIN, 'fd00::1'],
  ['else where its sshd was reached', ship('s1'), LOGIN, '10.0.0.84'],
])('its address is %s', (_, one, login, address) => {
  expect(observe(one, 'demo', printed({ login }), BY_HAND)).toEqual({
    ship: one.name,
    address,
    engine: ENGINE,
    containers: [],
    failed: [],
    neighbours: [],
    images: [],
    networks: [],
    volumes: [],
    store: STORE,
    contents: [],
    kept: [],
  });
});

test.each([
  ['127.0.0.1', ['ann', '127.0.0.1 1 127.0.0.1 22'], '127.0.0.1'],
  ['::1', ['ann', '::1 1 ::1 22'], '::1'],
  ['unknown', ['ann', ''], 'unknown'],
])('an address that means something else in each container (%s) makes a ship useless', (_, login, shown) => {
  expect(observe(ship('s1'), 'demo', printed({ login }), BY_HAND)).toEqual({
    ship: 's1',
    unreachable: `its address would be ${shown}, which means something else inside each container`,
    remedy: 'give the ship an address that other ships reach it by: {host: ..., address: 10.0.0.84}',
  });
});

const SUDO = ['sudo', '-n', 'docker'];

test.each([
  [
    ['docker'],
    'Got permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock',
    'user ann may not use docker there',
    'add the user to the group docker there (sudo usermod -aG docker ann), or call it by another word in the file: docker: sudo -n docker',
  ],
  [
    ['docker'],
    'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
    'the docker daemon is not running there',
    'start it there: sudo systemctl start docker',
  ],
  [
    SUDO,
    'sudo: a password is required',
    'sudo wants a password of user ann there',
    'allow it without one in sudoers, or add the user to the group docker and leave sudo away',
  ],
  [
    ['docker'],
    'sh: 1: docker: not found',
    'there is no docker there (docker was not found)',
    'install Docker there, or say where it is in the file: docker: /path/to/docker',
  ],
  [
    SUDO,
    "timeout: failed to run command 'sudo': No such file or directory",
    'there is no sudo there',
    'install sudo there, or have a user who may use docker, and leave sudo away in the file',
  ],
  [
    SUDO,
    'sudo: docker: command not found',
    'there is no docker there (sudo -n docker was not found)',
    'install Docker there, or say where it is in the file: docker: /path/to/docker',
  ],
  [
    ['docker'],
    'flock: not found',
    "there is no flock there, by which deploys keep out of each other's way",
    'install util-linux there',
  ],
  [['docker'], 'out of cheese', "docker can't be used there: out of cheese", BY_HAND],
  [['docker'], '', "docker can't be used there: it printed nothing", BY_HAND],
])('%j that says %j is explained', (docker, says, unreachable, remedy) => {
  const sections = { info: [], failed: says === '' ? [] : [says] };
  expect(observe(ship('s1', { docker }), 'demo', printed(sections), BY_HAND)).toEqual({
    ship: 's1',
    unreachable,
    remedy,
  });
});

test.each([
  [
    '{"version":1,',
    'its record of the last deploy is damaged',
    'mend or remove it there: the file is in ~/.local/state/compowarm/E:1',
  ],
  ['{"version":2}', 'its record was written by a newer Compowarm', 'use that version, or a later one'],
])('a record that can not be read (%s) is no reason to go on without it', (text, what, remedy) => {
  expect(problem(() => observe(ship('s1'), 'demo', printed({ record: [text] }), BY_HAND))).toEqual({
    what,
    remedy,
    exit: 1,
  });
});
