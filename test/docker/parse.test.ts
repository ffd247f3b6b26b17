import { describe, expect, test } from 'vitest';
import {
  type Engine,
  parseContainer,
  parseImage,
  parseImages,
  parseInfo,
  parseMember,
  parseNamed,
  parseNeighbour,
  parseTop,
} from '../../src/lib/docker/index.ts';
import type { Problem } from '../../src/lib/problem.ts';

test('an engine', () => {
  const alone =
    '["YDP5:R73P","20.10.24+dfsg1","x86_64","linux",25276063744,2,"box",["disk=ssd","x=a=b"],"",false,null]';
  expect(parseInfo(alone)).toEqual({
    id: 'YDP5:R73P',
    version: '20.10.24+dfsg1',
    arch: 'x86_64',
    os: 'linux',
    memory: 25_276_063_744,
    cpus: 2,
    hostname: 'box',
    labels: { disk: 'ssd', x: 'a=b' },
  } satisfies Engine);
});

test('an engine of a Swarm', () => {
  const managers = '[{"NodeID":"n2","Addr":"10.0.0.2:2377"},{"NodeID":"n1","Addr":"10.0.0.1:2377"}]';
  const worker = `["YDP5","28.0.0","x86_64","linux",1,2,"box",null,"n3",false,${managers}]`;
  expect(parseInfo(worker).swarm).toEqual({ node: 'n3', role: 'worker', managers: ['n1', 'n2'] });
  expect(parseInfo(worker.replace('"n3",false', '"n1",true')).swarm).toEqual({
    node: 'n1',
    role: 'manager',
    managers: ['n1', 'n2'],
  });
});

test.each([
  parseInfo,
  parseContainer,
  parseNeighbour,
  parseNamed,
  parseMember,
  parseImage,
  (line: string) => parseImages([line]),
])('a line of something else is an error that shows it (%#)', (parse) => {
  let parts: unknown;
  try {
    parse('WARNING: no swap limit support');
  } catch (error) {
    parts = (error as Problem).parts;
  }
  expect(parts).toEqual({
    what: 'docker printed something other than what was asked: WARNING: no swap limit support',
    remedy: 'compowarm knows docker 20.10 and later: see what docker version says there',
    exit: 1,
  });
});

describe('a neighbour', () => {
  const line = (...fields: [names: string, state: string, ports: string, labels: string]) =>
    JSON.stringify(['7c9e', ...fields]);

  test('with ports as docker 20.10 shows them', () => {
    const ports =
      '0.0.0.0:6379->6379/tcp, :::6379->6379/tcp, 9000-9001/tcp, 0.0.0.0:8081->81/tcp, ::1:8081->81/tcp, 127.0.0.1:32769->7000/udp';
    expect(parseNeighbour(line('demo-web-1', 'running', ports, 'a=b,com.docker.compose.project=demo'))).toEqual({
      id: '7c9e',
      name: 'demo-web-1',
      running: true,
      project: 'demo',
      ports: [
        { ip: '0.0.0.0', published: 6379, target: 6379, protocol: 'tcp' },
        { ip: '::', published: 6379, target: 6379, protocol: 'tcp' },
        { ip: '0.0.0.0', published: 8081, target: 81, protocol: 'tcp' },
        { ip: '::1', published: 8081, target: 81, protocol: 'tcp' },
        { ip: '127.0.0.1', published: 32769, target: 7000, protocol: 'udp' },
      ],
    });
  });

  test('with ports as docker 28 shows them, a range among them', () => {
    const ports = '0.0.0.0:8000-8001->8000-8001/tcp, [::]:8000-8001->8000-8001/tcp, 9000/tcp, [::1]:8080->80/tcp';
    expect(parseNeighbour(line('old', 'running', ports, ''))).toEqual({
      id: '7c9e',
      name: 'old',
      running: true,
      project: '',
      ports: [
        { ip: '0.0.0.0', published: 8000, target: 8000, protocol: 'tcp' },
        { ip: '0.0.0.0', published: 8001, target: 8001, protocol: 'tcp' },
        { ip: '::', published: 8000, target: 8000, protocol: 'tcp' },
        { ip: '::', published: 8001, target: 8001, protocol: 'tcp' },
        { ip: '::1', published: 8080, target: 80, protocol: 'tcp' },
      ],
    });
  });

  test('known to another by a legacy link has its own name', () => {
    expect(parseNeighbour(line('old/redis,demo-web-1', 'created', '', ''))).toEqual({
      id: '7c9e',
      name: 'demo-web-1',
      running: false,
      project: '',
      ports: [],
    });
  });

  test.each([
    ['running', true],
    ['paused', true],
    ['restarting', true],
    ['created', false],
    ['exited', false],
    ['removing', false],
    ['dead', false],
  ])('that is %s: running %s', (state, running) => {
    expect(parseNeighbour(line('old', state, '', '')).running).toBe(running);
  });
});

test('images: one for each ID, with all its names, in an order of its own', () => {
  const lines = [
    ['sha256:c', 'redis', 'latest', 'sha256:d'],
    ['sha256:c', 'redis', '7', 'sha256:d'],
    ['sha256:c', 'host:5000/team/app', '1.2', '<none>'],
    ['sha256:b', 'web', '<none>', 'sha256:f'],
    ['sha256:a', '<none>', '<none>', '<none>'],
    ['sha256:9', 'web', '<none>', ''],
  ].map((fields) => JSON.stringify(fields));
  expect(parseImages(lines)).toEqual([
    { id: 'sha256:9', names: [] },
    { id: 'sha256:a', names: [] },
    { id: 'sha256:b', names: ['web@sha256:f'] },
    { id: 'sha256:c', names: ['host:5000/team/app:1.2', 'redis:7', 'redis:latest', 'redis@sha256:d'] },
  ]);
});

describe('a network or a volume', () => {
  test.each([
    ['', {}],
    ['com.docker.compose.project=demo', { 'com.docker.compose.project': 'demo' }],
    ['b=,a=x=y', { a: 'x=y', b: '' }],
    ['files=/a,/b,team=x, y', { files: '/a,/b', team: 'x, y' }],
    ['a=1\n2,b=3', { a: '1\n2', b: '3' }],
    ['a=1,a=2', { a: '1' }],
  ])('with labels %j', (text, labels) => {
    expect(parseNamed(JSON.stringify(['demo_data', 'local', text]))).toEqual({
      name: 'demo_data',
      driver: 'local',
      labels,
    });
  });
});

test('a volume says where its content is', () => {
  expect(parseNamed('["demo_data","local","a=b","/var/lib/docker/volumes/demo_data/_data"]')).toEqual({
    name: 'demo_data',
    driver: 'local',
    labels: { a: 'b' },
    mountpoint: '/var/lib/docker/volumes/demo_data/_data',
  });
});

test.each<[string, object]>([
  [
    'com.docker.compose.project=shop,com.docker.compose.project.config_files=/a/compose.yaml,/a/more.yaml',
    { project: 'shop', files: ['/a/compose.yaml', '/a/more.yaml'] },
  ],
  ['com.docker.compose.config-hash=1,com.docker.compose.project=shop', { project: 'shop' }],
])('a container of some project: %s', (labels, expected) => {
  expect(parseMember(JSON.stringify(['exited', labels]))).toEqual({ state: 'exited', ...expected });
});

describe('an image in full', () => {
  const inspected = { Id: 'sha256:1', Os: 'linux', Architecture: 'arm64', Size: 1985543 };

  test('with all that docker may know', () => {
    const more = { Variant: 'v8', RepoTags: ['a:1', 'b:2'], Created: '2026-11-05T10:00:00Z' };
    const line = JSON.stringify({ ...inspected, ...more, Metadata: { LastTagTime: '2026-11-05T11:00:00Z' } });
    expect(parseImage(line)).toEqual({
      id: 'sha256:1',
      tags: ['a:1', 'b:2'],
      platform: 'linux/arm64/v8',
      bytes: 1985543,
      createdAt: '2026-11-05T10:00:00Z',
      taggedAt: '2026-11-05T11:00:00Z',
    });
  });

  test.each([{ Metadata: { LastTagTime: '0001-01-01T00:00:00Z' }, RepoTags: null }, { Metadata: null }, {}])(
    'with no more than it must: %j',
    (more) => {
      expect(parseImage(JSON.stringify({ ...inspected, ...more }))).toEqual({
        id: 'sha256:1',
        tags: [],
        platform: 'linux/arm64',
        bytes: 1985543,
        createdAt: '',
      });
    },
  );
});

describe('what runs in a container', () => {
  test('is cut where the titles begin, whatever it says', () => {
    const lines = [
      'UID                 PID                 TTY                 CMD',
      'root                427                                     sh -c   echo  "a   b"',
      'jos\u00e9                4                   pts/0               \u{1F40B}',
    ];
    expect(parseTop('c1', lines)).toEqual({
      container: 'c1',
      titles: ['UID', 'PID', 'TTY', 'CMD'],
      rows: [
        ['root', '427', '', 'sh -c   echo  "a   b"'],
        ['jos\u00e9', '4', 'pts/0', '\u{1F40B}'],
      ],
    });
  });

  test('may be nothing', () => {
    expect(parseTop('c1', [])).toEqual({ container: 'c1', titles: [], rows: [] });
  });
});

test.each([
  [{ 'com.docker.compose.project': 'shop' }, 'shop'],
  [null, ''],
])('labels may come as a map, as podman prints them: %j', (labels, project) => {
  expect(parseMember(JSON.stringify(['running', labels])).project).toBe(project);
});
