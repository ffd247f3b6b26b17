import type { Service } from '../compose/index.ts';

type Port = Service['ports'][number];

/** A port that containers on other ships reach at a number known beforehand. */
export interface PublicPort {
  target: number;
  published: number;
  protocol: string;
}

/** A port of the ship that a container takes. */
export interface HostPort {
  /** Empty is all addresses. */
  ip: string;
  number: number;
  protocol: string;
  /** Where the service says it: `['ports', 0]`. */
  path: (string | number)[];
}

/** The number on the host, where the file and not docker chooses it. */
function fixedNumber(port: Port): number | undefined {
  return port.published !== undefined && /^\d+$/.test(port.published) && port.published !== '0'
    ? Number(port.published)
    : undefined;
}

/** Whether only the ship itself can reach what is published at this address. */
function isLoopback(ip: string | undefined): boolean {
  return ip !== undefined && /^(127\.|\[?::1\]?$|localhost$)/.test(ip);
}

/** Whether a service has no network but its ship's: all that it listens at is open to whoever reaches the ship. */
export function isOnHost(service: Service): boolean {
  return service.network_mode === 'host';
}

/**
 * The ports of the ship that a container takes at numbers known beforehand, in the file's order. A range under `expose`
 * says where it may listen, not where it does.
 */
export function hostPorts(service: Service): HostPort[] {
  if (isOnHost(service)) {
    const single = { ...service, expose: service.expose.map((text) => (text.includes('-') ? '' : text)) };
    const own = listened(single).map(({ target, protocol, path }) => ({ ip: '', number: target, protocol, path }));
    return own.filter((port, index) => own.findIndex((one) => isOne(one, port)) === index);
  }
  return service.ports.flatMap((port, index) => {
    const number = fixedNumber(port);
    const path = ['ports', index];
    return number === undefined ? [] : [{ ip: port.host_ip ?? '', number, protocol: port.protocol, path }];
  });
}

function isOne(one: HostPort, other: HostPort): boolean {
  return one.number === other.number && one.protocol === other.protocol;
}

/** Published at a fixed number and beyond loopback, in the file's order. All others count as unpublished. */
export function publicPorts(service: Service): PublicPort[] {
  if (isOnHost(service)) {
    return hostPorts(service).map(({ number, protocol }) => ({ target: number, published: number, protocol }));
  }
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
  if (isOnHost(service) || publicPorts(service).length > 0) return undefined;
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
  if (none !== undefined || isOnHost(service)) return none;
  const open = new Set(publicPorts(service).map((port) => `${port.target}/${port.protocol}`));
  const shut = listened(service)
    .map(({ target, protocol }) => `${target}/${protocol}`)
    .find((port) => !open.has(port));
  return shut === undefined ? undefined : `port ${shut.replace('/tcp', '')} at no fixed number`;
}

/** What a container listens at, by its `ports` and `expose`. */
function listened(service: Service): { target: number; protocol: string; path: (string | number)[] }[] {
  return [
    ...service.ports.map(({ target, protocol }, index) => ({ target, protocol, path: ['ports', index] })),
    ...service.expose.flatMap((text, index) => exposed(text).map((port) => ({ ...port, path: ['expose', index] }))),
  ];
}

/** `6379`, `53/udp` and `8000-8002/tcp`, one each; none of an empty text. */
function exposed(text: string): { target: number; protocol: string }[] {
  if (text === '') return [];
  const [range = '', protocol = 'tcp'] = text.split('/');
  const [first = 0, last = first] = range.split('-').map(Number);
  return Array.from({ length: last - first + 1 }, (_, index) => ({ target: first + index, protocol }));
}
