import { expect, test } from 'vitest';
import { hashSpec, type Observed, type Spec } from '../../src/lib/docker/index.ts';
import { place } from '../../src/lib/plan/place.ts';
import { resolve } from '../../src/lib/plan/resolve.ts';
import { observation, type ProjectParts, port, project, record, service, silent } from './helpers.ts';

function resolved(parts: ProjectParts, fleet: Observed[]) {
  const file = project(parts);
  const { placement, frozen } = place(file, fleet);
  return resolve(file, placement, frozen, fleet);
}

function withHash(spec: Omit<Spec, 'hash'>): Spec {
  return { ...spec, hash: hashSpec(spec) };
}

const flagship: ProjectParts = {
  shape: 'v1',
  services: {
    client: { image: 'client', links: ['redis'], ports: [port(8080, 8080)] },
    redis: { image: 'redis', ports: [port(6379, 6379)] },
  },
  ships: ['192.168.1.83', '192.168.1.84'],
};

const client = withHash({
  project: 'demo',
  service: 'client',
  number: 1,
  name: 'demo-client-1',
  config: service({
    image: 'client',
    links: ['redis'],
    ports: [port(8080, 8080)],
    networks: { demo_default: { aliases: ['client', 'demo-client-1'] } },
  }),
  links: {
    redis_ip: '192.168.1.84',
    redis_ips: '192.168.1.84',
    redis_port: '6379',
    redis_port_6379: '6379',
  },
  hosts: { redis: '192.168.1.84' },
  masked: [],
});

test('a linked pair on two ships', () => {
  expect(resolved(flagship, [observation('192.168.1.83'), observation('192.168.1.84')])).toEqual({
    specs: new Map([
      ['client-1', client],
      [
        'redis-1',
        withHash({
          project: 'demo',
          service: 'redis',
          number: 1,
          name: 'demo-redis-1',
          config: service({
            image: 'redis',
            ports: [port(6379, 6379)],
            networks: { demo_default: { aliases: ['redis', 'demo-redis-1'] } },
          }),
          links: {},
          hosts: {},
          masked: [],
        }),
      ],
    ]),
    warnings: [],
  });
});

test('a silent ship changes nothing for those that link to what is there', () => {
  const known = record({
    ships: ['192.168.1.83', '192.168.1.84'],
    placement: { 'client-1': '192.168.1.83', 'redis-1': '192.168.1.84' },
  });
  const fleet = [observation('192.168.1.83', { record: known }), silent('192.168.1.84')];
  expect(resolved(flagship, fleet)).toEqual({ specs: new Map([['client-1', client]]), warnings: [] });
});

test('everything that placement and docker need is put in', () => {
  const parts: ProjectParts = {
    services: {
      web: {
        links: ['db:store', 'db:api'],
        environment: { MODE: 'fast', TOKEN: 'secret', UNSET: null, db_ip: '', store_ip: 'mine' },
        volumes: [
          { type: 'volume', source: 'files', target: '/files', read_only: true },
          { type: 'volume', target: '/tmp' },
          { type: 'bind', source: '/etc/web', target: '/etc/web' },
        ],
        networks: { default: { aliases: ['www', 'web'] }, back: null },
        container_name: 'the-web',
      },
      db: { networks: { back: null, far: null } },
      api: { networks: { back: null } },
    },
    networks: { back: { name: 'shared' }, far: {} },
    volumes: { files: {} },
    ships: ['s1'],
    masked: [
      ['services', 'web', 'environment', 'TOKEN'],
      ['services', 'web', 'environment', 'UNSET'],
    ],
  };
  const { specs, warnings } = resolved(parts, [observation('s1')]);
  expect(specs.get('web-1')).toEqual(
    withHash({
      project: 'demo',
      service: 'web',
      number: 1,
      name: 'the-web',
      config: service({
        links: ['db:store', 'db:api'],
        environment: { MODE: 'fast', TOKEN: 'secret', db_ip: '', store_ip: 'mine' },
        volumes: [
          { type: 'volume', source: 'demo_files', target: '/files', read_only: true },
          { type: 'volume', target: '/tmp' },
          { type: 'bind', source: '/etc/web', target: '/etc/web' },
        ],
        networks: { demo_default: { aliases: ['web', 'the-web', 'www'] }, shared: { aliases: ['web', 'the-web'] } },
        container_name: 'the-web',
      }),
      links: { store_ips: '10.0.0.1', api_ip: '10.0.0.1', api_ips: '10.0.0.1' },
      hosts: {},
      masked: ['TOKEN'],
    }),
  );
  expect(specs.get('db-1')?.config.networks).toEqual({
    shared: { aliases: ['db', 'demo-db-1', 'store'] },
    demo_far: { aliases: ['db', 'demo-db-1'] },
  });
  expect(warnings).toEqual([
    'web links to db, which publishes no fixed port: its name works, store_ip leads nowhere',
    'web sets store_ip under environment: that wins over its link to db',
    'web links to db, which publishes no fixed port: its name works, api_ip leads nowhere',
    "web links to db as api, but the name api is another service's here",
  ]);
});

test('each of several replicas has its name, and a warning is given once', () => {
  const services = { web: { links: ['db'], deploy: { replicas: 2 } }, db: {} };
  const { specs, warnings } = resolved({ services, ships: ['s1'] }, [observation('s1')]);
  expect([...specs.values()].map(({ name }) => name)).toEqual(['demo-web-1', 'demo-web-2', 'demo-db-1']);
  expect(warnings).toEqual(['web links to db, which publishes no fixed port: its name works, db_ip leads nowhere']);
});
