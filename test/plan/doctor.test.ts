import { describe, expect, it } from 'vitest';
import type { Service } from '../../src/lib/compose/index.ts';
import type { Machine, Observation } from '../../src/lib/docker/index.ts';
import { callsOf, type Finding, findings, type Scene, statusOf } from '../../src/lib/plan/index.ts';
import { Problem } from '../../src/lib/problem.ts';
import { container, observation, port, project, silent } from './helpers.ts';

const GIB = 1024 ** 3;
const MACHINE: Machine = {
  root: '/var/lib/docker',
  load: 1,
  disk: { total: 80 * GIB, free: 40 * GIB },
  inodes: { total: 1_000_000, free: 900_000 },
  memory: { total: 8 * GIB, free: 4 * GIB },
  latency: 0.84,
  clock: -20,
};
const GEAR = { missing: [], listening: [], greeting: [] };

const APP = project({
  services: {
    web: { ports: [port(80, 8080)], links: ['db'], ships: ['s1'] },
    db: { image: 'redis', ports: [port(6379, 6379)] },
  },
  ships: ['s1', 's2'],
});
const PLACES = [
  { replica: 'web-1', ship: 's1' },
  { replica: 'db-1', ship: 's2' },
];

const afloat = (name: string, parts: Partial<Observation> = {}) =>
  observation(name, { machine: MACHINE, gear: GEAR, ...parts });

function examined(fleet: Scene['fleet'], places = PLACES): Finding[] {
  return findings({ project: APP, fleet, places, entered: [] }, undefined, []);
}

/** What was found on a ship besides what is as it should be. */
function troubles(parts: Partial<Observation>, name = 's1'): string[] {
  return examined([afloat(name, parts)])
    .filter(({ verdict }) => verdict !== 'ok')
    .map(({ check, verdict, found, remedy }) => `${verdict} ${check}: ${found} (${remedy})`);
}

it('a ship that is fit is told of check by check', () => {
  const found = examined([afloat('s1')]);
  expect(found.map(({ ship = 'all', check, verdict, found }) => `${ship} ${verdict} ${check}: ${found}`)).toEqual([
    's1 ok reach: at 10.0.0.1, in 0.8 ms',
    's1 ok docker: 28.0.0',
    's1 ok tools: all there',
    's1 ok clock: as the laptop has it',
    's1 ok disk: 40.0 GiB free at /var/lib/docker, of 80.0 GiB',
    's1 ok inodes: 900000 free, of 1000000',
    's1 ok memory: 4.0 GiB available, of 8.0 GiB',
    "s1 ok ports: 8080 and 6379 free, or the project's own",
    'all ok plan: each of 2 containers has its ship',
  ]);
  expect(statusOf(found)).toBe(0);
});

it('what a ship does not say is not told of', () => {
  const found = findings({ project: APP, fleet: [observation('s3')], places: [], entered: [] }, undefined, []);
  expect(found.map(({ check }) => check)).toEqual(['reach', 'docker', 'plan']);
});

const machine = (parts: Partial<Machine>) => ({ machine: { ...MACHINE, ...parts } });
const gear = (parts: Partial<Observation['gear']>) => ({ gear: { ...GEAR, ...parts } });

describe('what is wrong with a ship comes with what helps', () => {
  it.each<[string, Partial<Observation>, string[]]>([
    [
      'an old docker',
      { engine: { ...observation('s1').engine, version: '19.03.8' } },
      ['wrong docker: docker 19.03.8 is older than 20.10 (install a later Docker there)'],
    ],
    [
      'tools that are not there',
      gear({ missing: ['flock', 'mktemp', 'timeout'] }),
      [
        'wrong tools: there is no flock (install util-linux there)',
        'wrong tools: there is no mktemp (install coreutils there)',
        'warning tools: there is no timeout: a docker that hangs there is waited for (install coreutils there)',
      ],
    ],
    [
      'a login shell that speaks',
      gear({ greeting: ['Welcome to s1', 'Have fun'] }),
      [
        'warning shell: its login shell says something before each command: Welcome to s1 (let it speak in interactive shells only: what exec and cp bring begins with it)',
      ],
    ],
    [
      'a clock that is behind',
      machine({ clock: -2512 }),
      [
        "warning clock: 2.5 s behind the laptop's: logs of several ships are out of order (let it be set over the network there: timedatectl set-ntp true)",
      ],
    ],
    [
      'a clock of another time',
      machine({ clock: 3_600_000 }),
      ["wrong clock: 3600.0 s ahead of the laptop's (let it be set over the network there: timedatectl set-ntp true)"],
    ],
    [
      'a disk that fills',
      machine({ disk: { total: 80 * GIB, free: 3 * GIB } }),
      [
        'warning disk: 3.0 GiB free at /var/lib/docker, of 80.0 GiB (make room there: docker system df says what takes it, compowarm prune removes what no deploy wants back)',
      ],
    ],
    [
      'a disk that is full',
      machine({ disk: { total: 10 * GIB, free: 0.125 * GIB } }),
      [
        'wrong disk: 128.0 MiB free at /var/lib/docker, of 10.0 GiB (make room there: docker system df says what takes it, compowarm prune removes what no deploy wants back)',
      ],
    ],
    [
      'no more files on it',
      machine({ inodes: { total: 1_000_000, free: 12 } }),
      ['wrong inodes: 12 free, of 1000000 (remove files there: compowarm prune, docker system prune)'],
    ],
    [
      'hardly any memory',
      machine({ memory: { total: 8 * GIB, free: 0.25 * GIB } }),
      [
        'warning memory: 256.0 MiB available, of 8.0 GiB (stop something there, or let ship labels and constraints place less on it)',
      ],
    ],
  ])('%s', (_, parts, expected) => {
    expect(troubles(parts)).toEqual(expected);
  });

  it('a small disk that is half empty will do', () => {
    expect(troubles(machine({ disk: { total: GIB, free: 0.6 * GIB } }))).toEqual([]);
  });

  it('two ships that are one engine', () => {
    const twin = afloat('s2', { engine: afloat('s1').engine });
    expect(examined([afloat('s1'), twin]).filter(({ check }) => check === 'engine')).toEqual([
      {
        ship: 's1',
        check: 'engine',
        verdict: 'wrong',
        found: 'it is the same Docker engine as s2',
        remedy:
          'name it once; if they are copies of one machine, give one of them a new ID (remove /etc/docker/key.json or engine-id and restart docker)',
      },
      expect.objectContaining({ ship: 's2', found: 'it is the same Docker engine as s1' }),
    ]);
  });

  it('a ship that does not answer', () => {
    const found = examined([silent('s1'), afloat('s2')]);
    expect(found[0]).toEqual({
      ship: 's1',
      check: 'reach',
      verdict: 'unreachable',
      found: 'connection refused',
      remedy: 'is sshd running there?',
    });
    expect(statusOf(found)).toBe(3);
    expect(statusOf([...found, { check: 'plan', verdict: 'wrong', found: '' }])).toBe(1);
    expect(examined([silent('s1')]).map(({ check }) => check)).toEqual(['reach']);
  });

  it('a ship that lets us in and has no docker for us', () => {
    const scene = { project: APP, fleet: [silent('s1')], places: [], entered: ['s1'] };
    expect(findings(scene, undefined, [])).toEqual([
      {
        ship: 's1',
        check: 'docker',
        verdict: 'wrong',
        found: 'connection refused',
        remedy: 'is sshd running there?',
      },
    ]);
  });

  it('a file that can not be placed', () => {
    const problem = new Problem({ what: 'no ship for web', where: { ship: 's1' }, why: 'because', remedy: 'do this' });
    const found = findings({ project: APP, fleet: [afloat('s1')], places: [], entered: [] }, problem, []);
    expect(found.at(-1)).toEqual({
      check: 'plan',
      verdict: 'wrong',
      found: 's1: no ship for web: because',
      remedy: 'do this',
    });
  });
});

describe('ports that others have', () => {
  const listening = (number: number, ip = '') => gear({ listening: [{ ip, number, protocol: 'tcp' }] });
  const neighbour = (name: string, published: number, owner: string, running = true) => ({
    neighbours: [
      {
        id: name,
        name,
        running,
        project: owner,
        ports: [{ ip: '0.0.0.0', published, target: 80, protocol: 'tcp' }],
      },
    ],
  });

  it.each<[string, Partial<Observation>, string[]]>([
    [
      'a container of another project, where a service is to run',
      neighbour('shop-web-1', 8080, 'shop'),
      [
        'wrong ports: port 8080 is taken by shop-web-1, and web is to run there (free port 8080 there, or choose another)',
      ],
    ],
    [
      'one where a service may run',
      neighbour('shop-db-1', 6379, 'shop'),
      [
        'warning ports: port 6379 is taken by shop-db-1: db could not go there (free port 6379 there, or choose another)',
      ],
    ],
    ['one that has stopped', neighbour('shop-web-1', 8080, 'shop', false), []],
    [
      'a process',
      listening(8080),
      [
        'wrong ports: port 8080 is taken by a process that no container publishes, and web is to run there (free port 8080 there, or choose another)',
      ],
    ],
    ['the proxy of a container of the project', { ...listening(8080), ...neighbour('demo-web-1', 8080, 'demo') }, []],
    ['a port that nobody wants', listening(22), []],
  ])('%s', (_, parts, expected) => {
    expect(troubles(parts)).toEqual(expected);
  });

  it('are wrong without a plan where a service may be nowhere else', () => {
    const at8080 = { ports: [port(80, 8080)] };
    const app = project({
      services: { own: { ...at8080, ships: ['s1'] }, all: { ...at8080, deploy: { mode: 'global' } }, any: at8080 },
      ships: ['s1', 's2'],
    });
    const fleet = [afloat('s1', neighbour('shop', 8080, 'shop'))];
    const found = findings({ project: app, fleet, places: [], entered: [] }, undefined, []).filter(
      ({ check }) => check === 'ports',
    );
    expect(found.map(({ verdict, found }) => `${verdict}: ${found}`)).toEqual([
      'wrong: port 8080 is taken by shop, and own is to run there',
      'wrong: port 8080 is taken by shop, and all is to run there',
      'warning: port 8080 is taken by shop: any could not go there',
    ]);
  });

  it('a service that has its ship as its network holds its own', () => {
    const app = project({
      services: { web: { network_mode: 'host', networks: {}, expose: ['8080'] } },
      ships: ['s1'],
    });
    const running = { ...listening(8080), containers: [container({ service: 'web' })] };
    const ports = (parts: Partial<Observation>) =>
      findings(
        { project: app, fleet: [afloat('s1', parts)], places: [{ replica: 'web-1', ship: 's1' }], entered: [] },
        undefined,
        [],
      )
        .filter(({ check }) => check === 'ports')
        .map(({ verdict }) => verdict);
    expect(ports(running)).toEqual(['ok']);
    expect(ports(listening(8080))).toEqual(['wrong']);
  });
});

describe('links', () => {
  const web = container({ service: 'web' });
  const db = container({
    service: 'db',
    ports: [{ ip: '0.0.0.0', published: 6379, target: 6379, protocol: 'tcp' }],
  });
  const calls = (fleet: Scene['fleet'], places = PLACES, file = APP) =>
    callsOf({ project: file, fleet, places, entered: [] });
  const to = { service: 'db', ship: 's2', address: '10.0.0.2', port: 6379 };
  const images = [
    { id: 'i1', names: ['redis:latest'] },
    { id: 'i2', names: ['host/busybox:1.36'] },
    { id: 'i3', names: ['image:latest'] },
  ];

  it('are called from a container that runs, or with the tools of an image in its network', () => {
    const fleet = [afloat('s1', { containers: [web], images }), afloat('s2', { containers: [db] })];
    const beside = ['run', '--rm', '--network', 'container:id-web-1', '--entrypoint', 'sh'];
    expect(calls(fleet)).toEqual([
      {
        service: 'web',
        ship: 's1',
        to,
        shells: [
          ['exec', 'id-web-1', 'sh'],
          [...beside, 'i2'],
          [...beside, 'i3'],
          [...beside, 'i1'],
        ],
      },
    ]);
  });

  it('are called where none runs from a network that it will be in', () => {
    const networks = [{ name: 'demo_default', driver: 'bridge', labels: {} }];
    const fleet = [afloat('s1', { images: images.slice(0, 2), networks }), afloat('s2', { containers: [db] })];
    expect(calls(fleet)[0]?.shells).toEqual(
      ['i2', 'i1'].map((image) => ['run', '--rm', '--network', 'demo_default', '--entrypoint', 'sh', image]),
    );
  });

  it.each<[string, Partial<Observation>, Partial<Observation>, string]>([
    ['nothing listens yet', { containers: [web] }, {}, 'db does not run on s2 yet'],
    [
      'it listens at no port yet',
      { containers: [web] },
      { containers: [{ ...db, ports: [] }] },
      'db does not run on s2 yet',
    ],
    ['nobody could call', {}, { containers: [db] }, 'web does not run on s1 yet'],
  ])('are not called where %s', (_, one, other, untried) => {
    expect(calls([afloat('s1', one), afloat('s2', other)])).toEqual([
      { service: 'web', ship: 's1', to, shells: [], untried },
    ]);
  });

  it('are called on the own ship too, by the address that it has for others', () => {
    const fleet = [afloat('s1', { containers: [web, db] })];
    expect(calls(fleet, []).map(({ to: { address }, untried }) => [address, untried])).toEqual([
      ['10.0.0.1', undefined],
    ]);
  });

  it.each<[string, Partial<Service>, string[]]>([
    [
      'links calls from every ship to every ship, at each port of TCP',
      { links: ['db:cache'] },
      ['s1 s1:1', 's1 s1:2', 's1 s2:1', 's1 s2:2', 's2 s1:1', 's2 s1:2', 's2 s2:1', 's2 s2:2'],
    ],
    [
      'only depends on another calls it by name on its own ship',
      { depends_on: { db: { condition: 'service_started', required: true, restart: false } } },
      ['s1 s2:1', 's1 s2:2', 's2 s1:1', 's2 s1:2'],
    ],
    [
      'depends on what it shares no network with does not call it',
      {
        depends_on: { db: { condition: 'service_started', required: true, restart: false } },
        networks: { front: null },
      },
      [],
    ],
  ])('what %s', (_, web, expected) => {
    const ports = [port(1, 1), port(2, 2), port(3), port(4, 4, { protocol: 'udp' })];
    const file = project({ services: { web, db: { ports } }, networks: { front: {} }, ships: ['s1', 's2'] });
    const places = ['web-1 s1', 'web-2 s2', 'db-1 s1', 'db-2 s2'].map((text) => {
      const [replica = '', ship = ''] = text.split(' ');
      return { replica, ship };
    });
    const made = calls([afloat('s1'), afloat('s2')], places, file);
    expect(made.map(({ ship, to }) => `${ship} ${to.ship}:${to.port}`).sort()).toEqual(expected);
  });

  it('that lead nowhere, or to no ship that answers, are not called', () => {
    const file = project({ services: { web: { links: ['db'] }, db: {} }, ships: ['s1', 's2'] });
    expect(calls([afloat('s1', { containers: [web] }), afloat('s2', { containers: [db] })], PLACES, file)).toEqual([]);
    expect(calls([afloat('s1', { containers: [web] }), silent('s2')])).toEqual([]);
  });

  it('are told of by what came of them', () => {
    const [call] = calls([afloat('s1', { containers: [web, db] })], []);
    if (!call) throw new Error('no call');
    const far = { ...call, to };
    const scene = { project: APP, fleet: [afloat('s1')], places: PLACES, entered: [] };
    const answers = [
      { call, outcome: 'reached', words: '' },
      { call: far, outcome: 'failed', words: 'timed out' },
      { call, outcome: 'failed', words: '' },
      { call: far, outcome: 'untried', words: 'db does not run on s2 yet' },
      { call: { ...call, ship: 's9' }, outcome: 'failed', words: '' },
    ] as const;
    const told = findings(scene, undefined, answers).filter(({ check }) => check === 'links');
    expect(told.map(({ verdict, found, remedy }) => [verdict, found, remedy])).toEqual([
      ['ok', 'web reaches db on its own ship (10.0.0.1:6379)', undefined],
      [
        'wrong',
        'web does not reach db on s2 (10.0.0.2:6379): timed out',
        'open port 6379 of s2 to s1, in the firewalls of both and between them',
      ],
      [
        'wrong',
        'web does not reach db on its own ship (10.0.0.1:6379)',
        'let the firewall there take what its own containers send to 10.0.0.1: ufw allow from 172.16.0.0/12, say',
      ],
      ['untried', 'whether web reaches db on s2 (10.0.0.2:6379): db does not run on s2 yet', undefined],
    ]);
  });
});
