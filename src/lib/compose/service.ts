import { Problem } from '../problem.ts';
import {
  hints,
  inputs,
  type Key,
  type NormaliseContext,
  type Row,
  type Service,
  type Shape,
  shapes,
  table,
} from '../schema/index.ts';
import type { Lookup } from './interpolate.ts';
import { renameShips } from './lift.ts';
import { child, type Entry, locate, type MapNode, type Mark, markAt, type Node, nearestMark, plain } from './node.ts';
import { type Path, pathKey } from './types.ts';
import { validate } from './validate.ts';

/** Every key of a service. */
export const serviceShape: Shape = {
  kind: 'object',
  keys: Object.fromEntries(
    [...Object.entries(table), ...Object.entries(inputs)].map(([key, { shape }]) => [key, shape]),
  ),
  hints,
  says: 'a map of keys such as image and ports',
};

const rows = Object.entries(table) as [Key, Row][];

/** Where canonical values were written, when it is not at their own path in the merged file. */
export type Marks = Map<string, Mark>;

/** One file's services, `x-ships` renamed and every key of the shape its row says. Throws a Problem for the first that is not. */
export function checkServices(root: MapNode, mayBeEmpty: boolean): MapNode {
  const entry = root.entries.get('services');
  if (!entry) return root;
  if (entry.value.kind !== 'map') {
    validate(
      entry.value,
      shapes.map(serviceShape, 'a map of services'),
      { subject: '', path: ['services'], mayBeEmpty },
      entry.key,
    );
    return root;
  }
  const services = new Map(
    [...entry.value.entries].map(([name, service]) => [name, checkService(name, service, mayBeEmpty)]),
  );
  const value: MapNode = { ...entry.value, entries: services };
  return { ...root, entries: new Map([...root.entries, ['services', { ...entry, value }]]) };
}

function checkService(name: string, { key, value }: Entry, mayBeEmpty: boolean): Entry {
  const subject = `service ${name}`;
  if (!/^[\w.-]+$/.test(name)) {
    const remedy = 'use letters, digits, dots, dashes and underscores';
    throw new Problem({ what: `"${name}" is not a name of a service`, where: locate(key), remedy });
  }
  const renamed: Node = value.kind === 'map' ? renameShips(value, subject) : value;
  validate(renamed, serviceShape, { subject, path: [], mayBeEmpty }, key);
  return { key, value: renamed };
}

/** What a service is read with. */
export interface Scene {
  root: MapNode;
  shape: NormaliseContext['shape'];
  marks: Marks;
  /** A path of this machine as an absolute one, as it was written at a mark. */
  absolute(text: string, at: Mark): string;
  lookup: Lookup;
}

/**
 * One service in Compose's canonical form, but for what the world outside its node decides (env files, the shell).
 * Throws a Problem for a value that its row cannot read.
 */
export function normaliseService(scene: Scene, name: string): Service {
  const node = child(child(scene.root, 'services'), name) as MapNode;
  const path = ['services', name];
  const service: Record<string, unknown> = {};
  for (const [key, { normalise, absent }] of rows) {
    const value = node.entries.get(key)?.value;
    const said = value && normalise(plain(value), contextFor(scene, node, path, key));
    if (said !== undefined) service[key] = said;
    else if (absent) service[key] = absent();
  }
  return withScale(
    withNetworks(withDependencies(service as unknown as Service, node, name, scene.marks), node),
    name,
    scene,
  );
}

/** What a value of a map may know and say: of a service's key, or of an entry of a section. */
export function contextFor(
  { shape, marks, absolute, lookup }: Scene,
  node: MapNode,
  path: Path,
  key: string,
): NormaliseContext {
  const [section, name] = path;
  const subject = section === 'services' ? `service ${name}: ` : '';
  return {
    shape,
    fail: (below, what, remedy) => {
      const names = [...(subject ? [] : path), key, ...below].filter((part) => typeof part === 'string');
      throw new Problem({
        what: `${subject}${names.join('.')}: ${what}`,
        where: locate(nearestMark(node, [key, ...below])),
        remedy,
      });
    },
    from: (canonical, written) => {
      marks.set(pathKey([...path, key, ...canonical]), nearestMark(node, [key, ...written]));
    },
    absolute: (below, text) => absolute(text, nearestMark(node, [key, ...below])),
    variable: lookup,
  };
}

/** A service of another network mode, or one that is provided, is on no network unless it says so. */
function withNetworks(service: Service, node: MapNode): Service {
  const elsewhere = service.network_mode !== undefined || service.provider !== undefined;
  return elsewhere && !node.entries.has('networks') ? { ...service, networks: {} } : service;
}

/** As Compose does: links are dependencies too, and so are services whose namespaces or volumes are shared. */
function withDependencies(service: Service, node: MapNode, name: string, marks: Marks): Service {
  const depends_on = { ...service.depends_on };
  for (const { on, restart, path } of implied(service)) {
    if (Object.hasOwn(depends_on, on)) continue;
    depends_on[on] = { condition: 'service_started', ...(restart && { restart }), required: true };
    const mark = marks.get(pathKey(['services', name, ...path])) ?? markAt(node, path);
    if (mark) marks.set(pathKey(['services', name, 'depends_on', on]), mark);
  }
  return { ...service, depends_on };
}

function implied(service: Service): { on: string; restart: boolean; path: Path }[] {
  const linked = service.links.map((link, index) => ({
    on: link.split(':')[0] as string,
    restart: true,
    path: ['links', index],
  }));
  const shared = (['network_mode', 'ipc', 'pid', 'uts', 'cgroup'] as const).flatMap((key) => {
    const [, on] = /^service:(.*)$/.exec(service[key] ?? '') ?? [];
    return on === undefined ? [] : [{ on, restart: true, path: [key] }];
  });
  const mounted = (service.volumes_from ?? []).flatMap((from, index) => {
    const [on = ''] = from.split(':');
    return on === 'container' ? [] : [{ on, restart: false, path: ['volumes_from', index] }];
  });
  return [...linked, ...shared, ...mounted];
}

/** Where the number of containers is said twice it must be one. */
function withScale(service: Service, name: string, { root }: Scene): Service {
  const { scale, deploy } = service;
  if (scale === undefined || deploy === undefined) return service;
  if (deploy.replicas !== undefined && deploy.replicas !== scale) {
    throw new Problem({
      what: `service ${name}: scale says ${scale} and deploy.replicas says ${deploy.replicas}`,
      where: locate(nearestMark(root, ['services', name, 'scale'])),
      remedy: 'keep one of them',
    });
  }
  return { ...service, deploy: { ...deploy, replicas: scale } };
}

/** Where a value of the project stands in the files: what `marks` says of it, else its own path, else its ancestors'. */
export function finder(root: MapNode, marks: Marks): (path: Path) => Mark {
  return (path) => {
    for (let length = path.length; length > 0; length--) {
      const prefix = path.slice(0, length);
      const mark = marks.get(pathKey(prefix)) ?? markAt(root, prefix);
      if (mark) return mark;
    }
    return root.at;
  };
}
