import { expect, it } from 'vitest';
import { portsOf, portsText, shortPortsText } from '../../src/lib/output/ps-ports.ts';

const published = (ip: string, number: number, target: number, protocol = 'tcp') => ({
  ip,
  published: number,
  target,
  protocol,
});
const everywhere = (number: number, target: number, protocol?: string) =>
  ['0.0.0.0', '::'].map((ip) => published(ip, number, target, protocol));

const CONTAINER = {
  ports: [
    ...everywhere(32769, 6000, 'udp'),
    ...everywhere(81, 80),
    ...[8001, 8000, 8002, 8007].flatMap((port) => everywhere(port, port)),
    published('127.0.0.1', 8005, 8005),
    published('', 53, 53, 'udp'),
  ],
  exposed: [
    { target: 7001, protocol: 'udp' },
    { target: 7000, protocol: 'tcp' },
    { target: 99, protocol: 'tcp' },
    { target: 100, protocol: 'tcp' },
  ],
};

it('ports are told as docker tells them: runs of those that keep their numbers, then those that are moved', () => {
  expect(portsText(CONTAINER).split(', ')).toEqual([
    '99-100/tcp',
    '0.0.0.0:8000-8002->8000-8002/tcp',
    '[::]:8000-8002->8000-8002/tcp',
    '53->53/udp',
    '7000/tcp',
    '7001/udp',
    '0.0.0.0:8007->8007/tcp',
    '[::]:8007->8007/tcp',
    '127.0.0.1:8005->8005/tcp',
    '0.0.0.0:81->80/tcp',
    '[::]:81->80/tcp',
    '0.0.0.0:32769->6000/udp',
    '[::]:32769->6000/udp',
  ]);
});

it('in short, only what is published, and once for all addresses', () => {
  expect(shortPortsText(CONTAINER)).toBe(
    '8000-8002->8000-8002/tcp, 53->53/udp, 8007->8007/tcp, 127.0.0.1:8005->8005/tcp, 81->80/tcp, 32769->6000/udp',
  );
});

it('one by one they come by their own numbers; what is not published has no address', () => {
  expect(portsOf({ ports: everywhere(81, 80), exposed: [{ target: 7, protocol: 'tcp' }] })).toEqual([
    { ip: '', published: 0, target: 7, protocol: 'tcp' },
    ...everywhere(81, 80),
  ]);
  expect(portsText({ ports: [] })).toBe('');
});
