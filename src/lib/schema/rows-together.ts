import { normalisePorts } from './ports.ts';
import type { Key, NormaliseContext, Row, Shape } from './row.ts';
import { either, integer, list, map, nothing, object, oneOf, refused, scalar, text, yesOrNo } from './shapes.ts';
import type { Dependency, NetworkAttachment } from './types.ts';
import { readBoolean, readNames } from './values.ts';

type Rows<K extends Key> = { [P in K]: Row<P> };

const portNumber = either('a port number', integer(1, 65_535), text);

const port: Shape = object(
  {
    target: portNumber,
    published: either('a port number or a range', integer(0, 65_535), text, nothing),
    host_ip: text,
    protocol: text,
    mode: oneOf('ingress', 'host'),
    name: text,
    app_protocol: text,
  },
  'a map with target and published',
  ['target'],
);

const dependency: Shape = object(
  {
    condition: oneOf('service_started', 'service_healthy', 'service_completed_successfully'),
    required: yesOrNo,
    restart: yesOrNo,
  },
  'a map with condition',
  ['condition'],
);

const later = 'leave it out: docker gives the container an address of its own';
const attachment: Shape = object(
  {
    aliases: list(text, 'a list of names'),
    ipv4_address: refused(later),
    ipv6_address: refused(later),
    link_local_ips: refused(later),
    mac_address: refused(later),
    driver_opts: refused('leave it out'),
    priority: refused('leave it out'),
    gw_priority: refused('leave it out'),
    interface_name: refused('leave it out'),
  },
  'a map with aliases',
);

function normaliseExpose(value: unknown, { fail, from }: NormaliseContext): string[] {
  const written = new Map<string, number>();
  for (const [index, item] of (value as (string | number)[]).entries()) {
    if (!/^\d{1,5}(-\d{1,5})?(\/(tcp|udp|sctp))?$/i.test(String(item))) {
      fail([index], `"${item}" is not a port to expose`, 'write PORT[/PROTOCOL], as in "6379"');
    }
    if (!written.has(String(item))) written.set(String(item), index);
  }
  for (const [index, at] of [...written.values()].entries()) from([index], [at]);
  return [...written.keys()];
}

function normaliseLinks(value: unknown, { fail, from }: NormaliseContext): string[] {
  const links = new Map<string, number>();
  for (const [index, link] of (value as string[]).entries()) {
    if (!/^[\w.-]+(:[\w.-]+)?$/.test(link)) fail([index], `"${link}" is not a link`, 'write SERVICE or SERVICE:ALIAS');
    if (!links.has(link)) links.set(link, index);
  }
  for (const [index, at] of [...links.values()].entries()) from([index], [at]);
  return [...links.keys()];
}

function normaliseDependsOn(value: unknown, context: NormaliseContext): Record<string, Dependency> {
  const names = readNames<Partial<Dependency>>(value, { condition: 'service_started' }, context);
  const dependencies = Object.entries(names).map(([name, { condition, required, restart }]): [string, Dependency] => {
    if ((condition as string) === 'service_completed_successfully') {
      context.fail(
        [name, 'condition'],
        'service_completed_successfully is not supported yet',
        'use service_started or service_healthy',
      );
    }
    const said = { condition: condition ?? 'service_started', required: readBoolean(required) ?? true };
    return [name, readBoolean(restart) ? { ...said, restart: true } : said];
  });
  return Object.fromEntries(dependencies);
}

function normaliseNetworks(value: unknown, context: NormaliseContext): Record<string, NetworkAttachment | null> {
  const names = readNames<NetworkAttachment | null>(value, null, context);
  return Object.keys(names).length === 0 ? { default: null } : names;
}

/** How services reach each other and the world. */
export const togetherRows: Rows<'ports' | 'expose' | 'links' | 'depends_on' | 'networks'> = {
  ports: {
    shape: list(either('a port, [IP:][HOST:]CONTAINER[/PROTOCOL] or a map', scalar, port), 'a list of ports'),
    merge: { kind: 'append' },
    normalise: normalisePorts,
    absent: () => [],
    hashed: true,
    doc: 'Ports of the container that the ship publishes: [IP:][HOST:]CONTAINER[/PROTOCOL], or a map.',
  },
  expose: {
    shape: list(scalar, 'a list of ports'),
    merge: { kind: 'append' },
    normalise: normaliseExpose,
    absent: () => [],
    hashed: true,
    doc: 'Ports that the container listens at, for services on its networks; nothing is published.',
  },
  links: {
    shape: list(text, 'a list of services'),
    merge: { kind: 'append' },
    normalise: normaliseLinks,
    absent: () => [],
    hashed: true,
    doc: 'Services whose addresses the containers are given: SERVICE or SERVICE:ALIAS, then ALIAS_ip, ALIAS_port and so on.',
  },
  depends_on: {
    shape: either(
      'a list of services or a map',
      list(text, 'a list of services'),
      map(dependency, 'a map of services'),
    ),
    merge: { kind: 'names', value: { condition: 'service_started', required: true } },
    normalise: normaliseDependsOn,
    absent: () => ({}),
    hashed: false,
    doc: 'Services that are started (service_started) or healthy (service_healthy) before this one starts.',
  },
  networks: {
    shape: either(
      'a list of networks or a map',
      list(text, 'a list of networks'),
      map(either('a map with aliases', attachment, nothing), 'a map of networks'),
    ),
    merge: { kind: 'names', value: null },
    normalise: normaliseNetworks,
    absent: () => ({ default: null }),
    hashed: true,
    doc: 'Networks that the containers are on, and their aliases there; without this the network default.',
  },
};
