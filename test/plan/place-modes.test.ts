import { describe, expect, test } from 'vitest';
import type { Service } from '../../src/lib/compose/index.ts';
import type { Observed } from '../../src/lib/docker/index.ts';
import { place, placeAnywhere } from '../../src/lib/plan/place.ts';
import {
  at,
  container,
  mountedVolume,
  observation,
  type ProjectParts,
  port,
  problem,
  project,
  record,
  ship,
  silent,
} from './helpers.ts';
import { data, db, engine, frozen, lines, named, neighbour, placed, three, web } from './placing.ts';

const empty = three.map((name) => observation(name));
const global = { deploy: { mode: 'global' } };
const apart = { networks: {} };
const redis = { ports: [port(6379, 6379)] };
const started = (name: string) => ({ [name]: { condition: 'service_started' as const, required: true } });
const shipsOf = (parts: ProjectParts, fleet: Observed[]) =>
  placed(parts, fleet).map((line) => line.slice(0, line.indexOf(':')));

describe('a service on every ship', () => {
  test.each<[string, ProjectParts['services'], Observed[], string[]]>([
    [
      'has one on each',
      { web: { ...web, ...global } },
      empty,
      ['web-1 s1: one on every ship', 'web-2 s2: one on every ship', 'web-3 s3: one on every ship'],
    ],
    [
      'has one on each that it may use',
      { web: { ...web, ...global, ships: ['s3', 's1'] } },
      empty,
      ['web-1 s1: one on every ship it may use', 'web-2 s3: one on every ship it may use'],
    ],
    [
      'keeps the number that it has on a ship',
      { web: { ...web, ...global } },
      [
        observation('s1'),
        observation('s2', { containers: [container({ service: 'web', number: 1 })] }),
        observation('s3', { containers: [container({ service: 'web', number: 5 })] }),
      ],
      ['web-1 s2: stays where it runs', 'web-5 s3: stays where it runs', 'web-6 s1: one on every ship'],
    ],
    [
      'comes back under its number where it is lost',
      { web: { ...web, ...global } },
      [
        observation('s1', {
          record: record({ ships: three, placement: { 'web-1': 's3', 'web-2': 's2', 'web-3': 's1' } }),
          containers: [container({ service: 'web', number: 3 })],
        }),
        observation('s2'),
        observation('s3'),
      ],
      ['web-1 s3: comes back where it was', 'web-2 s2: comes back where it was', 'web-3 s1: stays where it runs'],
    ],
    [
      'needs only one of several that are there',
      { web: global },
      [
        observation('s1', {
          containers: [container({ service: 'web', number: 2 }), container({ service: 'web', number: 1 })],
        }),
        observation('s2'),
        observation('s3'),
      ],
      ['web-1 s1: stays where it runs', 'web-3 s2: one on every ship', 'web-4 s3: one on every ship'],
    ],
    [
      'begins with the data that is on its ship',
      { db: { ...db, ...global } },
      [observation('s1'), observation('s2', { volumes: [named('demo_data')] }), observation('s3')],
      ['db-1 s1: one on every ship', 'db-2 s2: one on every ship', 'db-3 s3: one on every ship'],
    ],
    [
      'bonds with nobody: each finds the one on its ship',
      { agent: global, api: { ...apart, networks: { back: null } }, web },
      empty,
      [
        'agent-1 s1: one on every ship',
        'agent-2 s2: one on every ship',
        'agent-3 s3: one on every ship',
        'api-1 s1: first in the file',
        'web-1 s2: fewest of this project',
      ],
    ],
    [
      'draws who needs it to its ships',
      { agent: { ...global, ships: ['s2', 's3'] }, web: { ...web, links: ['agent'] } },
      empty,
      [
        'agent-1 s2: one on every ship it may use',
        'agent-2 s3: one on every ship it may use',
        'web-1 s2: agent is not on s1, and agent publishes no port',
      ],
    ],
  ])('%s', (_, services, fleet, expected) => {
    expect(placed({ services, networks: { back: {} }, volumes: data, ships: three }, fleet)).toEqual(expected);
  });

  test('waits for a silent ship with one of its replicas', () => {
    const result = place(project({ services: { web: global }, ships: three }), [
      observation('s1'),
      silent('s2'),
      observation('s3'),
    ]);
    expect(lines(result)).toEqual(['web-1 s1: one on every ship', 'web-3 s3: one on every ship']);
    expect(frozen(result)).toEqual(['(web-2) s2: waits for s2, which does not answer: web-2 is the one for s2']);
  });

  test('goes from a ship that the file dropped', () => {
    const parts = { services: { web: global }, ships: ['s1', 's2'] };
    const on = (name: string, number: number) =>
      observation(name, { containers: [container({ service: 'web', number })] });
    expect(shipsOf(parts, [on('s1', 1), on('s2', 2), on('s3', 3)])).toEqual(['web-1 s1', 'web-2 s2']);
  });

  test('where one of the ships is taken is an error', () => {
    const fleet = [observation('s1'), observation('s2', { neighbours: [neighbour('other-web-1', 80)] })];
    expect(
      problem(() => place(project({ services: { web: { ...web, ...global } }, ships: ['s1', 's2'] }), fleet)),
    ).toEqual({
      what: 'web-2 has no ship to go to',
      where: at('services.web.ports.0'),
      why: 'web-2 is the one for s2; port 80 is taken on s2 by other-web-1',
      remedy: 'free port 80 on s2, or choose another',
      exit: 1,
    });
  });

  test('does not reach what lives on one ship only: a warning', () => {
    const parts = { services: { agent: global, api: {}, db: {} }, ships: three };
    const result = place(project(parts), empty);
    expect(shipsOf(parts, empty)).toEqual(['agent-1 s1', 'agent-2 s2', 'agent-3 s3', 'api-1 s1', 'db-1 s1']);
    expect(result.warnings).toEqual([
      'agent is on every ship, and does not reach api and db from other ships than theirs: api and db publish no port',
    ]);
  });

  test.each<Partial<Service>>([{ deploy: { mode: 'global', replicas: 2 } }, { ...global, scale: 2 }])(
    'has no number besides: %j',
    (web) => {
      expect(problem(() => placeAnywhere(project({ services: { web }, ships: three })))).toEqual({
        what: 'service web has the mode global and 2 replicas',
        where: at('services.web.deploy.mode'),
        why: 'a global service has one replica on every ship that it may use',
        remedy: 'keep one of them',
        exit: 2,
      });
    },
  );

  test.each<[string, ProjectParts['services'], object]>([
    [
      'an error where it names it',
      { agent: { ...global, depends_on: started('db') }, db: {} },
      {
        what: 'agent depends on db, which is not on all ships of agent',
        where: at('services.agent.deploy.mode'),
        why: 'agent is on every ship that it may use, and agent and db publish no port',
        remedy:
          'let agent use only the ships of db, or make db global, or publish all its ports under their own numbers',
      },
    ],
    [
      'an error where it shares what is not on all its ships',
      { agent: { ...global, network_mode: 'service:db', networks: {} }, db: {} },
      {
        what: 'agent shares the network of db, which is not on all ships of agent',
        where: at('services.agent.network_mode'),
        why: 'agent is on every ship that it may use, and agent shares the network of db',
        remedy: 'let agent use only the ships of db, or make db global',
      },
    ],
  ])('%s', (_, services, expected) => {
    expect(problem(() => placeAnywhere(project({ services, ships: three })))).toEqual({ ...expected, exit: 2 });
  });
});

describe('only so many on a ship', () => {
  const webs = (replicas: number, most: number): Partial<Service> => ({
    ...apart,
    deploy: { replicas, placement: { max_replicas_per_node: most } },
  });

  test('counts what is there, and thinks of what comes', () => {
    const services = { a: webs(3, 2), b: { ...webs(2, 1), ships: ['s1', 's2'] } };
    const fleet = [
      observation('s1', { containers: [1, 2, 3].map((number) => container({ service: 'a', number })) }),
      observation('s2'),
    ];
    expect(placed({ services, ships: ['s1', 's2'] }, fleet)).toEqual([
      'a-1 s1: stays where it runs',
      'a-2 s1: stays where it runs',
      'a-3 s2: s1 has 2 of a, its max_replicas_per_node; leaves s1',
      'b-1 s2: fewest of this project',
      'b-2 s1: fewest of this service',
    ]);
  });

  test('more replicas than that is an error', () => {
    expect(problem(() => placeAnywhere(project({ services: { web: webs(5, 2) }, ships: ['s1', 's2'] })))).toEqual({
      what: 'web-1, web-2, web-3, web-4 and web-5 each want a ship, and only s1 and s2 are open to them',
      where: at('services.web.deploy.placement.max_replicas_per_node'),
      why: 'a ship takes 2 of web, its max_replicas_per_node',
      remedy: 'fewer replicas, more ships, or a higher max_replicas_per_node',
      exit: 2,
    });
  });

  test('of services that share a ship is an error that names the bond', () => {
    const services = { web: { deploy: { replicas: 3, placement: { max_replicas_per_node: 2 } } }, db: {} };
    expect(problem(() => placeAnywhere(project({ services, ships: three })))).toEqual({
      what: 'web-2 and web-3 have to share a ship, and a ship takes 2 of web, its max_replicas_per_node',
      where: at('services.web.deploy.placement.max_replicas_per_node'),
      why: 'web and db publish no port',
      remedy: 'have fewer replicas, or publish all ports of these services under their own numbers',
      exit: 2,
    });
  });
});

describe('spread', () => {
  const spread = (...attributes: string[]): Partial<Service> => ({
    ...apart,
    deploy: { replicas: 4, placement: { preferences: attributes.map((one) => ({ spread: one })) } },
  });
  const ships = [
    ship('s1', { labels: { zone: 'east', rack: '1' } }),
    ship('s2', { labels: { zone: 'east', rack: '2' } }),
    ship('s3', { labels: { zone: 'west', rack: '3' } }),
  ];

  test('over a label: as many on the one ship of a zone as on the two of another', () => {
    expect(placed({ services: { web: spread('node.labels.zone') }, ships }, empty)).toEqual([
      'web-1 s1: first in the file',
      'web-2 s3: spread over node.labels.zone',
      'web-3 s2: fewest of this service',
      'web-4 s3: spread over node.labels.zone',
    ]);
  });

  test('over two labels: the second within the first', () => {
    expect(shipsOf({ services: { web: spread('node.labels.zone', 'node.labels.rack') }, ships }, empty)).toEqual([
      'web-1 s1',
      'web-2 s3',
      'web-3 s2',
      'web-4 s3',
    ]);
  });

  test('moves nothing that runs', () => {
    const containers = [1, 2, 3, 4].map((number) => container({ service: 'web', number }));
    const fleet = [observation('s1', { containers }), observation('s2'), observation('s3')];
    expect(placed({ services: { web: spread('node.labels.zone') }, ships }, fleet)).toEqual(
      [1, 2, 3, 4].map((number) => `web-${number} s1: stays where it runs`),
    );
  });
});

describe('memory', () => {
  const GiB = 1024 ** 3;
  const wants = (memory: number): Partial<Service> => ({ ...apart, mem_reservation: String(memory * GiB) });

  test('that is reserved is not there for others', () => {
    const fleet = [observation('s1', { engine: engine(16) }), observation('s2', { engine: engine(12) })];
    const services = {
      big: { ...apart, deploy: { resources: { reservations: { memory: String(8 * GiB) } } } },
      other: apart,
      small: wants(1),
      last: apart,
    };
    expect(placed({ services, ships: ['s1', 's2'] }, fleet)).toEqual([
      'big-1 s1: most memory',
      'other-1 s2: fewest of this project',
      'small-1 s2: most memory',
      'last-1 s1: fewest of this project',
    ]);
  });
});

describe('what shares', () => {
  const sidecar = { network_mode: 'service:web', networks: {} };
  test.each<[string, ProjectParts['services'], Observed[], string[]]>([
    [
      'a network is on one ship with it, whatever is published',
      { web, redis, proxy: sidecar },
      empty,
      [
        'web-1 s1: all on s1 (first in the file): proxy shares the network of web',
        'redis-1 s2: fewest of this project',
        'proxy-1 s1: all on s1 (first in the file): proxy shares the network of web',
      ],
    ],
    [
      'processes, IPC or volumes too',
      {
        web,
        a: { ...apart, pid: 'service:web' },
        b: { ...apart, ipc: 'service:web' },
        c: { ...apart, volumes_from: ['a:ro'] },
      },
      empty,
      ['web-1', 'a-1', 'b-1', 'c-1'].map(
        (replica) =>
          `${replica} s1: all on s1 (first in the file): a shares the processes of web; b shares the IPC of web; c takes the volumes of a`,
      ),
    ],
    [
      'is each with one of several replicas',
      { web: { ...web, deploy: { replicas: 3 } }, proxy: { ...sidecar, deploy: { replicas: 3 } } },
      empty,
      [1, 2, 3]
        .map((n) => [n, n === 1 ? 'first in the file' : 'fewest of this service'])
        .map(([n, why]) => `web-${n} s${n}: all on s${n} (${why}): proxy shares the network of web`)
        .concat(
          [1, 2, 3]
            .map((n) => [n, n === 1 ? 'first in the file' : 'fewest of this service'])
            .map(([n, why]) => `proxy-${n} s${n}: all on s${n} (${why}): proxy shares the network of web`),
        ),
    ],
    [
      'goes with the data of the other',
      { db: { ...db, ...apart }, backup: { ...apart, volumes_from: ['db'] } },
      [
        observation('s1'),
        observation('s2', {
          containers: [container({ service: 'db', mounts: [mountedVolume('/data', 'demo_data')] })],
          volumes: [named('demo_data')],
        }),
        observation('s3'),
      ],
      [
        'db-1 s2: stays with its data (volume demo_data)',
        'backup-1 s2: all on s2 (most of them are there): backup takes the volumes of db',
      ],
    ],
    [
      'with one on every ship may be on any of its ships',
      { web: { ...web, ...global, ships: ['s2', 's3'] }, proxy: sidecar },
      empty,
      [
        'web-1 s2: one on every ship it may use',
        'web-2 s3: one on every ship it may use',
        'proxy-1 s2: first in the file',
      ],
    ],
    [
      'and is on every ship goes where the other may',
      { web: { ...web, ...global, ships: ['s2', 's3'] }, proxy: { ...sidecar, ...global } },
      empty,
      [
        'web-1 s2: one on every ship it may use',
        'web-2 s3: one on every ship it may use',
        'proxy-1 s2: one on every ship it may use',
        'proxy-2 s3: one on every ship it may use',
      ],
    ],
    [
      'talks by the network of the other: what it listens at must be published there',
      { web: { ...web, networks: { default: null } }, redis, proxy: { ...sidecar, expose: ['9000'] } },
      empty,
      ['web-1', 'redis-1', 'proxy-1'].map(
        (replica) =>
          `${replica} s1: all on s1 (first in the file): web publishes port 9000 at no fixed number; proxy shares the network of web`,
      ),
    ],
  ])('%s', (_, services, fleet, expected) => {
    expect(placed({ services, volumes: data, ships: three }, fleet)).toEqual(expected);
  });

  test('waits for the other where that is on a silent ship', () => {
    const known = record({ ships: three, placement: { 'web-1': 's2' } });
    const fleet = [observation('s1', { record: known }), silent('s2'), observation('s3')];
    const result = place(project({ services: { web, proxy: sidecar }, ships: three }), fleet);
    expect(frozen(result)).toEqual([
      'web-1 s2: it is on s2 by the record, and s2 does not answer',
      '(proxy-1) s2: waits for s2, which does not answer: web-1 is there, and proxy shares the network of web',
    ]);
  });

  test.each<[string, ProjectParts['services'], object]>([
    [
      'what has no replica is an error',
      { web: { deploy: { replicas: 0 } }, proxy: sidecar },
      {
        what: 'proxy shares the network of web, which has no replica',
        where: at('services.proxy.network_mode'),
        remedy: 'give web a replica, or proxy none',
      },
    ],
    [
      'what may be on no ship with it is an error',
      { web: { ...web, ships: ['s1'] }, proxy: { ...sidecar, ships: ['s2'] } },
      {
        what: 'proxy shares the network of web, but no ship may run both',
        where: at('services.web.ships'),
        why: 'proxy shares the network of web, so both need one ship; proxy may use s2, web may use s1',
        remedy: 'let them share a ship',
      },
    ],
  ])('%s', (_, services, expected) => {
    expect(problem(() => placeAnywhere(project({ services, ships: three })))).toEqual({ ...expected, exit: 2 });
  });
});

describe("what has only its ship's network", () => {
  const host = { network_mode: 'host', networks: {} };
  test.each<[string, ProjectParts['services'], string[]]>([
    [
      'takes the ports that it lists, and those that it exposes',
      {
        a: { ...host, ports: [port(80, 8080)], expose: ['81', '9000-9010'] },
        b: web,
        c: { ports: [port(8000, 81)] },
        d: { ports: [port(1, 8080)] },
      },
      [
        'a-1 s1: first in the file',
        'b-1 s2: fewest of this project',
        'c-1 s2: port 81 is taken on s1 by a-1',
        'd-1 s1: fewest of this project',
      ],
    ],
    [
      'is open to who links to it',
      { a: host, b: { links: ['a'] } },
      ['a-1 s1: first in the file', 'b-1 s2: fewest of this project'],
    ],
    [
      'calls what it names on its ship, if other ships do not reach that',
      { a: { ...host, depends_on: started('db') }, db: { ports: [port(5432, 5432, { host_ip: '127.0.0.1' })] }, web },
      [
        'a-1 s1: all on s1 (first in the file): db publishes port 5432 on loopback only',
        'db-1 s1: all on s1 (first in the file): db publishes port 5432 on loopback only',
        'web-1 s1: all on s1 (first in the file): db publishes port 5432 on loopback only',
      ],
    ],
  ])('%s', (_, services, expected) => {
    expect(
      placed(
        { services, ships: ['s1', 's2'] },
        ['s1', 's2'].map((name) => observation(name)),
      ),
    ).toEqual(expected);
  });
});
