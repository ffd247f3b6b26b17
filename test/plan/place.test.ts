import { describe, expect, test } from 'vitest';
import type { Observed } from '../../src/lib/docker/index.ts';
import { place, placeAnywhere } from '../../src/lib/plan/place.ts';
import type { ProblemParts } from '../../src/lib/problem.ts';
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

/** One line a replica: `web-1 s1: first in the file`. */
function lines({ placement }: ReturnType<typeof place>): string[] {
  return [...placement].map(([replica, placed]) => `${replica} ${placed.ship}: ${placed.why}`);
}

function placed(parts: ProjectParts, fleet: Observed[]): string[] {
  return lines(place(project(parts), fleet));
}

/** The replicas that are frozen, the same way; in brackets those that only wait. */
function frozen({ frozen: all }: ReturnType<typeof place>): string[] {
  return all.map(({ replica, ship: name, why, lives }) => `${lives ? replica : `(${replica})`} ${name}: ${why}`);
}

const volume = (source: string, target = '/data') => ({ type: 'volume' as const, source, target });
const named = (name: string) => ({ name, driver: 'local', labels: {} });
const GIB = 1024 ** 3;
const engine = (memory: number) => ({ ...observation('x').engine, id: `engine-${memory}`, memory: memory * GIB });
const neighbour = (name: string, published: number, running = true) => ({
  id: `id-${name}`,
  name,
  running,
  project: 'other',
  ports: [{ ip: '0.0.0.0', published, target: 80, protocol: 'tcp' }],
});

const three = ['s1', 's2', 's3'];
const empty = three.map((name) => observation(name));
const web = { ports: [port(80, 80)] };
const db = { volumes: [volume('data')] };
const data = { data: {} };

describe('on empty ships', () => {
  test('a linked pair that publishes its ports goes to two ships', () => {
    const flagship: ProjectParts = {
      shape: 'v1',
      services: {
        client: { links: ['redis'], ports: [port(8080, 8080)] },
        redis: { ports: [port(6379, 6379)] },
      },
      ships: ['192.168.1.83', '192.168.1.84'],
    };
    expect(placed(flagship, [observation('192.168.1.83'), observation('192.168.1.84')])).toEqual([
      'client-1 192.168.1.83: first in the file',
      'redis-1 192.168.1.84: fewest of this project',
    ]);
  });

  test.each<[string, ProjectParts, string[]]>([
    [
      'what cannot talk from another ship stays together',
      { services: { web, api: {}, db: {} }, ships: three },
      [
        'web-1 s1: all on s1 (first in the file): api and db publish no port',
        'api-1 s1: all on s1 (first in the file): api and db publish no port',
        'db-1 s1: all on s1 (first in the file): api and db publish no port',
      ],
    ],
    [
      'a web goes to every ship, what it talks to where it is first',
      { services: { web: { ...web, deploy: { replicas: 3 } }, redis: { ports: [port(6379, 6379)] } }, ships: three },
      [
        'web-1 s1: first in the file',
        'web-2 s2: fewest of this service',
        'web-3 s3: fewest of this service',
        'redis-1 s1: first in the file',
      ],
    ],
    [
      'two apps on networks of their own are two bonds',
      {
        services: {
          shop: { ...web, networks: { shop: null } },
          'shop-db': { networks: { shop: null } },
          blog: { ports: [port(81, 81)], networks: { blog: null } },
          'blog-db': { networks: { blog: null } },
        },
        networks: { shop: {}, blog: {} },
        ships: three,
      },
      [
        'shop-1 s1: all on s1 (first in the file): shop-db publishes no port',
        'shop-db-1 s1: all on s1 (first in the file): shop-db publishes no port',
        'blog-1 s2: all on s2 (fewest of this project): blog-db publishes no port',
        'blog-db-1 s2: all on s2 (fewest of this project): blog-db publishes no port',
      ],
    ],
    [
      'a service keeps to the ships that it names',
      { services: { web: { ...web, ships: ['s3'] }, redis: { ports: [port(6379, 6379)] } }, ships: three },
      ['web-1 s3: the only ship it may use', 'redis-1 s1: fewest of this project'],
    ],
    [
      'ports clash on one ship unless address, protocol or number differ',
      {
        services: {
          a: { ports: [port(80, 80, { host_ip: '10.0.0.1' })], networks: {} },
          b: { ports: [port(80, 80, { host_ip: '127.0.0.1' })], networks: {} },
          c: { ports: [port(80, 80, { host_ip: '0.0.0.0' })], networks: {} },
          d: { ports: [port(80, 80, { protocol: 'udp' })], networks: {} },
          e: { ports: [port(80, '8000-8010')], networks: {} },
        },
        ships: ['s1', 's2'].map((name) => ship(name)),
      },
      [
        'a-1 s1: first in the file',
        'b-1 s1: s2 would leave no ship for c-1',
        'c-1 s2: fewest of this project',
        'd-1 s2: fewest of this project',
        'e-1 s1: first in the file',
      ],
    ],
    [
      'a container name is taken once on a ship',
      { services: { web: { container_name: 'web', deploy: { replicas: 2 } } }, ships: three },
      ['web-1 s1: first in the file', 'web-2 s2: fewest of this service'],
    ],
    [
      'what comes later is thought of: a takes s2 so that b may have s1',
      { services: { a: web, b: { ...web, ships: ['s1'] } }, ships: three },
      ['a-1 s2: s1 would leave no ship for b-1', 'b-1 s1: the only ship it may use'],
    ],
  ])('%s', (_, parts, expected) => {
    expect(placed(parts, empty)).toEqual(expected);
  });

  test('is the same without looking: all ships are imagined to be empty', () => {
    const file = project({ services: { web, api: {} }, ships: three });
    expect(placeAnywhere(file)).toEqual(place(file, empty));
  });
});

describe('among ships that differ', () => {
  const redis = { image: 'redis' };
  test.each<[string, Observed[], string]>([
    ['the one with more memory', [observation('s1'), observation('s2', { engine: engine(16) })], 's2: most memory'],
    [
      'the one that has the image',
      [observation('s1'), observation('s2', { images: [{ id: 'sha256:1', names: ['redis:latest'] }] })],
      's2: has the image',
    ],
    [
      'memory before the image',
      [
        observation('s1', { images: [{ id: 'sha256:1', names: ['redis:latest'] }] }),
        observation('s2', { engine: engine(16) }),
      ],
      's2: most memory',
    ],
    [
      'not where a neighbour has the port',
      [observation('s1', { neighbours: [neighbour('other-web-1', 80)] }), observation('s2')],
      's2: port 80 is taken on s1 by other-web-1',
    ],
    [
      'where a neighbour that is stopped had the port',
      [observation('s1', { neighbours: [neighbour('other-web-1', 80, false)] }), observation('s2')],
      's1: first in the file',
    ],
    ['where an answer comes from', [silent('s1'), observation('s2')], 's2: s1 does not answer'],
  ])('%s', (_, fleet, expected) => {
    expect(placed({ services: { redis: { ...redis, ...web } }, ships: ['s1', 's2'] }, fleet)).toEqual([
      `redis-1 ${expected}`,
    ]);
  });

  test('not where a neighbour has the name', () => {
    const fleet = [observation('s1', { neighbours: [neighbour('cache', 81, false)] }), observation('s2')];
    expect(placed({ services: { redis: { container_name: 'cache' } }, ships: ['s1', 's2'] }, fleet)).toEqual([
      'redis-1 s2: the name cache is taken on s1 by cache',
    ]);
  });
});

describe('what exists', () => {
  const webs = { services: { web: { ...web, deploy: { replicas: 3 } } }, ships: three };
  const on = (name: string, ...numbers: number[]) =>
    observation(name, { containers: numbers.map((number) => container({ service: 'web', number })) });

  test('stays when ships are added', () => {
    const services = { a: web, b: { ports: [port(81, 81)] } };
    const fleet = [
      observation('s1', { containers: [container({ service: 'a' }), container({ service: 'b' })] }),
      observation('s2'),
    ];
    expect(placed({ services, ships: ['s1', 's2'] }, fleet)).toEqual([
      'a-1 s1: stays where it runs',
      'b-1 s1: stays where it runs',
    ]);
  });

  test.each<[string, ProjectParts, Observed[], string[]]>([
    [
      'leaves a ship that the file dropped',
      { ...webs, ships: ['s2', 's1', 's4'] },
      [on('s1', 1), on('s2', 2), observation('s4'), on('s3', 3)],
      [
        'web-1 s1: stays where it runs',
        'web-2 s2: stays where it runs',
        'web-3 s4: fewest of this service; leaves s3, which the file no longer names',
      ],
    ],
    [
      'leaves a ship that it may no longer use',
      { services: { web: { ...web, ships: ['s2'] } }, ships: three },
      [on('s1', 1), observation('s2'), observation('s3')],
      ['web-1 s2: the only ship it may use; leaves s1, which it may no longer use'],
    ],
    [
      'joins what it is bonded with, where most of them are',
      { services: { web, api: {}, db: {} }, ships: three },
      [
        on('s1', 1),
        observation('s2', { containers: [container({ service: 'api' }), container({ service: 'db' })] }),
        observation('s3'),
      ],
      [
        'web-1 s2: all on s2 (most of them are there): api and db publish no port; leaves s1',
        'api-1 s2: stays where it runs',
        'db-1 s2: stays where it runs',
      ],
    ],
    [
      'comes before what is new: neither its ship nor its port is taken from it',
      { services: { proxy: web, web }, ships: ['s1', 's2'] },
      [on('s1', 1), observation('s2')],
      ['proxy-1 s2: fewest of this project', 'web-1 s1: stays where it runs'],
    ],
    [
      'gives up the highest numbers, on ships that it may not use first',
      { services: { web: { ...web, deploy: { replicas: 2 }, ships: ['s2', 's3', 's4'] } }, ships: [...three, 's4'] },
      [on('s1', 1), on('s2', 2), on('s3', 3), on('s4', 4)],
      ['web-2 s2: stays where it runs', 'web-3 s3: stays where it runs'],
    ],
    [
      'grows by the highest number plus one',
      webs,
      [on('s1', 2), on('s2', 5), observation('s3')],
      ['web-2 s1: stays where it runs', 'web-5 s2: stays where it runs', 'web-6 s3: fewest of this service'],
    ],
    [
      'comes back under its number when lost, to the ship where it was',
      webs,
      [
        observation('s1', {
          record: record({ ships: three, placement: { 'web-1': 's1', 'web-2': 's3', 'web-3': 's2' } }),
          containers: [container({ service: 'web', number: 1 })],
        }),
        on('s2', 3),
        observation('s3'),
      ],
      ['web-1 s1: stays where it runs', 'web-2 s3: comes back where it was', 'web-3 s2: stays where it runs'],
    ],
    [
      'is known by its engine when its ship has got another name',
      { services: { web }, ships: ['s2', 'one'] },
      [
        observation('s2'),
        observation('one', {
          engine: { ...observation('s1').engine },
          record: record({ ships: ['s1'], placement: { 'web-1': 's1' } }),
        }),
      ],
      ['web-1 one: comes back where it was'],
    ],
    [
      'does not count what was run once',
      { services: { web: {} }, ships: three },
      [
        observation('s1', { containers: [container({ service: 'web', number: 7, oneoff: true })] }),
        observation('s2'),
        observation('s3'),
      ],
      ['web-1 s1: first in the file'],
    ],
    [
      'moves for nothing less than a hard rule: a stopped neighbour, more memory, a nearer image',
      { services: { web }, ships: ['s1', 's2'] },
      [on('s1', 1), observation('s2', { engine: engine(64), images: [{ id: 'sha256:1', names: ['image:latest'] }] })],
      ['web-1 s1: stays where it runs'],
    ],
  ])('%s', (_, parts, fleet, expected) => {
    expect(placed(parts, fleet)).toEqual(expected);
  });

  test('twice under one number: the one that the record names counts', () => {
    const twin = { containers: [container({ service: 'web' })] };
    const fleet = [
      observation('s1', twin),
      observation('s2', { ...twin, record: record({ ships: ['s1', 's2'], placement: { 'web-1': 's2' } }) }),
    ];
    const result = place(project({ services: { web }, ships: ['s1', 's2'] }), fleet);
    expect(lines(result)).toEqual(['web-1 s2: stays where it runs']);
    expect(result.warnings).toEqual(['web-1 is on s1 and on s2: the one on s2 counts']);
  });
});

describe('data', () => {
  const at1 = (mounts = [mountedVolume('/data', 'demo_data')]) =>
    observation('s1', { containers: [container({ service: 'db', mounts })], volumes: [named('demo_data')] });
  const dbs: ProjectParts = { services: { db }, volumes: data, ships: ['s2', 's1'] };

  test.each<[string, Observed[], string[]]>([
    ['keeps its container', [at1(), observation('s2')], ['db-1 s1: stays with its data (volume demo_data)']],
    [
      'calls a lost container back',
      [observation('s1', { volumes: [named('demo_data')] }), observation('s2')],
      ['db-1 s1: comes back to its data (volume demo_data)'],
    ],
    [
      'of another project does not',
      [observation('s1', { volumes: [named('other_data')] }), observation('s2')],
      ['db-1 s2: first in the file'],
    ],
    [
      'is an anonymous volume, too',
      [at1([mountedVolume('/var/lib')]), observation('s2')],
      ['db-1 s1: stays with its data (an anonymous volume at /var/lib)'],
    ],
    [
      'is a bind that the container can write',
      [at1([{ type: 'bind', source: '/srv/db', target: '/data', writable: true }]), observation('s2')],
      ['db-1 s1: stays with its data (/srv/db)'],
    ],
    [
      'is no bind that the container can only read',
      [at1([{ type: 'bind', source: '/etc/db', target: '/etc/db', writable: false }]), observation('s2')],
      ['db-1 s1: stays where it runs'],
    ],
  ])('%s', (_, fleet, expected) => {
    expect(placed(dbs, fleet)).toEqual(expected);
  });

  test('draws what is bonded with it, even what runs elsewhere', () => {
    const fleet = [
      at1(),
      observation('s2', { containers: [container({ service: 'web' }), container({ service: 'api' })] }),
    ];
    expect(placed({ ...dbs, services: { web, api: {}, db } }, fleet)).toEqual([
      'web-1 s1: all on s1 (the data of db-1 (volume demo_data) is on s1, and data never moves by itself): api and db publish no port; leaves s2',
      'api-1 s1: all on s1 (the data of db-1 (volume demo_data) is on s1, and data never moves by itself): api and db publish no port; leaves s2',
      'db-1 s1: stays with its data (volume demo_data)',
    ]);
  });

  test('that grows elsewhere begins empty, and that is said', () => {
    const parts = { services: { db: { ...db, ...web, deploy: { replicas: 2 } } }, volumes: data, ships: ['s1', 's2'] };
    const result = place(project(parts), [at1(), observation('s2')]);
    expect(lines(result)).toEqual([
      'db-1 s1: stays with its data (volume demo_data)',
      'db-2 s2: fewest of this service',
    ]);
    expect(result.warnings).toEqual(['db-2 has an empty volume demo_data on s2: the one on s1 stays there']);
  });

  test('on a ship that the service may no longer use is an error', () => {
    const parts = { ...dbs, services: { db: { ...db, ships: ['s2'] } } };
    expect(problem(() => place(project(parts), [at1(), observation('s2')]))).toEqual({
      what: 'db-1 has no ship to go to',
      where: at('services.db.ships'),
      why: 'the data of db-1 (volume demo_data) is on s1, and data never moves by itself; db may use only s2',
      remedy: 'let db use s1, or move the data yourself and remove container demo-db-1 and volume demo_data there',
      exit: 1,
    });
  });

  test('on a ship that the file no longer names is an error', () => {
    expect(problem(() => place(project({ ...dbs, ships: ['s2'] }), [observation('s2'), at1()]))).toEqual({
      what: 'db-1 has no ship to go to',
      where: at('ships'),
      why: 'the data of db-1 (volume demo_data) is on s1, and data never moves by itself',
      remedy: 'let db use s1, or move the data yourself and remove container demo-db-1 and volume demo_data there',
      exit: 1,
    });
  });

  test('on two ships, each with a part, is an error', () => {
    const parts = {
      services: { db: { volumes: [volume('data'), volume('logs', '/logs')] } },
      volumes: { data: {}, logs: {} },
      ships: ['s1', 's2'],
    };
    const fleet = [
      observation('s1', { volumes: [named('demo_data')] }),
      observation('s2', { volumes: [named('demo_logs')] }),
    ];
    expect(problem(() => place(project(parts), fleet))).toEqual({
      what: 'db-1 has no ship to go to',
      where: at('ships'),
      why: 'the data of db-1 (volume demo_data and volume demo_logs) is not on one ship, and data never moves by itself',
      remedy: 'bring volume demo_data and volume demo_logs to one ship and remove them from the others',
      exit: 1,
    });
  });
});

describe('a silent ship', () => {
  const webs = { services: { web: { ...web, deploy: { replicas: 3 } } }, ships: three };
  const told = record({ ships: three, placement: { 'web-1': 's1', 'web-2': 's2', 'web-3': 's3' } });
  const on = (name: string, number: number) =>
    observation(name, { record: told, containers: [container({ service: 'web', number })] });

  test('keeps what the record says is there', () => {
    const result = place(project(webs), [on('s1', 1), silent('s2'), on('s3', 3)]);
    expect(lines(result)).toEqual(['web-1 s1: stays where it runs', 'web-3 s3: stays where it runs']);
    expect(frozen(result)).toEqual(['web-2 s2: it is on s2 by the record, and s2 does not answer']);
  });

  test('keeps it when the file no longer names the ship or the service', () => {
    const result = place(project({ services: { api: {} }, ships: ['s1'] }), [
      observation('s1', { record: told }),
      silent('s2'),
      silent('s3'),
    ]);
    expect(lines(result)).toEqual(['api-1 s1: the only ship it may use']);
    expect(frozen(result)).toEqual([
      'web-2 s2: it is on s2 by the record, and s2 does not answer',
      'web-3 s3: it is on s3 by the record, and s3 does not answer',
    ]);
  });

  test('without a record is left out', () => {
    const result = place(project({ services: { web, api: {} }, ships: three }), [
      silent('s1'),
      observation('s2'),
      observation('s3'),
    ]);
    expect(lines(result)).toEqual([
      'web-1 s2: all on s2 (first in the file): api publishes no port',
      'api-1 s2: all on s2 (first in the file): api publishes no port',
    ]);
    expect(frozen(result)).toEqual([]);
  });

  test.each<[string, ProjectParts, Observed[], string[], string[]]>([
    [
      'is waited for by a service that may use no other',
      { services: { web: { ...web, ships: ['s2'] }, redis: { ports: [port(6379, 6379)] } }, ships: three },
      [observation('s1'), silent('s2'), observation('s3')],
      ['redis-1 s1: first in the file'],
      ['(web-1) s2: waits for s2, which does not answer: web may use only s2'],
    ],
    [
      'is waited for by the replica for which no other is left',
      webs,
      [observation('s1'), silent('s2'), observation('s3')],
      ['web-1 s1: first in the file', 'web-2 s3: fewest of this service'],
      ['(web-3) s2: waits for s2, which does not answer: port 80 is taken on s1 by web-1'],
    ],
    [
      'is waited for by what is bonded with something there',
      { services: { web, db: {} }, ships: three },
      [
        observation('s1', {
          containers: [container({ service: 'web' })],
          record: record({ ships: three, placement: { 'web-1': 's1', 'db-1': 's2' } }),
        }),
        silent('s2'),
        observation('s3'),
      ],
      [],
      [
        '(web-1) s2: waits for s2, which does not answer: db-1 is there, and db publishes no port',
        'db-1 s2: it is on s2 by the record, and s2 does not answer',
      ],
    ],
    [
      'is waited for by what has its volume there: no second one is made',
      { services: { db }, volumes: data, ships: three },
      [
        observation('s1', { record: record({ ships: three, volumes: { s2: ['demo_data'] } }) }),
        silent('s2'),
        observation('s3'),
      ],
      [],
      ['(db-1) s2: waits for s2, which does not answer: the data of db-1 (volume demo_data) is there'],
    ],
    [
      'is waited for by everything when none answers',
      { services: { web }, ships: ['s1', 's2'] },
      [silent('s1'), silent('s2')],
      [],
      ['(web-1) s1: waits for s1, which does not answer: no ship answers'],
    ],
  ])('%s', (_, parts, fleet, here, waiting) => {
    const result = place(project(parts), fleet);
    expect(lines(result)).toEqual(here);
    expect(frozen(result)).toEqual(waiting);
  });
});

describe('no solution', () => {
  test('three replicas with one port on two ships', () => {
    const file = project({ services: { web: { ...web, deploy: { replicas: 3 } } }, ships: ['s1', 's2'] });
    expect(problem(() => placeAnywhere(file))).toEqual({
      what: 'web-1, web-2 and web-3 each take port 80, and only s1 and s2 are open to them',
      where: at('services.web.ports.0'),
      why: 'a ship has port 80 once',
      remedy: 'fewer replicas, more ships, or let docker pick the port',
      exit: 2,
    });
  });

  test('two replicas with one port, a neighbour in the way', () => {
    const file = project({ services: { web: { ...web, deploy: { replicas: 2 } } }, ships: ['s1', 's2'] });
    const fleet = [observation('s1'), observation('s2', { neighbours: [neighbour('other-web-1', 80)] })];
    expect(problem(() => place(file, fleet))).toEqual({
      what: 'web-1 and web-2 each take port 80, and only s1 is open to them',
      where: at('services.web.ports.0'),
      why: 'a ship has port 80 once; port 80 is taken on s2 by other-web-1',
      remedy: 'fewer replicas, more ships, or let docker pick the port',
      exit: 1,
    });
  });

  test('a neighbour on the only ship', () => {
    const fleet = [observation('s1', { neighbours: [neighbour('other-web-1', 80)] })];
    expect(problem(() => place(project({ services: { web }, ships: ['s1'] }), fleet))).toEqual({
      what: 'web-1 has no ship to go to',
      where: at('services.web.ports.0'),
      why: 'port 80 is taken on s1 by other-web-1',
      remedy: 'free port 80 on s1, or choose another',
      exit: 1,
    });
  });

  test('replicas that share a ship and a port', () => {
    const file = project({ services: { web: { ...web, deploy: { replicas: 2 } }, db: {} }, ships: three });
    expect(problem(() => placeAnywhere(file))).toEqual({
      what: 'web-1 and web-2 have to share a ship, and both take port 80',
      where: at('services.web.ports.0'),
      why: 'db publishes no port',
      remedy:
        'let docker pick the port, have one replica, or publish all ports of these services under their own numbers',
      exit: 2,
    });
  });

  test('one name, more replicas than ships', () => {
    const services = { web: { container_name: 'web', deploy: { replicas: 2 } } };
    expect(problem(() => placeAnywhere(project({ services, ships: ['s1'] })))).toEqual({
      what: 'web-1 and web-2 each take the name web, and only s1 is open to them',
      where: at('services.web.container_name'),
      why: 'a ship has the name web once',
      remedy: 'fewer replicas, more ships, or no container_name',
      exit: 2,
    });
  });

  test('ports that cross', () => {
    const both = { ports: [port(80, 80), port(443, 443)], networks: {} };
    const services = {
      a: { ports: [port(80, 80)], networks: {} },
      b: { ports: [port(443, 443)], networks: {} },
      c: { ...both, ships: ['s1'] },
      d: { ports: [port(443, 443)], networks: {}, ships: ['s1', 's2'] },
    };
    expect(problem(() => placeAnywhere(project({ services, ships: ['s1', 's2'] })))).toEqual({
      what: 'b-1, c-1 and d-1 each take port 443, and only s1 and s2 are open to them',
      where: at('services.b.ports.0'),
      why: 'a ship has port 443 once',
      remedy: 'fewer replicas, more ships, or let docker pick the port',
      exit: 2,
    });
  });

  test.each<[string, ProjectParts, ProblemParts & { exit: number }]>([
    [
      'no ships',
      { services: { web }, ships: [] },
      { what: 'the file names no ships', remedy: 'list the Docker hosts under the key `ships`', exit: 2 },
    ],
    [
      'a service that names no ship of the file',
      { services: { web: { ships: ['s9'] } }, ships: three },
      {
        what: 'service web may use no ship of the file',
        where: at('services.web.ships'),
        why: "the file's ships are s1, s2 and s3",
        remedy: 'name one of them under the ships of web',
        exit: 2,
      },
    ],
  ])('%s', (_, parts, expected) => {
    expect(problem(() => placeAnywhere(project(parts)))).toEqual(expected);
  });
});
