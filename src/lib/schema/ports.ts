import { isIP } from 'node:net';
import type { NormaliseContext } from './row.ts';
import type { Port } from './types.ts';

type Protocol = Port['protocol'];
type Fail = (what: string, remedy?: string) => never;
interface Range {
  first: number;
  last: number;
}

const howTo = 'write [IP:][HOST:]CONTAINER[/PROTOCOL], as in "8080:80"';
const protocols: readonly string[] = ['tcp', 'udp', 'sctp'] satisfies Protocol[];

/** Short and long forms to Compose's canonical list: ranges one by one, what comes later in place of its equal before. */
export function normalisePorts(value: unknown, { fail, from }: NormaliseContext): Port[] {
  const ports = new Map<string, { port: Port; written: number }>();
  for (const [written, item] of (value as unknown[]).entries()) {
    const failHere: Fail = (what, remedy) => fail([written], what, remedy);
    const read = typeof item === 'object' ? [readLong(item as LongPort, failHere)] : readShort(String(item), failHere);
    for (const port of read) ports.set(portKey(port), { port, written });
  }
  const all = [...ports.values()];
  for (const [index, { written }] of all.entries()) from([index], [written]);
  return all.map(({ port }) => port);
}

function portKey({ host_ip = '0.0.0.0', published = '', target, protocol }: Port): string {
  return `${host_ip}:${published}:${target}/${protocol}`;
}

/** `[IP:][HOST:]CONTAINER[/PROTOCOL]`, each side a number or a range; ranges of one length go pairwise. */
function readShort(written: string, fail: Fail): Port[] {
  const [spec = '', protocolText = 'tcp', ...more] = written.split('/');
  const parts = /^(?:(\[[^\]]*\]|[^:[\]]*):)?(?:([^:[\]]*):)?([^:[\]]+)$/.exec(spec);
  if (!parts || more.length > 0) fail(`"${written}" is not a port mapping`, howTo);
  // with one colon the part before it is the host's port, with two the address
  const [ip, published] = parts[2] === undefined ? ['', parts[1] ?? ''] : [parts[1] ?? '', parts[2]];
  const protocol = readProtocol(protocolText, fail);
  const inside = readRange(parts[3] ?? '', written, fail);
  const outside = published === '' || published === '0' ? undefined : readRange(published, written, fail);
  const host_ip = ip === '' ? undefined : readAddress(ip.replace(/^\[(.*)\]$/, '$1'), fail);
  const common = { mode: 'ingress' as const, ...(host_ip !== undefined && { host_ip }) };
  const count = inside.last - inside.first + 1;
  const same = !outside || outside.last - outside.first + 1 === count;
  if (!same && count > 1) fail(`"${written}" has ranges of different lengths`, 'make both sides of the colon as long');
  return Array.from({ length: count }, (_, step) => {
    const target = inside.first + step;
    if (!outside) return { ...common, target, protocol };
    return {
      ...common,
      target,
      published: same ? String(outside.first + step) : `${outside.first}-${outside.last}`,
      protocol,
    };
  });
}

interface LongPort {
  target: number | string;
  published?: number | string | null;
  host_ip?: string;
  protocol?: string;
  mode?: Port['mode'];
}

function readLong({ target, published, host_ip, protocol, mode = 'ingress' }: LongPort, fail: Fail): Port {
  const range = published === undefined || published === null ? '' : String(published);
  const outside = range === '' || range === '0' ? undefined : readRange(range, range, fail);
  const port = readRange(String(target), String(target), fail).first;
  const said = outside && (outside.first === outside.last ? `${outside.first}` : `${outside.first}-${outside.last}`);
  return {
    mode,
    ...(host_ip && { host_ip: readAddress(host_ip, fail) }),
    target: port,
    ...(said !== undefined && { published: said }),
    protocol: readProtocol(protocol ?? 'tcp', fail),
  };
}

function readRange(text: string, written: string, fail: Fail): Range {
  const [, from, to = from] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  const range = { first: Number(from), last: Number(to) };
  if (from === undefined) fail(`"${written}" is not a port mapping`, howTo);
  if (range.first < 1 || range.last > 65_535) fail(`"${written}" is not between 1 and 65535`);
  if (range.last < range.first) fail(`"${written}" has a range that ends before it begins`);
  return range;
}

function readProtocol(text: string, fail: Fail): Protocol {
  const protocol = text.toLowerCase();
  if (!protocols.includes(protocol)) fail(`"${text}" is no protocol that docker publishes`, 'write tcp, udp or sctp');
  return protocol as Protocol;
}

function readAddress(text: string, fail: Fail): string {
  if (isIP(text) === 0) fail(`"${text}" is not an IP address to publish a port at`, howTo);
  return text;
}
