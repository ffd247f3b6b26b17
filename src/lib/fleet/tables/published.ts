import type { Container, PublishedPort } from '../../docker/index.ts';
import { EXIT, Problem } from '../../problem.ts';

/** A port of a container, as its image knows it. */
export interface PrivatePort {
  port: number;
  protocol: string;
}

/** Where a container's port is reached; `home` where only what runs on its ship gets there. */
export interface Reached {
  address: string;
  port: number;
  home: boolean;
}

const ANY = new Set(['', '0.0.0.0', '::']);

/**
 * Where others reach a port of a container: at its ship's address, unless it is published at one address alone.
 * @throws Problem where it is not published
 */
export function publishedAt(container: Container, shipAddress: string, { port, protocol }: PrivatePort): Reached {
  const found = container.ports
    .filter((one) => one.target === port && one.protocol === protocol)
    .map(({ ip, published }) => ({ address: ANY.has(ip) ? shipAddress : ip, port: published, home: isLoopback(ip) }));
  const [first] = found.toSorted((a, b) => Number(a.home) - Number(b.home));
  if (first) return first;
  throw new Problem({
    what: `${container.service}-${container.number} publishes no port ${port}/${protocol}`,
    why: instead(container),
    remedy: remedyFor(container, port),
    exit: EXIT.failed,
  });
}

function isLoopback(ip: string): boolean {
  return ip === '::1' || ip.startsWith('127.');
}

function instead({ ports, networks }: Container): string {
  if (networks.includes('host')) return "it is in its ship's own network: what it listens at is the ship's";
  return ports.length > 0 ? `it publishes ${distinct(ports.map(name)).join(', ')}` : 'it publishes none';
}

function remedyFor({ ports }: Container, port: number): string {
  const other = ports.find(({ target }) => target === port);
  return other ? `--protocol ${other.protocol}` : 'compowarm ps shows what is published';
}

function name({ target, protocol }: PublishedPort): string {
  return `${target}/${protocol}`;
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
