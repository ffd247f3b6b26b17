import { describe, expect, test } from 'vitest';
import type { Observed } from '../../src/lib/docker/index.ts';
import { place, placeAnywhere } from '../../src/lib/plan/place.ts';
import { observation, type ProjectParts, port, project, ship, silent } from './helpers.ts';
import { engine, neighbour, placed, three, web } from './placing.ts';

const empty = three.map((name) => observation(name));

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

  test('the way out of a crowd is found soon', () => {
    const ten = Array.from({ length: 10 }, (_, index) => `s${index + 1}`);
    const services = { a: { ...web, deploy: { replicas: 9 } }, b: { ...web, ships: ['s1'] } };
    expect(
      placed(
        { services, ships: ten },
        ten.map((name) => observation(name)),
      ).slice(-2),
    ).toEqual(['a-9 s10: s1 would leave no ship for b-1', 'b-1 s1: the only ship it may use']);
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
