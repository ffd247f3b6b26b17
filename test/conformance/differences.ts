import type { Created } from './created.ts';

/** One place where two tools made something else; what is not there is undefined. */
export interface Difference {
  /** As in `container app-web-1: HostConfig.Memory`. */
  where: string;
  compose: unknown;
  compowarm: unknown;
}

/** Ids, times, places of the engine's own, and the names and versions of the tools themselves. */
const INCOMPARABLE: readonly RegExp[] = [
  /^container .*: (Id|Created|State|GraphDriver)$/,
  // given at the start; what was asked for stands under IPAMConfig
  /^container .*: NetworkSettings\.Networks\..*\.(IPAddress|IPv6Gateway)$/,
  /^(network|volume) .*: (Id|Created|CreatedAt)$/,
  /: (Config\.)?Labels\.com\.docker\.compose\.(config-hash|image|version)$/,
  /: (Config\.)?Labels\.compowarm\.\w+$/,
];

/** Lists whose order says nothing. */
const SETS =
  /: (Config\.Env|HostConfig\.(Binds|ExtraHosts|DeviceRequests\S*\.Capabilities\S*)|NetworkSettings\.Networks\..*\.Aliases)$/;

/** The same, written as one text with commas. */
const WRITTEN_SETS = /: Config\.Labels\.com\.docker\.compose\.depends_on$/;

/** Maps whose keys say something, with nothing under them. */
const NAMES = /: Config\.(ExposedPorts|Volumes)$/;

/** All that differs, by place. Nothing, an empty text, an empty list and an empty map say the same. */
export function differences(compose: Created, compowarm: Created): Difference[] {
  const [theirs, ours] = [leaves(compose), leaves(compowarm)];
  const places = [...new Set([...theirs.keys(), ...ours.keys()])].sort();
  return places
    .filter((where) => JSON.stringify(theirs.get(where)) !== JSON.stringify(ours.get(where)))
    .map((where) => ({ where, compose: theirs.get(where), compowarm: ours.get(where) }));
}

function leaves(created: Created): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const [name, value] of Object.entries(created)) collect(`${withoutIds(name)}:`, value, found);
  return found;
}

function collect(where: string, value: unknown, found: Map<string, unknown>): void {
  if (isEmpty(value) || INCOMPARABLE.some((pattern) => pattern.test(where))) return;
  if (NAMES.test(where)) found.set(where, Object.keys(value as object).sort());
  else if (Array.isArray(value) && value.every((item) => typeof item === 'object'))
    for (const [index, item] of value.entries()) collect(`${where}[${nameOf(item) ?? index}]`, item, found);
  else if (Array.isArray(value) || typeof value !== 'object') found.set(where, leaf(where, value));
  else for (const [key, inner] of Object.entries(value as object)) collect(under(where, key), inner, found);
}

function under(where: string, key: string): string {
  return where.endsWith(':') ? `${where} ${key}` : `${where}.${key}`;
}

function leaf(where: string, value: unknown): unknown {
  if (WRITTEN_SETS.test(where)) return (value as string).split(',').sort();
  if (Array.isArray(value)) return SETS.test(where) ? value.map(withoutIds).sort() : value.map(withoutIds);
  return withoutIds(value);
}

// Mounts, devices and limits come in no order, but each has a place or a name of its own.
function nameOf(item: object | null): string | undefined {
  const { Destination, Target, PathInContainer, Path, Name } = (item ?? {}) as Record<string, string | undefined>;
  return Destination ?? Target ?? PathInContainer ?? Path ?? Name;
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

// Anonymous volumes are named by ids, a container's short one is its hostname, and the engine picks addresses by itself.
function withoutIds<T>(value: T): T | string {
  if (typeof value !== 'string') return value;
  return value
    .replace(/^\/\S*\/compowarm\/[^/]+\//, 'STORE/')
    .replace(/(?<!sha256:)\b([0-9a-f]{64}|[0-9a-f]{12})\b/g, 'ID')
    .replace(/\b(172\.(1[789]|2\d|3[01])|192\.168(?!\.1\.))\.\d+\.\d+(\/\d+)?\b/g, 'ADDRESS');
}
