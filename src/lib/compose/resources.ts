import { type Shape, shapes } from '../schema/index.ts';
import { child, type MapNode, type Node, plain } from './node.ts';
import type { Network, Project, Service, Volume } from './types.ts';

const { either, map, nothing, object, refused, text } = shapes;

const external = refused('leave it out: a network or volume is made where it is missing, and may be given a name');
const common = {
  name: text,
  driver: text,
  external,
  labels: refused('leave it out'),
  driver_opts: refused('leave it out'),
};

/** How the top-level `networks` may be written. */
export const networksShape: Shape = resources('networks', {
  ...common,
  attachable: refused('leave it out'),
  enable_ipv4: refused('leave it out'),
  enable_ipv6: refused('leave it out'),
  internal: refused('leave it out'),
  ipam: refused('leave it out'),
});

/** How the top-level `volumes` may be written. */
export const volumesShape: Shape = resources('volumes', common);

function resources(what: string, keys: Readonly<Record<string, Shape>>): Shape {
  const says = `a map of ${what}`;
  return either(
    says,
    map(either('a map with name and driver', object(keys, 'a map with name and driver'), nothing), says),
    nothing,
  );
}

type Resource = Network & Volume;

function readResources(node: Node | undefined, project: string, used: ReadonlySet<string>): Record<string, Resource> {
  const entries = node?.kind === 'map' ? [...node.entries] : [];
  const read = entries
    .filter(([key]) => used.has(key))
    .map(([key, { value }]): [string, Resource] => {
      const { name = `${project}_${key}`, driver } = (plain(value) ?? {}) as Partial<Resource>;
      return [key, { name, ...(driver !== undefined && { driver }) }];
    });
  return Object.fromEntries(read);
}

/** The networks that services are on, in the file's order; `default` comes by itself. What nobody uses is left out, as in Compose. */
export function readNetworks(
  root: MapNode,
  project: string,
  services: Record<string, Service>,
): Record<string, Network> {
  const used = new Set(Object.values(services).flatMap(({ networks }) => Object.keys(networks)));
  const declared = readResources(child(root, 'networks'), project, used);
  const byItself = used.has('default') && !Object.hasOwn(declared, 'default');
  return byItself ? { ...declared, default: { name: `${project}_default` } } : declared;
}

/**
 * The volumes that services mount by name, in the file's order. The legacy shape has no place to declare them: there, to be
 * mounted is to be declared.
 */
export function readVolumes(
  root: MapNode,
  project: string,
  shape: Project['shape'],
  services: Record<string, Service>,
): Record<string, Volume> {
  const mounts = Object.values(services).flatMap(({ volumes }) => volumes);
  const used = new Set(
    mounts.flatMap(({ type, source }) => (type === 'volume' && source !== undefined ? [source] : [])),
  );
  if (shape === 'v1') return Object.fromEntries([...used].map((key) => [key, { name: `${project}_${key}` }]));
  return readResources(child(root, 'volumes'), project, used);
}

/** The keys that are declared under a top-level section. */
export function declared(root: MapNode, section: 'networks' | 'volumes'): string[] {
  const node = child(root, section);
  return node?.kind === 'map' ? [...node.entries.keys()] : [];
}
