import { Problem } from '../problem.ts';
import { nearest } from '../schema/index.ts';
import { drivenVolumes, modernise } from './legacy.ts';
import { describe, type Entry, locate, type MapNode, type Mark, type Node } from './node.ts';
import type { Project } from './types.ts';

/** A file's document with its services under `services` and its ships under `ships`, whichever way it was written. */
export interface Lifted {
  /** undefined when the file has no services, and so says nothing about its shape. */
  shape: Project['shape'] | undefined;
  root: MapNode;
}

const sections = ['services', 'networks', 'volumes'];
/** Sections too, but where they look like a service of the legacy shape. */
const lesser = ['configs', 'secrets', 'models', 'include'];
const known = ['version', 'name', ...sections, ...lesser, 'ships'];
/** The least that a file can be, for errors that have to show it. */
export const example = '"web: {image: nginx}" and "ships: [192.168.1.83]", say';

/** Sections out of a document of either shape. Throws a Problem for what no Compose file is. */
export function lift(document: Node): Lifted {
  const map = topMap(document);
  const hasSections =
    sections.some((key) => map.entries.has(key)) ||
    map.entries.get('version')?.value.kind === 'scalar' ||
    lesser.some((key) => isLesserSection(map.entries.get(key)));
  return hasSections ? liftServices(map) : liftLegacy(map);
}

function isLesserSection(entry: Entry | undefined): boolean {
  return entry !== undefined && !looksLikeService(entry);
}

function topMap(document: Node): MapNode {
  if (document.kind === 'map') return document;
  throw new Problem({
    what: `${document.at.source.name} is ${describe(document)}, and a Compose file is a map`,
    where: locate(document.at),
    remedy: `write services and ships: ${example}`,
  });
}

function liftServices(map: MapNode): Lifted {
  for (const [key, entry] of map.entries) {
    if (!known.includes(key) && !key.startsWith('x-')) throw unknownSection(key, entry);
  }
  return { shape: map.entries.has('services') ? 'services' : undefined, root: withShips(map, [...map.entries]) };
}

function unknownSection(key: string, entry: Entry): Problem {
  const where = locate(entry.key);
  if (looksLikeService(entry)) {
    return new Problem({
      what: `service ${key} stands at the top level of a file that has sections`,
      where,
      remedy: 'move it under services',
    });
  }
  const meant = nearest(key, known);
  return new Problem({
    what: `unknown key "${key}" at the top level${meant === undefined ? '' : `: did you mean "${meant}"?`}`,
    where,
    remedy: meant === undefined ? 'take it out, or begin it with x- if it is your own' : `write ${meant}`,
  });
}

function looksLikeService({ value }: Entry): boolean {
  return value.kind === 'map' && (value.entries.has('image') || value.entries.has('build'));
}

/** The legacy shape: every map at the top level is a service, but for ships, a name that is text, and x- keys. */
function liftLegacy(map: MapNode): Lifted {
  const services = new Map<string, Entry>();
  const volumes = new Map<string, Entry>();
  const others: [string, Entry][] = [];
  for (const [key, entry] of map.entries) {
    const isName = key === 'name' && entry.value.kind === 'scalar';
    if (isName || key === 'ships' || key.startsWith('x-')) others.push([key, entry]);
    else if (isSection(key, entry)) throw unknownSection(key, entry);
    else services.set(key, modernise(key, entry));
    for (const [volume, driven] of drivenVolumes(entry.value)) volumes.set(volume, driven);
  }
  const [first] = services.values();
  if (!first) return { shape: undefined, root: withShips(map, others) };
  others.push(['services', section(first.key, services)]);
  if (volumes.size > 0) others.push(['volumes', section(first.key, volumes)]);
  return { shape: 'v1', root: withShips(map, others) };
}

function section(key: Mark, entries: Map<string, Entry>): Entry {
  return { key, value: { kind: 'map', at: key, entries } };
}

function isSection(key: string, entry: Entry): boolean {
  if (looksLikeService(entry)) return false;
  return holdsServices(entry) && nearest(key, known) !== undefined;
}

/** A map of what look like services: a mistyped `services`. */
function holdsServices({ value }: Entry): boolean {
  return value.kind === 'map' && [...value.entries.values()].some(looksLikeService);
}

/** `x-ships` is `ships` under a name that Docker Compose lets pass. */
function withShips(map: MapNode, entries: [string, Entry][]): MapNode {
  return renameShips({ ...map, entries: new Map(entries) }, 'the file');
}

/** Calls `x-ships` by its other name. Throws a Problem where both are written. */
export function renameShips(map: MapNode, subject: string): MapNode {
  const ours = map.entries.get('x-ships');
  if (!ours) return map;
  const { file, line } = locate(ours.key);
  const other = map.entries.get('ships');
  if (other) {
    throw new Problem({
      what: `${subject} has both ships and x-ships`,
      where: locate(other.key),
      why: `x-ships stands at ${file}:${line}`,
      remedy: 'keep one of them',
    });
  }
  return {
    ...map,
    entries: new Map([...map.entries].map(([key, entry]) => [key === 'x-ships' ? 'ships' : key, entry])),
  };
}
