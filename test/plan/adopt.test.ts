import { describe, expect, test } from 'vitest';
import { containerHash, type Service } from '../../src/lib/compose/index.ts';
import { type Container, HASH_LABEL, isReachable, type Observed } from '../../src/lib/docker/index.ts';
import { planDown, planStop } from '../../src/lib/plan/index.ts';
import { type ProjectParts, port, project } from './helpers.ts';
import { shown } from './lines.ts';
import { alone, but, type Case, second, start, two, up, webs, without } from './starting.ts';
import { applied, recordOn, seen, shipWith, tweaked, withRecord } from './world.ts';

/** The fleet as plain `docker compose up` of the file on each ship would have left it, and no record. */
function composed(parts: ProjectParts, fleet: readonly Observed[] = up(parts)): Observed[] {
  const file = project(parts);
  return fleet.filter(isReachable).map(({ record: _, ...ship }) => {
    const idOf = (service: string) => ship.containers.find((one) => one.service === service)?.id;
    const theirs = (one: Container): Container => {
      const hash = containerHash(file, one.service, idOf) ?? '';
      return { ...one, hash, labels: { [HASH_LABEL]: hash } };
    };
    return { ...ship, containers: ship.containers.map(theirs) };
  });
}

const apart = { networks: {} };
const web: Partial<Service> = { image: 'web', environment: { A: '1' }, ports: [port(80, 8080)] };
const one = alone(web);
const pair: ProjectParts = {
  shape: 'v1',
  services: {
    client: { image: 'client', links: ['redis'] },
    redis: { image: 'redis', ports: [port(6379, 6379)] },
  },
  ships: ['s1'],
};
const shared: ProjectParts = {
  services: { web: { image: 'web', ...apart }, proxy: { image: 'proxy', network_mode: 'service:web', ...apart } },
  ships: ['s1'],
};
const faraway = but(
  pair,
  {
    client: {
      links: [],
      depends_on: { redis: { condition: 'service_started', required: true } },
      ships: ['s1'],
      ports: [port(80, 80)],
    },
    redis: { ships: ['s2'] },
  },
  { shape: 'services', ships: two },
);
const limited = alone({ ...web, mem_limit: '64' });

describe('what docker compose made on a ship', () => {
  test.each<Case>([
    [
      'is adopted as it is, with a record',
      one,
      composed(one),
      { steps: ['1 s1: record 1 outcome done'], unchanged: ['web-1'], adopted: ['web-1 s1'] },
    ],
    ['is adopted once', one, applied(composed(one), start(one, composed(one))), { unchanged: ['web-1'] }],
    [
      'is started where it is stopped',
      one,
      tweaked(composed(one), 'demo-web-1', { state: 'exited' }),
      {
        steps: [
          '1 s1: record 1 intent begun',
          '2 s1: start demo-web-1 after 1 (it is stopped (exit 0))',
          '3 s1: record 1 outcome done',
        ],
        adopted: ['web-1 s1'],
      },
    ],
    [
      'is changed in place where it can be',
      limited,
      composed(limited, up(one)),
      {
        steps: [
          '1 s1: record 1 intent begun',
          '2 s1: update web-1 mem_limit,memswap_limit after 1 (it differs in mem_limit); mem_limit: - -> 64',
          '3 s1: record 1 outcome done',
        ],
        adopted: ['web-1 s1'],
      },
    ],
    [
      'is adopted with what shares with it',
      shared,
      composed(shared),
      { steps: ['1 s1: record 1 outcome done'], unchanged: ['web-1', 'proxy-1'], adopted: ['web-1 s1', 'proxy-1 s1'] },
    ],
    [
      'is replaced where the file says something else',
      but(one, { web: { environment: { A: '2' } } }),
      composed(one),
      {
        steps: [
          '1 s1: record 1 intent begun',
          '2 s1: replace web-1 after 1 (docker compose made it, from another definition); configuration: - -> -',
          '3 s1: record 1 outcome done',
        ],
      },
    ],
    [
      'is replaced where its tag means another image by now',
      one,
      shipWith(composed(one), 's1', { images: [{ id: 'sha256:0123456789abcdef', names: ['web:latest'] }] }),
      {
        steps: [
          '1 s1: record 1 intent begun',
          '2 s1: replace web-1 after 1 (it differs in image web); image web: web -> 0123456789ab',
          '3 s1: record 1 outcome done',
        ],
      },
    ],
    [
      'is replaced where links tell it something',
      pair,
      composed(pair),
      {
        steps: [
          '1 s1: record 1 intent begun',
          '2 s1: replace client-1 after 1 (docker compose made it, without redis_ip, redis_ips, redis_port and redis_port_6379); redis_ip: - -> 10.0.0.1; redis_ips: - -> 10.0.0.1; redis_port: - -> 6379; redis_port_6379: - -> 6379',
          '3 s1: record 1 outcome done',
        ],
        unchanged: ['redis-1'],
        adopted: ['redis-1 s1'],
      },
    ],
    [
      'is replaced where what it needs is on another ship',
      faraway,
      composed(faraway),
      {
        steps: [
          '1 s1: record 1 intent begun',
          '2 s2: record 1 intent begun',
          '3 s2: replace redis-1 after 2 (docker compose made it, without extra_hosts.client); extra_hosts.client: - -> 10.0.0.1',
          '4 s1: replace client-1 after 1,3 (docker compose made it, without extra_hosts.redis); extra_hosts.redis: - -> 10.0.0.2',
          '5 s1: record 1 outcome done',
          '6 s2: record 1 outcome done',
        ],
      },
    ],
    [
      'is adopted though docker compose made it from a file with more in it',
      without(pair, 'client'),
      composed(pair),
      {
        steps: ['1 s1: record 1 outcome done'],
        unchanged: ['redis-1'],
        adopted: ['redis-1 s1'],
        warnings: ['demo-client-1 on s1 is an orphan: the file has no service client (--remove-orphans removes it)'],
      },
    ],
    [
      'counts as a replica: only what is missing is made',
      webs(2),
      tweaked(composed(webs(2)), 'demo-web-2', null),
      {
        steps: [
          '1 s1: record 1 intent begun',
          '2 s2: record 1 intent begun',
          '3 s2: create web-2 after 2 (fewest of this service)',
          '4 s1: record 1 outcome done',
          '5 s2: record 1 outcome done',
        ],
        unchanged: ['web-1'],
        adopted: ['web-1 s1'],
      },
    ],
    [
      'is adopted into a project that has a record',
      one,
      withRecord(tweaked(composed(one), 'demo-web-1', {}), 's1', {
        ...recordOn(up(one), 's1'),
        placement: {},
        specs: {},
      }),
      { steps: ['1 s1: record 2 outcome done'], unchanged: ['web-1'], adopted: ['web-1 s1'] },
    ],
  ])('%s', (_, parts, fleet, plan) => {
    expect(shown(start(parts, fleet))).toEqual(plan);
  });
});

const contents = (keep: boolean): ProjectParts['contents'] => ({
  ...{ configs: {}, secrets: {} },
  mounts: { '/services/web/volumes/0': { source: './data', keep, digest: keep ? '' : 'd'.repeat(64), bytes: 9 } },
});
const bind = { type: 'bind' as const, source: '/home/me/demo/data', target: '/data' };
const local = alone({ image: 'web', ...apart, volumes: [bind] });
const onShip = { type: 'bind', source: '/home/me/demo/data', target: '/data', writable: true };

describe('a folder beside the file, which docker compose mounts from the ship itself', () => {
  const fleet = tweaked(composed(local), 'demo-web-1', { mounts: [onShip] });

  test.each<Case>([
    [
      'is left there for one of this machine, which wants a yes',
      { ...local, contents: contents(true) },
      fleet,
      {
        steps: [
          '1 s1: record 1 intent begun',
          '2 s1: ./data after 1 (web-1 needs it (9 bytes))',
          '3 s1: replace web-1 after 1,2 (docker compose made it, without ./data); ./data content: - -> -',
          '4 s1: record 1 outcome done',
        ],
        risky: ['web-1 on s1 leaves /home/me/demo/data there, and is given ./data of this machine at /data'],
      },
    ],
    [
      'that is only read is brought',
      { ...local, contents: contents(false) },
      fleet,
      {
        steps: [
          '1 s1: record 1 intent begun',
          '2 s1: ./data after 1 (web-1 needs it (9 bytes))',
          '3 s1: replace web-1 after 1,2 (docker compose made it, without ./data); ./data content: - -> -',
          '4 s1: record 1 outcome done',
        ],
      },
    ],
  ])('%s', (_, parts, seenOnce, plan) => {
    expect(shown(start(parts, seenOnce))).toEqual(plan);
  });
});

test('stop and down take it as their own, its network too', () => {
  const fleet = composed(pair);
  expect(shown(planStop(project(pair), fleet, { ...second, services: [] })).steps).toEqual([
    '1 s1: stop demo-client-1 (it runs)',
    '2 s1: stop demo-redis-1 after 1 (it runs)',
  ]);
  expect(shown(planDown(project(pair), fleet, { ...second, services: [], removeOrphans: false })).steps).toEqual([
    '1 s1: stop demo-client-1 (the project goes down)',
    '2 s1: remove container demo-client-1 after 1 (the project goes down)',
    '3 s1: stop demo-redis-1 after 2 (the project goes down)',
    '4 s1: remove container demo-redis-1 after 3 (the project goes down)',
    '5 s1: remove network demo_default after 2,4 (the project goes down)',
  ]);
});

test('what is adopted is told of once, and from then on known by the record', () => {
  const before = composed(one);
  const { placement, specs } = recordOn(applied(before, start(one, before)), 's1');
  expect([placement, Object.keys(specs)]).toEqual([{ 'web-1': 's1' }, ['web-1']]);
  expect(seen(before, 's1').record).toBeUndefined();
});
