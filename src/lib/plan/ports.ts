import type { Service } from '../compose/index.ts';

type Port = Service['ports'][number];

/** A port that containers on other ships reach at a number known beforehand. */
export interface PublicPort {
  target: number;
  published: number;
  protocol: string;
}

/** The number on the host, where the file and not docker chooses it. */
export function fixedNumber(port: Port): number | undefined {
  return port.published !== undefined && /^\d+$/.test(port.published) && port.published !== '0'
    ? Number(port.published)
    : undefined;
}

/** Whether only the ship itself can reach what is published at this address. */
export function isLoopback(ip: string | undefined): boolean {
  return ip !== undefined && /^(127\.|\[?::1\]?$|localhost$)/.test(ip);
}

/** Published at a fixed number and beyond loopback, in the file's order. All others count as unpublished. */
export function publicPorts(service: Service): PublicPort[] {
  return service.ports.flatMap((port) => {
    const published = fixedNumber(port);
    return published === undefined || isLoopback(port.host_ip)
      ? []
      : [{ target: port.target, published, protocol: port.protocol }];
  });
}

/** The first port that other ships reach at another number than the container's. */
export function movedPort(service: Service): PublicPort | undefined {
  return publicPorts(service).find((port) => port.published !== port.target);
}

/**
 * Why containers on other ships do not reach the service at all: what follows `SERVICE publishes`.
 * Nothing where at least one port is public.
 */
export function unpublished(service: Service): string | undefined {
  if (publicPorts(service).length > 0) return undefined;
  const port = service.ports[0];
  if (port === undefined) return 'no port';
  return `port ${port.target} ${isLoopback(port.host_ip) ? 'on loopback only' : 'at no fixed number'}`;
}

/**
 * Why containers on other ships do not reach all that the service offers them in `ports` and `expose`: what
 * follows `SERVICE publishes`. Nothing where they do.
 */
export function closed(service: Service): string | undefined {
  const none = unpublished(service);
  if (none !== undefined) return none;
  const open = new Set(publicPorts(service).map((port) => `${port.target}/${port.protocol}`));
  const shut = [
    ...service.ports.map((port) => `${port.target}/${port.protocol}`),
    ...service.expose.flatMap(exposed),
  ].find((port) => !open.has(port));
  return shut === undefined ? undefined : `port ${shut.replace('/tcp', '')} at no fixed number`;
}

/** `6379`, `53/udp` and `8000-8002/tcp` as `NUMBER/PROTOCOL`, one each. */
function exposed(text: string): string[] {
  const [range = '', protocol = 'tcp'] = text.split('/');
  const [first = 0, last = first] = range.split('-').map(Number);
  return Array.from({ length: last - first + 1 }, (_, index) => `${first + index}/${protocol}`);
}
