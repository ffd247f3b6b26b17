import { newId } from '../engine.ts';
import { DaemonError, Malformed, Refusal } from '../refusal.ts';
import type { PaperAttachment, PaperEngine, PaperImage, PaperMount, PaperPort } from '../types.ts';
import { csv, type Flags, last, pairs } from './flags.ts';

const PORT =
  /^(?:(?:\[(?<ip6>[^\]]*)\]|(?<ip4>\d+(?:\.\d+){3})):)?(?:(?<host>[\d-]*):)?(?<target>[\d-]+)(?:\/(?<protocol>\w+))?$/;

function span(text: string): [number, number] {
  const [first = '0', end = first] = text.split('-');
  return [Number(first), Number(end)];
}

/** `[ip:][published]:target[/protocol]`, with ranges, as bindings. Throws `Malformed` for anything else. */
export function parsePort(spec: string): PaperPort[] {
  const { ip6, ip4, host, target, protocol = 'tcp' } = PORT.exec(spec)?.groups ?? {};
  if (!target) throw new Malformed(`Invalid containerPort: ${spec.split(':').at(-1)}`);
  const [first, end] = span(target);
  const [hostFirst, hostEnd] = span(host || '0');
  // one container port may take the first that is free of several
  const choice = first === end && hostFirst !== hostEnd;
  if (host && !choice && end - first !== hostEnd - hostFirst) {
    throw new Malformed(`Invalid ranges specified for container and host Ports: ${target} and ${host}`);
  }
  return Array.from({ length: end - first + 1 }, (_, i) => ({
    ip: ip6 ?? ip4 ?? '',
    published: host ? hostFirst + i : 0,
    ...(choice ? { until: hostEnd } : {}),
    target: first + i,
    protocol,
  }));
}

/** The bindings that -p and -P ask for. */
export function portBindings(flags: Flags, image: PaperImage): PaperPort[] {
  const asked = (flags.publish ?? []).flatMap(parsePort);
  if (!flags['publish-all']) return asked;
  const named = new Set(asked.map(({ target, protocol }) => `${target}/${protocol}`));
  const rest = exposedPorts(flags, image).filter((port) => !named.has(port));
  return [...asked, ...rest.flatMap(parsePort)];
}

/** The container ports that the image, --expose and -p name: `6379/tcp`. */
export function exposedPorts(flags: Flags, image: PaperImage): string[] {
  const specs = [...(image.behaviour.expose ?? []), ...(flags.expose ?? []), ...(flags.publish ?? [])];
  const ports = specs.flatMap(parsePort).map(({ target, protocol }) => `${target}/${protocol}`);
  return [...new Set(ports)].sort();
}

function makeVolume(
  engine: PaperEngine,
  name: string | undefined,
): { name: string; source: string; anonymous: boolean } {
  const own = name || newId();
  const anonymous = !name;
  if (!engine.volumes.some((volume) => volume.name === own)) {
    engine.volumes.push({ name: own, driver: 'local', labels: {}, created: engine.now(), anonymous });
  }
  return { name: own, source: `/var/lib/docker/volumes/${own}/_data`, anonymous };
}

function fromShort(engine: PaperEngine, spec: string): PaperMount {
  const words = spec.split(':');
  const [source, target = '', mode = ''] = words.length === 1 ? [undefined, ...words] : words;
  const writable = !mode.split(',').includes('ro');
  if (source?.startsWith('/')) return { type: 'bind', source, target, writable, bind: spec, anonymous: false };
  return { type: 'volume', ...makeVolume(engine, source), target, writable, ...(source ? { bind: spec } : {}) };
}

function fromLong(engine: PaperEngine, spec: string): PaperMount {
  const fields = pairs(csv(spec));
  const type = fields.type ?? 'volume';
  const source = fields.source ?? fields.src;
  const target = fields.target ?? fields.destination ?? fields.dst;
  if (!target)
    throw new Refusal(
      `invalid argument "${spec}" for "--mount" flag: target is required\nSee 'docker run --help'.`,
      125,
    );
  const readonly = ['readonly', 'ro'].some((key) => ['', 'true', '1'].includes(fields[key] ?? 'false'));
  const common = { target, writable: !readonly };
  if (type === 'tmpfs') return { type, source: '', ...common, anonymous: false };
  if (type === 'bind') return { type, source: source ?? '', ...common, anonymous: false };
  return { type: 'volume', ...makeVolume(engine, source), ...common };
}

/** Every mount of a new container; named and anonymous volumes are made where they are not there yet. */
export function mountsOf(engine: PaperEngine, flags: Flags, image: PaperImage): PaperMount[] {
  const asked = [
    ...(flags.volume ?? []).map((spec) => fromShort(engine, spec)),
    ...(flags.mount ?? []).map((spec) => fromLong(engine, spec)),
  ];
  const covered = new Set([
    ...asked.map(({ target }) => target),
    ...(flags.tmpfs ?? []).map((spec) => spec.split(':')[0]),
  ]);
  const declared = (image.behaviour.volumes ?? []).filter((target) => !covered.has(target));
  return [...asked, ...declared.map((target) => fromShort(engine, target))];
}

interface Wanted {
  network: string;
  aliases: string[];
}

/** `--network name=app,alias=web` or `--network app`; the long form comes out in lower case, as docker has it. */
function wanted(flags: Flags): Wanted[] {
  return [...(flags.network ?? []), ...(flags.net ?? [])].map((spec) => {
    if (!/\w+=\w+(,\w+=\w+)*/.test(spec)) return { network: spec, aliases: [] };
    const fields = csv(spec.toLowerCase()).map((field) => field.split('='));
    const named = (key: string) => fields.filter(([name]) => name === key).map(([, value = '']) => value.trim());
    return { network: named('name')[0] ?? '', aliases: named('alias') };
  });
}

/** The network mode: the first network's name, or `default`. */
export function networkMode(flags: Flags): string {
  return wanted(flags)[0]?.network ?? 'default';
}

/** The networks of a new container. Throws the daemon's words for more than one before API 1.44. */
export function attachments(engine: PaperEngine, flags: Flags): PaperAttachment[] {
  const all = wanted(flags);
  if (all.length > 1 && Number.parseInt(engine.version, 10) < 25) {
    const names = all.map(({ network }) => network).join(', ');
    throw new DaemonError(`Container cannot be connected to network endpoints: ${names}`);
  }
  const [first = { network: 'bridge', aliases: [] }, ...rest] = all;
  if (first.network.startsWith('container:')) return [];
  const network = first.network === 'default' ? 'bridge' : first.network;
  // without --network, docker takes no notice of --network-alias
  const aliases = all.length > 0 ? [...first.aliases, ...(flags['network-alias'] ?? [])] : [];
  return [{ network, aliases }, ...rest].map((each) => ({ ...each, ip: last(flags, 'ip') ?? '' }));
}
