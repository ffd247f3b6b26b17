import { dirname, resolve } from 'node:path';
import { Problem } from '../problem.ts';
import { nearest, type Shape, shapes } from '../schema/index.ts';
import { type Document, readDocuments, type Scope } from './documents.ts';
import { interpolate } from './interpolate.ts';
import { limits } from './limits.ts';
import { mergeFiles } from './merge.ts';
import { child, locate, type MapNode, type Mark, type Node, plain, sizeOf } from './node.ts';
import { type File, STDIN } from './read.ts';
import { settle } from './tags.ts';
import { validate } from './validate.ts';

const { either, object, text } = shapes;

const extendsShape: Shape = either(
  'the name of a service, or a map with service',
  text,
  object({ service: text, file: text }, 'a map with service', ['service']),
);

/** The services of one file, and how far they are. */
interface Place {
  file: File;
  /** What `file:` starts at here. */
  directory: string;
  services: MapNode | undefined;
  done: Map<string, Node>;
}

/** A service on the way from one that extends to what it extends. */
interface Stop {
  place: Place;
  name: string;
  /** Where it says what it extends. */
  at: Mark;
}

/**
 * The services of a document with what they extend under them: services of the same document, or of other files, whose
 * relative paths start at their own folder. Throws a Problem for what is not there and for a circle.
 */
export async function extendServices(root: MapNode, file: File, scope: Scope): Promise<MapNode> {
  const services = child(root, 'services');
  if (services?.kind !== 'map' || ![...services.entries.values()].some(({ value }) => child(value, 'extends')))
    return root;
  const extend = extender(scope);
  const place = { file, directory: scope.directory, services, done: new Map() };
  const entries: [string, { key: Mark; value: Node }][] = [];
  for (const [name, { key }] of services.entries) entries.push([name, { key, value: await extend(place, name, []) }]);
  return withServices(root, { ...services, entries: new Map(entries) });
}

function withServices(root: MapNode, services: MapNode): MapNode {
  const entry = root.entries.get('services') as { key: Mark };
  return { ...root, entries: new Map([...root.entries, ['services', { key: entry.key, value: services }]]) };
}

type Extend = (place: Place, name: string, trail: readonly Stop[]) => Promise<Node>;

function extender(scope: Scope): Extend {
  const places = new Map<string, Place>();
  let size = 0;

  const open = async (from: Place, written: string, at: Mark): Promise<Place> => {
    const path = resolve(from.directory, written);
    const before = places.get(path);
    if (before) return before;
    const directory = dirname(path);
    const file: File = { path, name: written, from: at, directory };
    const place = {
      file,
      directory,
      services: servicesOf(await readDocuments([file], scope.read), scope),
      done: new Map(),
    };
    places.set(path, place);
    return place;
  };

  const extend: Extend = async (place, name, trail) => {
    const value = place.services?.entries.get(name)?.value as Node;
    const said = child(value, 'extends');
    if (value.kind !== 'map' || !said) return value;
    const before = place.done.get(name);
    if (before) return before;
    const { service, file, at } = readExtends(said, name);
    const way = [...trail, { place, name, at }];
    refuseCircle(way);
    const there = file === undefined ? place : await open(place, file, at);
    if (!there.services?.entries.has(service)) throw notThere(name, service, there, at);
    const base = settle(await extend(there, service, way));
    const merged = base ? over(base, value) : without(value);
    size += sizeOf(merged);
    if (size > limits.values) throw tooMuch(at);
    place.done.set(name, merged);
    return merged;
  };
  return extend;
}

/** The services of a file that is extended: what it includes is not looked at, nor is what is wrong in others of them. */
function servicesOf(documents: readonly Document[], { literal, lookup, warn }: Scope): MapNode | undefined {
  const roots = documents.map(({ root }) => (literal ? root : interpolate(root, lookup, warn)) as MapNode);
  const services = child(roots.reduce(mergeFiles), 'services');
  return services?.kind === 'map' ? services : undefined;
}

function readExtends(said: Node, name: string): { service: string; file: string | undefined; at: Mark } {
  validate(said, extendsShape, { subject: `service ${name}`, path: ['extends'] });
  const written = plain(said);
  const { service, file } =
    typeof written === 'string' ? { service: written } : (written as { service: string; file?: string });
  return { service, file, at: (child(said, 'service') ?? said).at };
}

/** A service over the one that it extends, as a later file's over an earlier one's. */
function over(base: Node, service: MapNode): Node {
  const root = (value: Node): MapNode => {
    const services: MapNode = { kind: 'map', at: value.at, entries: new Map([['it', { key: value.at, value }]]) };
    return { kind: 'map', at: value.at, entries: new Map([['services', { key: value.at, value: services }]]) };
  };
  const merged = child(child(mergeFiles(root(base), root(without(service))), 'services'), 'it') as Node;
  return service.over ? { ...merged, over: service.over } : merged;
}

function without(service: MapNode): MapNode {
  const entries = new Map(service.entries);
  entries.delete('extends');
  return { ...service, entries };
}

function refuseCircle(way: readonly Stop[]): void {
  const { place, name, at } = way.at(-1) as Stop;
  const first = way.findIndex((stop) => stop.place.file.path === place.file.path && stop.name === name);
  if (first < way.length - 1) {
    const names = way.slice(first).map((stop) => `${stop.name} (${stop.place.file.name})`);
    throw new Problem({
      what: `services extend each other in a circle: ${names.join(' -> ')}`,
      where: locate(way.at(-2)?.at ?? at),
      remedy: 'take one of these extends out',
    });
  }
  if (way.length <= limits.chain) return;
  throw new Problem({
    what: `service ${way[0]?.name} extends a service that extends a service, more than ${limits.chain} times`,
    where: locate(at),
    remedy: 'extend what is meant at once',
  });
}

function notThere(name: string, service: string, { file, services }: Place, at: Mark): Problem {
  const others = [...(services?.entries.keys() ?? [])].filter((other) => other !== name);
  const meant = nearest(service, others);
  const place = file.path === STDIN ? 'standard input' : file.name;
  return new Problem({
    what: `service ${name} extends "${service}", which is not a service of ${place}${meant === undefined ? '' : `: did you mean "${meant}"?`}`,
    where: locate(at),
    why: 'extends looks in one file: not in those it includes, nor in other files of the project',
    remedy: others.length > 0 ? `name one of ${others.join(', ')}` : `write services in ${place}`,
  });
}

function tooMuch(at: Mark): Problem {
  return new Problem({
    what: `services have more than ${limits.values.toLocaleString('en')} values with what they extend`,
    where: locate(at),
    remedy: 'extend smaller services, or fewer times',
  });
}
