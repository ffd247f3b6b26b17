import { describe, expect, test } from 'vitest';
import type { Observed } from '../../src/lib/docker/index.ts';
import { type Linking, linkVariables, peersOf, remoteHosts } from '../../src/lib/plan/links.ts';
import type { Placed } from '../../src/lib/plan/types.ts';
import {
  observation,
  type ProjectParts,
  port,
  project,
  type RecordParts,
  record,
  ship,
  silent,
  spec,
} from './helpers.ts';

const redis = { ports: [port(6379, 6379)] };
const three = ['s1', 's2', 's3'];

/** `redis-2@s3` is where it is. */
function peers(parts: ProjectParts, where: string[], fleet: Observed[] = three.map((name) => observation(name))) {
  const placement = new Map(
    where.map((text): [string, Placed] => {
      const [replica = '', name = ''] = text.split('@');
      const [service = '', number = ''] = replica.split('-');
      return [replica, { service, number: Number(number), ship: name, why: '' }];
    }),
  );
  return peersOf(project(parts), placement, [], fleet);
}

function on(name: string, replica = 'web-1'): Linking {
  const [service = '', number = ''] = replica.split('-');
  return { replica, service, number: Number(number), ship: name };
}

describe('link variables', () => {
  test.each<[string, ProjectParts['services'], Record<string, string>]>([
    [
      'address, addresses, first port, and each port by its number in the container',
      { web: { links: ['redis'] }, redis: { ports: [port(6379, 16379), port(9000, 9000)] } },
      {
        redis_ip: '10.0.0.2',
        redis_ips: '10.0.0.2',
        redis_port: '16379',
        redis_port_6379: '16379',
        redis_port_9000: '9000',
      },
    ],
    [
      "the link's own name",
      { web: { links: ['redis:cache'] }, redis },
      { cache_ip: '10.0.0.2', cache_ips: '10.0.0.2', cache_port: '6379', cache_port_6379: '6379' },
    ],
    [
      'ports that docker picks or that only the ship reaches are none',
      {
        web: { links: ['redis'] },
        redis: { ports: [port(1), port(2, '7000-7001'), port(3, 3, { host_ip: '127.0.0.1' }), port(4, 4)] },
      },
      { redis_ip: '10.0.0.2', redis_ips: '10.0.0.2', redis_port: '4', redis_port_4: '4' },
    ],
    [
      'a name that no shell takes comes twice',
      { web: { links: ['redis:my-redis'] }, redis: {} },
      { 'my-redis_ip': '10.0.0.2', 'my-redis_ips': '10.0.0.2', my_redis_ip: '10.0.0.2', my_redis_ips: '10.0.0.2' },
    ],
    [
      'a name that begins with a digit, too',
      { web: { links: ['redis:2nd'] }, redis: {} },
      { '2nd_ip': '10.0.0.2', '2nd_ips': '10.0.0.2', _nd_ip: '10.0.0.2', _nd_ips: '10.0.0.2' },
    ],
    [
      "of what has its ship's own network: the ports that it listens at",
      {
        web: { links: ['redis'] },
        redis: { network_mode: 'host', ports: [port(6379, 9999)], expose: ['7000/udp'], networks: {} },
      },
      {
        redis_ip: '10.0.0.2',
        redis_ips: '10.0.0.2',
        redis_port: '6379',
        redis_port_6379: '6379',
        redis_port_7000: '7000',
      },
    ],
    [
      'of what lives in the network of another: the ports of that',
      {
        web: { links: ['redis'] },
        redis: { network_mode: 'service:vpn', networks: {} },
        vpn: { ports: [port(6379, 6379)] },
      },
      { redis_ip: '10.0.0.2', redis_ips: '10.0.0.2', redis_port: '6379', redis_port_6379: '6379' },
    ],
    [
      'of two ports under one number the first',
      { web: { links: ['redis'] }, redis: { ports: [port(53, 53), port(53, 5353, { protocol: 'udp' })] } },
      { redis_ip: '10.0.0.2', redis_ips: '10.0.0.2', redis_port: '53', redis_port_53: '53' },
    ],
    [
      'nothing said by the environment is no say',
      { web: { links: ['redis'], environment: { redis_ip: null } }, redis: {} },
      { redis_ip: '10.0.0.2', redis_ips: '10.0.0.2' },
    ],
  ])('%s', (_, services, expected) => {
    const all = peers({ services, ships: three }, ['web-1@s1', 'redis-1@s2']);
    expect(linkVariables(all, on('s1')).variables).toEqual(expected);
  });

  test('the environment wins, with a warning', () => {
    const services = { web: { links: ['redis'], environment: { redis_ip: 'localhost' } }, redis };
    expect(linkVariables(peers({ services, ships: three }, ['redis-1@s2']), on('s1'))).toEqual({
      variables: { redis_ips: '10.0.0.2', redis_port: '6379', redis_port_6379: '6379' },
      warnings: ['web sets redis_ip under environment: that wins over its link to redis'],
    });
  });

  test('nothing published: the address is given, and that it leads nowhere is said', () => {
    const all = peers({ services: { web: { links: ['redis:cache'] }, redis: {} }, ships: three }, ['redis-1@s1']);
    expect(linkVariables(all, on('s1'))).toEqual({
      variables: { cache_ip: '10.0.0.1', cache_ips: '10.0.0.1' },
      warnings: ['web links to redis, which publishes no fixed port: its name works, cache_ip leads nowhere'],
    });
  });

  test("its ship's own network: the address leads there, whatever is published", () => {
    const services = { web: { links: ['redis'] }, redis: { network_mode: 'host', networks: {} } };
    expect(linkVariables(peers({ services, ships: three }, ['redis-1@s2']), on('s1'))).toEqual({
      variables: { redis_ip: '10.0.0.2', redis_ips: '10.0.0.2' },
      warnings: [],
    });
  });

  test('no replica, no variable', () => {
    const all = peers({ services: { web: { links: ['redis'] }, redis }, ships: three }, ['web-1@s1']);
    expect(linkVariables(all, on('s1'))).toEqual({
      variables: {},
      warnings: ['web links to redis, which has no replica: redis_ip is not set'],
    });
  });
});

describe('of several replicas', () => {
  const parts = { services: { web: { links: ['redis'] }, redis }, ships: three };
  const told = (replica: string, address: string): RecordParts => ({
    ships: three,
    specs: { [replica]: spec({ links: { redis_ip: address } }) },
  });

  test.each<[string, string[], RecordParts | undefined, Linking, string]>([
    ['the one on the same ship', ['redis-1@s1', 'redis-2@s2'], undefined, on('s2'), '10.0.0.2'],
    ['else dealt in turn: the first', ['redis-1@s1', 'redis-2@s2'], undefined, on('s3', 'web-1'), '10.0.0.1'],
    ['the second', ['redis-1@s1', 'redis-2@s2'], undefined, on('s3', 'web-2'), '10.0.0.2'],
    ['the third, the first again', ['redis-1@s1', 'redis-2@s2'], undefined, on('s3', 'web-3'), '10.0.0.1'],
    ['the one it has', ['redis-1@s1', 'redis-2@s2'], told('web-1', '10.0.0.2'), on('s1'), '10.0.0.2'],
    [
      'not the one it had, when that is gone',
      ['redis-1@s1', 'redis-2@s2'],
      told('web-1', '10.0.0.3'),
      on('s1'),
      '10.0.0.1',
    ],
    ['not the one another has', ['redis-1@s1', 'redis-2@s2'], told('web-2', '10.0.0.2'), on('s1'), '10.0.0.1'],
  ])('%s', (_, where, known, linking, expected) => {
    const seen = known ? { record: record(known) } : {};
    const all = peers(parts, where, [observation('s1', seen), observation('s2'), observation('s3')]);
    expect(linkVariables(all, linking).variables).toEqual({
      redis_ip: expected,
      redis_ips: '10.0.0.1,10.0.0.2',
      redis_port: '6379',
      redis_port_6379: '6379',
    });
  });
});

describe('the address of a silent ship', () => {
  const web = { services: { web: { links: ['redis'] }, redis }, volumes: {} };
  test.each<[string, ProjectParts['ships'], Observed[], string | undefined]>([
    [
      'is the one of the record',
      ['s1', 's2'],
      [observation('s1', { record: record({ ships: ['s2'] }) }), silent('s2')],
      '10.0.0.2',
    ],
    [
      'else the one of the file',
      ['s1', ship('s2', { address: '10.9.9.9' })],
      [observation('s1'), silent('s2')],
      '10.9.9.9',
    ],
    [
      'else its host, where that is an address',
      ['s1', ship('s2', { host: '10.8.8.8' })],
      [observation('s1'), silent('s2')],
      '10.8.8.8',
    ],
    ['else not known', ['s1', 's2'], [observation('s1'), silent('s2')], undefined],
  ])('%s', (_, ships, fleet, expected) => {
    const frozen = [{ service: 'redis', number: 1, ship: 's2', lives: true }];
    const all = peersOf(project({ ...web, ships }), new Map(), frozen, fleet);
    expect(linkVariables(all, on('s1')).variables.redis_ip).toBe(expected);
  });

  test('counts for a replica that only waits where there is no other', () => {
    const ships = ['s1', ship('s2', { address: '10.0.0.2' }), ship('s3', { address: '10.0.0.3' })];
    const waits = { service: 'redis', number: 2, ship: 's2', lives: false };
    const lives = { service: 'redis', number: 1, ship: 's3', lives: true };
    const fleet = [observation('s1'), silent('s2'), silent('s3')];
    const ips = (frozen: (typeof waits)[]) =>
      linkVariables(peersOf(project({ ...web, ships }), new Map(), frozen, fleet), on('s1')).variables.redis_ips;
    expect(ips([waits])).toBe('10.0.0.2');
    expect(ips([waits, lives])).toBe('10.0.0.3');
  });
});

describe('names that lead to other ships', () => {
  test.each<[string, ProjectParts, string[], Record<string, string>]>([
    [
      'a published service elsewhere',
      { services: { web: {}, redis }, ships: three },
      ['redis-1@s2'],
      { redis: '10.0.0.2' },
    ],
    [
      'with its aliases there and the names of links',
      {
        services: {
          web: { links: ['redis:cache'], networks: { default: null } },
          redis: { ...redis, networks: { default: { aliases: ['store'] }, back: { aliases: ['hidden'] } } },
        },
        networks: { back: {} },
        ships: three,
      },
      ['redis-1@s2'],
      { redis: '10.0.0.2', store: '10.0.0.2', cache: '10.0.0.2' },
    ],
    ['not what is on this ship, too', { services: { web: {}, redis }, ships: three }, ['redis-1@s2', 'redis-2@s1'], {}],
    ['not what is not published', { services: { web: {}, redis: {} }, ships: three }, ['redis-1@s2'], {}],
    ['not itself', { services: { web: { ports: [port(80, 80)] } }, ships: three }, ['web-1@s1', 'web-2@s2'], {}],
    [
      'not what is on no common network',
      { services: { web: {}, redis: { ...redis, networks: { back: null } } }, networks: { back: {} }, ships: three },
      ['redis-1@s2'],
      {},
    ],
    [
      "not by docker's own network over ships, which knows the names itself",
      {
        services: { web: { networks: { wide: null } }, redis: { ...redis, networks: { wide: null } } },
        networks: { wide: { driver: 'overlay' } },
        ships: three,
      },
      ['redis-1@s2'],
      {},
    ],
    [
      "by its container's own name, too",
      { services: { web: {}, redis: { ...redis, container_name: 'cache' } }, ships: three },
      ['redis-1@s2'],
      { redis: '10.0.0.2', cache: '10.0.0.2' },
    ],
    [
      'not what extra_hosts says',
      {
        services: { web: { extra_hosts: ['redis=10.9.9.9'] }, redis: { ...redis, container_name: 'cache' } },
        ships: three,
      },
      ['redis-1@s2'],
      { cache: '10.0.0.2' },
    ],
    [
      "what has its ship's own network, by the names of links, on the same ship, too",
      {
        services: { web: { links: ['redis:cache'] }, redis: { network_mode: 'host', networks: {} } },
        ships: three,
      },
      ['redis-1@s1'],
      { redis: '10.0.0.1', cache: '10.0.0.1' },
    ],
    [
      "for what has its ship's own network: the names of links, on the same ship, too",
      { services: { web: { links: ['redis'], network_mode: 'host', networks: {} }, redis }, ships: three },
      ['redis-1@s1'],
      { redis: '10.0.0.1' },
    ],
    [
      'of what another in its network talks to, too',
      {
        services: {
          web: { networks: { front: null } },
          proxy: { network_mode: 'service:web', networks: {}, links: ['redis:cache'] },
          redis: { ...redis, networks: { back: null } },
        },
        networks: { front: {}, back: {} },
        ships: three,
      },
      ['redis-1@s2', 'proxy-1@s1'],
      { redis: '10.0.0.2', cache: '10.0.0.2' },
    ],
    [
      'none in the network of another, whose they are',
      { services: { web: { network_mode: 'service:redis', networks: {} }, redis, api: redis }, ships: three },
      ['redis-1@s1', 'api-1@s2'],
      {},
    ],
    [
      'in the v1 shape not what is not linked',
      { shape: 'v1', services: { web: {}, redis }, ships: three },
      ['redis-1@s2'],
      {},
    ],
    [
      'in the v1 shape what is linked, by both names',
      { shape: 'v1', services: { web: { links: ['redis:cache'] }, redis }, ships: three },
      ['redis-1@s2'],
      { redis: '10.0.0.2', cache: '10.0.0.2' },
    ],
  ])('%s', (_, parts, where, expected) => {
    expect(remoteHosts(peers(parts, where), on('s1'))).toEqual(expected);
  });

  test('keep their address while a replica lives there', () => {
    const known = record({ ships: three, specs: { 'web-1': spec({ hosts: { redis: '10.0.0.3' } }) } });
    const fleet = [observation('s1', { record: known }), observation('s2'), observation('s3')];
    const parts = { services: { web: {}, redis }, ships: three };
    expect(remoteHosts(peers(parts, ['redis-1@s2', 'redis-2@s3'], fleet), on('s1'))).toEqual({ redis: '10.0.0.3' });
  });
});
