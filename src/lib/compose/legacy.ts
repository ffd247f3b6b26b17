import { Problem } from '../problem.ts';
import { child, type Entry, locate, type MapNode, type Mark, type Node } from './node.ts';

/** Keys of the legacy shape, and where they stand today. */
const moved: ReadonlyMap<string, readonly string[]> = new Map([
  ['net', ['network_mode']],
  ['log_driver', ['logging', 'driver']],
  ['log_opt', ['logging', 'options']],
  ['dockerfile', ['build', 'dockerfile']],
]);

/** A service of the legacy shape in today's keys. Throws a Problem where one thing is said under both. */
export function modernise(name: string, entry: Entry): Entry {
  if (entry.value.kind !== 'map') return entry;
  let service: MapNode = entry.value;
  for (const [key, { key: at, value }] of entry.value.entries) {
    const path = key === 'volume_driver' ? [] : moved.get(key);
    if (!path) continue;
    service = without(service, key);
    if (path.length > 0) service = (placed(service, path, value, at) as MapNode | undefined) ?? twice(name, key, at);
  }
  return { ...entry, value: service };
}

function without(map: MapNode, key: string): MapNode {
  const entries = new Map(map.entries);
  entries.delete(key);
  return { ...map, entries };
}

/** A value at a path below what is there already; undefined where another is in its place. */
function placed(before: Node | undefined, path: readonly string[], value: Node, at: Mark): Node | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return before ? undefined : value;
  const map = asMap(before, at);
  const below = placed(map?.entries.get(key)?.value, rest, value, at);
  return map && below && { ...map, entries: new Map([...map.entries, [key, { key: at, value: below }]]) };
}

/** A text under `build` is its context. */
function asMap(node: Node | undefined, at: Mark): MapNode | undefined {
  if (node?.kind === 'scalar') {
    return { kind: 'map', at: node.at, entries: new Map([['context', { key: node.at, value: node }]]) };
  }
  if (node?.kind === 'list') return undefined;
  return node ?? { kind: 'map', at, entries: new Map() };
}

function twice(name: string, key: string, at: Mark): never {
  throw new Problem({
    what: `service ${name}: ${key} says again what ${moved.get(key)?.join('.')} says`,
    where: locate(at),
    remedy: 'keep one of them',
  });
}

/**
 * The services of the legacy shape, once all are known: a container that is named as one of them is that service, and
 * other containers are docker's.
 */
export function settleNames(root: MapNode): MapNode {
  const section = root.entries.get('services');
  if (section?.value.kind !== 'map') return root;
  const services = section.value;
  const names = new Set(services.entries.keys());
  const settled = [...services.entries].map(([name, entry]): [string, Entry] => [
    name,
    { ...entry, value: settleService(entry.value, names) },
  ]);
  const value = { ...services, entries: new Map(settled) };
  return { ...root, entries: new Map([...root.entries, ['services', { ...section, value }]]) };
}

function settleService(service: Node, names: ReadonlySet<string>): Node {
  if (service.kind !== 'map') return service;
  const entries = new Map(service.entries);
  change(entries, 'network_mode', (mode) => {
    const [, container] = /^container:(.*)$/.exec(mode) ?? [];
    return container !== undefined && names.has(container) ? `service:${container}` : mode;
  });
  change(entries, 'volumes_from', (from) => (names.has(from.split(':')[0] as string) ? from : `container:${from}`));
  return { ...service, entries };
}

/** Changes a text, or each of a list of texts. */
function change(entries: Map<string, Entry>, key: string, become: (text: string) => string): void {
  const visit = (node: Node): Node => {
    if (node.kind === 'list') return { ...node, items: node.items.map(visit) };
    return node.kind === 'scalar' && typeof node.value === 'string' ? { ...node, value: become(node.value) } : node;
  };
  const entry = entries.get(key);
  if (entry) entries.set(key, { ...entry, value: visit(entry.value) });
}

/** The named volumes of a service that says which driver its volumes have, as they are declared today. */
export function drivenVolumes(service: Node): [string, Entry][] {
  const driver = service.kind === 'map' ? service.entries.get('volume_driver') : undefined;
  const volumes = child(service, 'volumes');
  if (!driver || volumes?.kind !== 'list') return [];
  return volumes.items.flatMap((item): [string, Entry][] => {
    const [name = '', target] = item.kind === 'scalar' ? String(item.value).split(':') : [];
    if (target === undefined || /^[./~]/.test(name)) return [];
    return [[name, { key: item.at, value: { kind: 'map', at: item.at, entries: new Map([['driver', driver]]) } }]];
  });
}
