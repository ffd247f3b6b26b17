import { describe, expect, test } from 'vitest';
import type { Container } from '../../../src/lib/docker/index.ts';
import { publishedAt } from '../../../src/lib/fleet/index.ts';
import { container, problem } from '../../plan/helpers.ts';

const bound = (ip: string, published: number, target: number, protocol = 'tcp') => ({
  ip,
  published,
  target,
  protocol,
});

const PORTS = [
  bound('0.0.0.0', 8080, 80),
  bound('::', 8080, 80),
  bound('127.0.0.1', 5432, 5432),
  bound('127.0.0.1', 9001, 90),
  bound('10.1.1.1', 9002, 90),
  bound('', 53, 53, 'udp'),
  bound('fd00::7', 7, 7),
];

const at = (port: number, protocol = 'tcp', parts: Partial<Container> = {}) =>
  publishedAt(container({ service: 'web', ports: PORTS, ...parts }), '192.168.1.83', { port, protocol });

test.each([
  ['on all addresses: that of the ship', 80, 'tcp', { address: '192.168.1.83', port: 8080, home: false }],
  ['on all, as some engines say it', 53, 'udp', { address: '192.168.1.83', port: 53, home: false }],
  ['on one address', 7, 'tcp', { address: 'fd00::7', port: 7, home: false }],
  ['on the ship alone', 5432, 'tcp', { address: '127.0.0.1', port: 5432, home: true }],
  ['on two addresses: the one that others reach', 90, 'tcp', { address: '10.1.1.1', port: 9002, home: false }],
])('a port that is published %s', (_, port, protocol, reached) => {
  expect(at(port, protocol)).toEqual(reached);
});

describe('a port that is not published is an error', () => {
  const none = { what: 'web-1 publishes no port 53/tcp', exit: 1 };
  const seePs = 'compowarm ps shows what is published';

  test.each<[string, Partial<Container>, object]>([
    [
      'that names what is',
      { ports: PORTS.slice(0, 4) },
      { why: 'it publishes 80/tcp, 5432/tcp, 90/tcp', remedy: seePs },
    ],
    [
      'that names the other protocol',
      { ports: [bound('', 53, 53, 'udp')] },
      { why: 'it publishes 53/udp', remedy: '--protocol udp' },
    ],
    ['where there are none', { ports: [] }, { why: 'it publishes none', remedy: seePs }],
    [
      "where all of the ship's are its own",
      { ports: [], networks: ['host'] },
      { why: "it is in its ship's own network: what it listens at is the ship's", remedy: seePs },
    ],
  ])('%s', (_, parts, more) => {
    expect(problem(() => at(53, 'tcp', parts))).toEqual({ ...none, ...more });
  });
});
