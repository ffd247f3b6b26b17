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
    networks: { demo_default: { aliases: ['demo-client-1', 'client'] } },
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
            networks: { demo_default: { aliases: ['demo-redis-1', 'redis'] } },
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
        networks: { demo_default: { aliases: ['the-web', 'web', 'www'] }, shared: { aliases: ['the-web', 'web'] } },
        container_name: 'the-web',
      }),
      links: { store_ips: '10.0.0.1', api_ip: '10.0.0.1', api_ips: '10.0.0.1' },
      hosts: {},
      masked: ['TOKEN'],
    }),
  );
  expect(specs.get('db-1')?.config.networks).toEqual({
    shared: { aliases: ['demo-db-1', 'db', 'store'] },
    demo_far: { aliases: ['demo-db-1', 'db'] },
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

const web = (config: Partial<Spec['config']>, more: Partial<ProjectParts> = {}) => {
  const neighbours = ['monitor', 'legacy'].map((name) => ({ id: name, name, running: true, project: '', ports: [] }));
  const parts = { ships: ['s1'], ...more, services: { ...more.services, web: config } };
  const { specs } = resolved(parts, [observation('s1', { neighbours })]);
  return specs.get('web-1') as Spec;
};

test('networks are joined by priority, then by their names in the file', () => {
  const { config } = web(
    { networks: { zed: null, abc: { gw_priority: 1 }, mid: { priority: 5, ipv4_address: '10.0.0.9' } } },
    { networks: { zed: {}, abc: { name: 'xyz' }, mid: {} } },
  );
  const aliases = ['demo-web-1', 'web'];
  expect(Object.entries(config.networks)).toEqual([
    ['demo_mid', { priority: 5, ipv4_address: '10.0.0.9', aliases }],
    ['xyz', { gw_priority: 1, aliases }],
    ['demo_zed', { aliases }],
  ]);
});

test('what deploy says of a container stands under the keys that docker knows', () => {
  const deploy = { resources: { limits: { cpus: 0.5 } }, restart_policy: { condition: 'any' } };
  expect(web({ restart: 'no', deploy }).config).toMatchObject({ cpus: 0.5, restart: 'always' });
});

test('what is shared with another service is shared with its first container on the ship', () => {
  const db = { container_name: 'the-db' };
  const shares = { network_mode: 'service:db', ipc: 'service:db', pid: 'container:monitor' };
  const { config, hosts } = web(
    { ...shares, networks: {}, volumes_from: ['db:ro', 'api', 'container:legacy:rw'] },
    { services: { db, api: { deploy: { replicas: 2 } } } },
  );
  expect(config).toMatchObject({
    network_mode: 'container:the-db',
    ipc: 'container:the-db',
    pid: 'container:monitor',
    volumes_from: ['the-db:ro', 'demo-api-1', 'legacy:rw'],
  });
  expect(hosts).toEqual({});
});

test.each(['none', 'host', 'bridge'])('network_mode %s stays as it is', (network_mode) => {
  expect(web({ networks: {}, network_mode }).config.network_mode).toBe(network_mode);
});
