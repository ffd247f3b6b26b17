import type { PublishedPort } from '../observed.ts';

/**
 * The published ports in what `docker ps` shows: `0.0.0.0:8000-8001->8000-8001/tcp, :::80->80/tcp, 6379/tcp`.
 * A port on all addresses stands there once for IPv4 and once for IPv6, and both are kept.
 */
export function parsePorts(text: string): PublishedPort[] {
  return text.split(', ').flatMap(parsePart);
}

// in front of the last colon an address, with brackets or without
const part = /^(?<ip>.+):(?<from>\d+)(?:-(?<to>\d+))?->(?<target>\d+)(?:-\d+)?\/(?<protocol>\w+)$/;

function parsePart(text: string): PublishedPort[] {
  const { ip = '', from, to = from, target, protocol = '' } = part.exec(text)?.groups ?? {};
  if (from === undefined) return [];
  const count = Number(to) - Number(from) + 1;
  return Array.from({ length: count }, (_, index) => ({
    ip: ip.replace(/^\[(.*)\]$/, '$1'),
    published: Number(from) + index,
    target: Number(target) + index,
    protocol,
  }));
}
