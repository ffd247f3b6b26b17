import { isIP } from 'node:net';
import { append, deep, type Form, fields, noted, once, within } from './form.ts';
import type { NormaliseContext } from './row.ts';
import { either, integer, list, nothing, text as textShape } from './shapes.ts';
import { oneOf, text } from './simple.ts';
import type { Port } from './types.ts';

type Protocol = Port['protocol'];
type Fail = (what: string, remedy?: string) => never;
interface Range {
  first: number;
  last: number;
}

const howTo = 'write [IP:][HOST:]CONTAINER[/PROTOCOL], as in "8080:80"';
/** Ports of one service before equal ones are one: all there are, and as many again. */
const MOST = 131_072;
const protocols: readonly string[] = ['tcp', 'udp', 'sctp'] satisfies Protocol[];

/** Short and long forms to Compose's canonical list: ranges one by one, what comes later in place of its equal before. */
function normalisePorts(value: unknown, context: NormaliseContext): Port[] | undefined {
  let many = 0;
  const items = (value as unknown[]).flatMap((item, written) => {
    const fail: Fail = (what, remedy) => context.fail([written], what, remedy);
    if (many > MOST) fail(`these are more than ${MOST.toLocaleString('en')} ports`, 'write ranges that do not overlap');
    if (typeof item !== 'object') {
      const read = readShort(String(item), fail);
      many += read.length;
      return read.map((port) => ({ item: { port, key: portKey(port) }, written }));
    }
    const port = whole(long.normalise(item, within(context, written)) as LongPort, fail);
    // to Compose the number 80 and the text "80" are two
    const number = typeof (item as { published?: unknown }).published === 'number';
    return [{ item: { port, key: `${portKey(port)}${number ? ' as a number' : ''}` }, written }];
  });
  const kept = once(items, { last: ({ key }) => key }, context);
  return noted(
    kept.map(({ item, written }) => ({ item: item.port, written })),
    context,
  );
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
  const outside = published === '' ? undefined : readRange(published, written, fail, 0);
  const host_ip = ip === '' ? undefined : readAddress(ip.replace(/^\[(.*)\]$/, '$1'), fail);
  const common = { mode: 'ingress' as const, ...(host_ip !== undefined && { host_ip }) };
  const count = inside.last - inside.first + 1;
  const same = !outside || outside.last - outside.first + 1 === count;
  if (!same && count > 1) fail(`"${written}" has ranges of different lengths`, 'make both sides of the colon as long');
  const read = Array.from({ length: count }, (_, step) => {
    const target = inside.first + step;
    if (!outside) return { ...common, target, protocol };
    return {
      ...common,
      target,
      published: same ? String(outside.first + step) : `${outside.first}-${outside.last}`,
      protocol,
    };
  });
  // as texts: 10 comes before 9
  return read.sort((a, b) => (String(a.target) < String(b.target) ? -1 : 1));
}

type LongPort = Partial<Port>;

const numberText: Form<string> = {
  shape: either('a port number or a range', integer(0, 65_535), textShape, nothing),
  merge: deep,
  normalise: (value) => (value === null || value === '' ? undefined : String(value)),
};

const long = fields<LongPort>(
  {
    name: text,
    mode: oneOf('ingress', 'host'),
    host_ip: text,
    target: { shape: integer(1, 65_535), merge: deep, normalise: (value) => value as number },
    published: numberText,
    protocol: text as Form<Protocol>,
    app_protocol: text,
  },
  'a map with target and published',
  ['target'],
);

function whole({ target, published, host_ip, protocol, ...rest }: LongPort, fail: Fail): Port {
  if (host_ip !== undefined) readAddress(host_ip, fail);
  if (published !== undefined && published !== '0') readRange(published, published, fail);
  return {
    mode: 'ingress',
    ...rest,
    ...(host_ip !== undefined && { host_ip }),
    target: readRange(String(target), String(target), fail).first,
    ...(published !== undefined && { published }),
    protocol: readProtocol(protocol ?? 'tcp', fail),
  };
}

export const ports: Form<Port[]> = {
  shape: list(
    either('a port, [IP:][HOST:]CONTAINER[/PROTOCOL] or a map', integer(), textShape, long.shape),
    'a list of ports',
  ),
  merge: append,
  normalise: normalisePorts,
};

function readRange(text: string, written: string, fail: Fail, least = 1): Range {
  const [, from, to = from] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  const range = { first: Number(from), last: Number(to) };
  if (from === undefined) fail(`"${written}" is not a port mapping`, howTo);
  if (range.first < least || range.last > 65_535) fail(`"${written}" is not between 1 and 65535`);
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
