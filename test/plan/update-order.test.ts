import { expect, test } from 'vitest';
import type { Container, Spec } from '../../src/lib/docker/index.ts';
import { updateOrder } from '../../src/lib/plan/update-order.ts';
import { container, mountedVolume, port, service, spec } from './helpers.ts';

type Config = Partial<Spec['config']>;

const ordered = (order: 'start-first' | 'stop-first'): Config => ({ deploy: { update_config: { order } } });
const old = (parts: Partial<Container> = {}) => container({ service: 'web', ...parts });
const bind = { type: 'bind' as const, source: '/srv/data', target: '/data' };

test.each<[string, Config, string]>([
  ['nothing is in the way', {}, 'start-first'],
  ['the file wants it so', ordered('start-first'), 'start-first'],
  ['the file wants it otherwise', ordered('stop-first'), 'stop-first: the file wants it so'],
  ['a port that docker picks', { ports: [port(80)] }, 'start-first'],
  ['a range of ports that docker picks from', { ports: [port(80, '8000-8010')] }, 'start-first'],
  ['a fixed port', { ports: [port(80, 8080)] }, 'stop-first: it publishes port 8080'],
  ['a fixed port of UDP', { ports: [port(53, 53, { protocol: 'udp' })] }, 'stop-first: it publishes port 53/udp'],
  [
    'start-first asked for where it cannot be',
    { ...ordered('start-first'), ports: [port(80, 8080)] },
    'stop-first: it publishes port 8080',
  ],
  ['a name of its own', { container_name: 'one' }, 'stop-first: its name is one alone'],
  ['the host’s network', { network_mode: 'host', networks: {} }, 'stop-first: it uses the network of its ship'],
  [
    'the network of another container',
    { network_mode: 'container:demo-vpn-1', networks: {} },
    'stop-first: it lives in the network of demo-vpn-1',
  ],
  ['no network', { network_mode: 'none', networks: {} }, 'start-first'],
  [
    'a fixed address',
    { networks: { demo_default: { ipv4_address: '10.9.0.9' } } },
    'stop-first: its address 10.9.0.9 is fixed',
  ],
  ['a fixed MAC address', { mac_address: '02:00:00:00:00:01' }, 'stop-first: its address 02:00:00:00:00:01 is fixed'],
  [
    'a volume that it writes to',
    { volumes: [{ type: 'volume', source: 'demo_data', target: '/data' }] },
    'stop-first: it writes to demo_data',
  ],
  ['an anonymous volume', { volumes: [{ type: 'volume', target: '/data' }] }, 'stop-first: it writes to /data'],
  ['a folder that it writes to', { volumes: [bind] }, 'stop-first: it writes to /srv/data'],
  ['a folder that it reads', { volumes: [{ ...bind, read_only: true }] }, 'start-first'],
  ['memory', { volumes: [{ type: 'tmpfs', target: '/tmp' }] }, 'start-first'],
  ['volumes of another', { volumes_from: ['demo-db-1:rw'] }, 'stop-first: it writes to volumes of demo-db-1'],
  ['volumes of another, to read', { volumes_from: ['demo-db-1:ro'] }, 'start-first'],
])('%s', (_, config, expected) => {
  const { order, forbids } = updateOrder(spec({ config: service(config) }), old(), true);
  expect([order, ...(forbids === undefined ? [] : [forbids])].join(': ')).toBe(expected);
});

test('a volume that the image declares and the old container hands on', () => {
  const before = old({ mounts: [mountedVolume('/var/lib/db')] });
  expect(updateOrder(spec(), before, true)).toEqual({ order: 'stop-first', forbids: 'it writes to /var/lib/db' });
});

test.each([
  ['the old container does not run', 'exited', true],
  ['the new one is not to run', 'running', false],
] as const)('there is nothing to choose: %s', (_, state, run) => {
  expect(updateOrder(spec(), old({ state }), run)).toEqual({ order: 'stop-first' });
});
