import { Problem } from '../problem.ts';
import {
  inputs,
  type Key,
  later,
  type NormaliseContext,
  type Service,
  type Shape,
  shapes,
  table,
} from '../schema/index.ts';
import { renameShips } from './lift.ts';
import { child, type Entry, locate, type MapNode, type Mark, markAt, type Node, nearestMark, plain } from './node.ts';
import { type Path, pathKey } from './types.ts';
import { validate } from './validate.ts';

/** Every key of a service: those that are read, and those that are refused for now. */
const serviceShape: Shape = shapes.object(
  {
    ...Object.fromEntries(
      [...Object.entries(table), ...Object.entries(inputs)].map(([key, { shape }]) => [key, shape]),
    ),
    ...Object.fromEntries(Object.entries(later).map(([key, remedy]) => [key, shapes.refused(remedy)])),
  },
  'a map of keys such as image and ports',
);

/** Where canonical values were written, when it is not at their own path in the merged file. */
export type Marks = Map<string, Mark>;

/** One file's services, `x-ships` renamed and every key of the shape its row says. Throws a Problem for the first that is not. */
export function checkServices(root: MapNode): MapNode {
  const entry = root.entries.get('services');
  if (!entry) return root;
  if (entry.value.kind !== 'map') {
    validate(
      entry.value,
      shapes.map(serviceShape, 'a map of services'),
      { subject: '', path: ['services'] },
      entry.key,
    );
    return root;
  }
  const services = new Map([...entry.value.entries].map(([name, service]) => [name, checkService(name, service)]));
  const value: MapNode = { ...entry.value, entries: services };
  return { ...root, entries: new Map([...root.entries, ['services', { ...entry, value }]]) };
}

function checkService(name: string, { key, value }: Entry): Entry {
  const subject = `service ${name}`;
  if (!/^[\w.-]+$/.test(name)) {
    const remedy = 'use letters, digits, dots, dashes and underscores';
    throw new Problem({ what: `"${name}" is not a name of a service`, where: locate(key), remedy });
  }
  const renamed: Node = value.kind === 'map' ? renameShips(value, subject) : value;
  validate(renamed, serviceShape, { subject, path: [] }, key);
  return { key, value: renamed };
}

/**
 * One service in Compose's canonical form, but for what the world outside its node decides (env files, the shell).
 * Throws a Problem for a value that its row cannot read.
 */
export function normaliseService(root: MapNode, name: string, shape: NormaliseContext['shape'], marks: Marks): Service {
  const node = child(child(root, 'services'), name) as MapNode;
  const pairs = (Object.keys(table) as Key[]).flatMap((key): [string, unknown][] => {
    const row = table[key];
    const value = child(node, key);
    if (value && !isBlankText(value, row.shape)) {
      return [[key, row.normalise(plain(value), contextFor(node, name, key, shape, marks))]];
    }
    return row.absent ? [[key, row.absent()]] : [];
  });
  const service = Object.fromEntries(pairs) as unknown as Service;
  return withScale(withLinkedDependencies(service, name, marks), node, name, marks);
}

/** Where a text is wanted an empty one is as good as none: so comes a variable that may be unset. */
function isBlankText(node: Node, shape: Shape): boolean {
  return shape.kind === 'string' && node.kind === 'scalar' && node.value === '';
}

function contextFor(
  node: MapNode,
  name: string,
  key: Key,
  shape: NormaliseContext['shape'],
  marks: Marks,
): NormaliseContext {
  return {
    shape,
    fail: (path, what, remedy) => {
      throw new Problem({
        what: `service ${name}: ${[key, ...path].filter((part) => typeof part === 'string').join('.')}: ${what}`,
        where: locate(nearestMark(node, [key, ...path])),
        remedy,
      });
    },
    from: (canonical, written) => {
      marks.set(pathKey(['services', name, key, ...canonical]), nearestMark(node, [key, ...written]));
    },
  };
}

/** As Compose does, a link is a dependency too. */
function withLinkedDependencies(service: Service, name: string, marks: Marks): Service {
  const depends_on = { ...service.depends_on };
  for (const [index, link] of service.links.entries()) {
    const linked = link.split(':')[0] as string;
    if (Object.hasOwn(depends_on, linked)) continue;
    depends_on[linked] = { condition: 'service_started', required: true, restart: true };
    const mark = marks.get(pathKey(['services', name, 'links', index]));
    if (mark) marks.set(pathKey(['services', name, 'depends_on', linked]), mark);
  }
  return { ...service, depends_on };
}

function withScale(service: Service, node: MapNode, name: string, marks: Marks): Service {
  const scale = node.entries.get('scale');
  if (!scale) return service;
  const replicas = Number(plain(scale.value));
  const said = service.deploy?.replicas;
  if (said !== undefined && said !== replicas) {
    throw new Problem({
      what: `service ${name}: scale says ${replicas} and deploy.replicas says ${said}`,
      where: locate(scale.value.at),
      remedy: 'keep one of them',
    });
  }
  marks.set(pathKey(['services', name, 'deploy', 'replicas']), scale.value.at);
  return { ...service, deploy: { ...service.deploy, replicas } };
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
