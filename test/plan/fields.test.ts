import { describe, expect, test } from 'vitest';
import type { Spec } from '../../src/lib/docker/index.ts';
import { fieldChanges } from '../../src/lib/plan/fields.ts';
import type { Change } from '../../src/lib/plan/index.ts';
import { port, service, spec as webSpec } from './helpers.ts';

function spec(config: Parameters<typeof service>[0] = {}, parts: Partial<Spec> = {}): Spec {
  return webSpec({ config: service({ image: 'web', networks: { demo_default: null }, ...config }), ...parts });
}

describe('the fields in which two specs differ', () => {
  test.each<[what: string, old: Spec, now: Spec, changes: Change[]]>([
    ['none', spec(), spec(), []],
    [
      'variables: added, changed, gone',
      spec({ environment: { A: '1', B: '' } }),
      spec({ environment: { A: '2', C: 'x y' } }),
      [
        { field: 'environment.A', old: '1', new: '2' },
        { field: 'environment.B', old: '' },
        { field: 'environment.C', new: 'x y' },
      ],
    ],
    [
      'masked variables: that they changed, were added or went, not what they are',
      spec({ environment: { A: '1', B: '2' } }, { masked: ['A', 'B'] }),
      spec({ environment: { A: '3', C: '4' } }, { masked: ['C'] }),
      [
        { field: 'environment.A', old: '(masked)', new: '(masked)' },
        { field: 'environment.B', old: '(masked)' },
        { field: 'environment.C', new: '(masked)' },
      ],
    ],
    [
      'links, but for the number of peers',
      spec({}, { links: { redis_ip: '10.0.0.1', redis_ips: '10.0.0.1', redis_port: '6379' } }),
      spec({}, { links: { redis_ip: '10.0.0.2', redis_ips: '10.0.0.1,10.0.0.2' } }),
      [
        { field: 'redis_ip', old: '10.0.0.1', new: '10.0.0.2' },
        { field: 'redis_port', old: '6379' },
      ],
    ],
    [
      'addresses of other ships',
      spec({}, { hosts: { redis: '10.0.0.1' } }),
      spec({}, { hosts: { redis: '10.0.0.2' } }),
      [{ field: 'extra_hosts.redis', old: '10.0.0.1', new: '10.0.0.2' }],
    ],
    [
      'the rest by key; commands as a shell reads them',
      spec({ command: ['sh', '-c', 'a b'], user: 'me', init: true }),
      spec({ command: null, user: 'you', init: false }),
      [
        { field: 'command', old: "sh -c 'a b'" },
        { field: 'init', old: 'true', new: 'false' },
        { field: 'user', old: 'me', new: 'you' },
      ],
    ],
    [
      'maps down to the key',
      spec({ healthcheck: { test: ['CMD', 'a'], interval: '5s', retries: 3 }, labels: { a: '1' } }),
      spec({ healthcheck: { test: ['CMD', 'b'], interval: '10s', retries: 3 }, sysctls: { x: '2' } }),
      [
        { field: 'healthcheck.interval', old: '5s', new: '10s' },
        { field: 'healthcheck.test', old: 'CMD a', new: 'CMD b' },
        { field: 'labels.a', old: '1' },
        { field: 'sysctls.x', new: '2' },
      ],
    ],
    [
      'lists, as their short forms write them',
      spec({
        ports: [port(80, 8080), port(53, 53, { protocol: 'udp', host_ip: '127.0.0.1' }), port(90)],
        volumes: [
          { type: 'volume', source: 'data', target: '/data' },
          { type: 'tmpfs', target: '/run' },
        ],
        cap_add: ['NET_ADMIN', 'SYS_TIME'],
      }),
      spec({
        ports: [port(80, 8081), port(90)],
        volumes: [
          { type: 'bind', source: '/srv', target: '/data', read_only: true },
          { type: 'tmpfs', target: '/run', tmpfs: { size: '1' } },
        ],
        cap_add: ['SYS_TIME', 'NET_ADMIN'],
      }),
      [
        { field: 'cap_add', old: 'NET_ADMIN, SYS_TIME', new: 'SYS_TIME, NET_ADMIN' },
        { field: 'ports', old: '8080:80, 127.0.0.1:53:53/udp, 90', new: '8081:80, 90' },
        {
          field: 'volumes',
          old: 'data:/data, tmpfs /run',
          new: '/srv:/data:ro, {"type":"tmpfs","target":"/run","tmpfs":{"size":"1"}}',
        },
      ],
    ],
    [
      'not what makes no other container: how many there are, what goes before, which ships it may use',
      spec({ user: 'me', deploy: { replicas: 2 }, ships: ['s1'], depends_on: {} }),
      spec({
        user: 'you',
        deploy: { replicas: 3 },
        depends_on: { db: { condition: 'service_started', required: true } },
      }),
      [{ field: 'user', old: 'me', new: 'you' }],
    ],
    [
      "the container's name, whether the file gives it or not",
      spec({ container_name: 'site' }, { name: 'site' }),
      spec(),
      [{ field: 'container_name', old: 'site', new: 'demo-web-1' }],
    ],
  ])('%s', (_, old, now, changes) => {
    expect(fieldChanges(old, now)).toEqual(changes);
  });
});
