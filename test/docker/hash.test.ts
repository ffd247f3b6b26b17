import { expect, test } from 'vitest';
import { hashSpec, type Spec } from '../../src/lib/docker/index.ts';
import type { Key } from '../../src/lib/schema/row.ts';
import { webSpec } from './specs.ts';

const HASHED: Key[] = ['image', 'command', 'environment', 'ports', 'networks', 'labels', 'hostname'];
const hash = (spec: Spec) => hashSpec(spec, HASHED);
const base = webSpec(
  { command: ['a', 'b'], environment: { A: '1', B: '2' }, networks: { x: { aliases: ['web'] }, y: null } },
  { links: { redis_ip: '10.0.0.1', redis_ips: '10.0.0.1 10.0.0.2' }, hosts: { redis: '10.0.0.1', db: '10.0.0.2' } },
);

test('is the same on every laptop and in every release: another one makes every container anew', () => {
  expect(hash(base)).toBe('ef9019dec7b2235cdc666d593e5153292521a1e781a97d86b879f63f3488d137');
});

test('counts the keys that the table of keys says', () => {
  expect(hashSpec(base)).toBe(
    hashSpec({
      ...base,
      config: { ...base.config, depends_on: { db: { condition: 'service_started', required: true } }, ships: ['db1'] },
    }),
  );
  expect(hashSpec(base)).not.toBe(hashSpec({ ...base, config: { ...base.config, working_dir: '/code' } }));
});

test.each<[string, Spec]>([
  ['the order of the environment', { ...base, config: { ...base.config, environment: { B: '2', A: '1' } } }],
  [
    'the order of the networks',
    { ...base, config: { ...base.config, networks: { y: null, x: { aliases: ['web'] } } } },
  ],
  ['the order of the keys', { ...base, config: Object.fromEntries(Object.entries(base.config).reverse()) as never }],
  ['the order of the hosts', { ...base, hosts: { db: '10.0.0.2', redis: '10.0.0.1' } }],
  ['a key that is not hashed', { ...base, config: { ...base.config, expose: ['80'], restart: 'always' } }],
  ['how many replicas a peer has', { ...base, links: { ...base.links, redis_ips: '10.0.0.1' } }],
  ['what is masked', { ...base, masked: ['A'] }],
  ['the hash that it had', { ...base, hash: 'other' }],
])('%s does not change it', (_, spec) => {
  expect(hash(spec)).toBe(hash(base));
});

test.each<[string, Spec]>([
  ['the order of a list', { ...base, config: { ...base.config, command: ['b', 'a'] } }],
  ['a value', { ...base, config: { ...base.config, environment: { A: '1', B: '3' } } }],
  ['a further key', { ...base, config: { ...base.config, hostname: 'box' } }],
  ['an empty map in the place of none', { ...base, config: { ...base.config, networks: { x: {}, y: null } } }],
  ['the image', { ...base, config: { ...base.config, image: 'web:1.3' } }],
  ['a link', { ...base, links: { ...base.links, redis_ip: '10.0.0.3' } }],
  ['a host', { ...base, hosts: { ...base.hosts, db: '10.0.0.3' } }],
  ['the name', { ...base, name: 'demo-web-2' }],
])('%s does', (_, spec) => {
  expect(hash(spec)).not.toBe(hash(base));
});
