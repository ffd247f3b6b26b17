import { expect, test } from 'vitest';
import { type Demand, type Spec, tooNew } from '../../src/lib/docker/index.ts';
import { OLD, webSpec } from './specs.ts';

const volume = { type: 'volume', source: 'data', target: '/data' } as const;
const bind = { type: 'bind', source: '/srv', target: '/srv' } as const;

/** The last version that does not know it, and the first that does. */
test.each<[Demand['key'], Partial<Spec['config']>, not: string, first: string]>([
  ['annotations', { annotations: { a: 'b' } }, '23.0.6', '24.0.0'],
  ['healthcheck.start_interval', { healthcheck: { start_interval: '1s' } }, '24.0.9', '25.0.0'],
  ['networks.mac_address', { networks: { a: null, b: { mac_address: '02:42:ac:11:00:02' } } }, '24.0.9', '25.0.0'],
  ['a device by its CDI name', { devices: [{ source: 'a.b/c=d', target: 'a.b/c=d' }] }, '24.0.9', '25.0.0'],
  ['volumes.bind.recursive', { volumes: [{ ...bind, bind: { recursive: 'writable' } }] }, '24.0.9', '25.0.0'],
  ['volumes.volume.subpath', { volumes: [{ ...volume, volume: { subpath: 'a' } }] }, '25.0.5', '26.0.0'],
  ['networks.gw_priority', { networks: { a: { gw_priority: 1 } } }, '27.5.1', '28.0.0'],
  ['a volume of type image', { volumes: [{ type: 'image', source: 'i', target: '/i' }] }, '27.5.1', '28.0.0'],
  ['networks.interface_name', { networks: { a: { interface_name: 'eth7' } } }, '28.0.4', '28.1.0'],
])('%s', (key, config, not, first) => {
  const of = (version: string) => tooNew(webSpec(config).config, { ...OLD, version });
  expect(of(not)).toEqual({ key, since: expect.stringMatching(/^\d+(\.\d+)?$/) });
  expect(first.startsWith(of(not)?.since ?? 'none')).toBe(true);
  expect(of(first)).toBeUndefined();
});

test.each<[string, Partial<Spec['config']>]>([
  ['what every engine knows', { volumes: [volume, bind], networks: { a: { aliases: ['x'] } }, annotations: {} }],
  ['the MAC address of the first network', { networks: { a: { mac_address: '02:42:ac:11:00:02' }, b: null } }],
  ['a bind that is not recursive', { volumes: [{ ...bind, bind: { recursive: 'disabled' } }] }],
])('%s is fine with docker 20.10', (_, config) => {
  expect(tooNew(webSpec(config).config, OLD)).toBeUndefined();
});
