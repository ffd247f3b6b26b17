import { Problem } from '../problem.ts';
import { checkProject } from './check.ts';
import type { PairFiles } from './env-files.ts';
import { maskHooks, ownEnvironment, resolveEnvironment, resolveLabels } from './environment.ts';
import type { Lookup, Warn } from './interpolate.ts';
import { limits } from './limits.ts';
import { child, type Entry, locate, type MapNode, plain } from './node.ts';
import { localPaths } from './paths.ts';
import { selectByProfile, type Wanted } from './profiles.ts';
import { declared, readResources } from './resources.ts';
import { finder, type Marks, normaliseService, type Scene } from './service.ts';
import { readShips } from './ships.ts';
import type { Pairs, Project, Service } from './types.ts';

/** All that was read for a project. */
export interface Read extends Pick<Project, 'name' | 'shape' | 'directory' | 'files'> {
  root: MapNode;
  /** Reads the env files and label files of a service. */
  readFiles(service: MapNode): Promise<PairFiles>;
  lookup: Lookup;
  wanted: Wanted;
  /** Those so far; what comes up is added. */
  warnings: Set<string>;
}

/** From the merged file to the project in its canonical form. Throws a Problem for what makes no sense. */
export async function toProject({ root, readFiles, lookup, warnings, wanted, ...rest }: Read): Promise<Project> {
  const marks: Marks = new Map();
  const masked = new Set<string>();
  const warn: Warn = (text) => void warnings.add(text);
  const paths = localPaths(rest.directory, lookup('HOME'));
  const scene: Scene = { root, shape: rest.shape, marks, absolute: paths.absolute, lookup };
  const nodes = new Map(serviceNodes(root));
  const all = [...nodes.keys()].map((name) => [name, normaliseService(scene, name)] as const);
  const { services: on, disabled } = selectByProfile(Object.fromEntries(all), wanted);
  const known = { lookup, warn, marks, masked };
  const read: [string, Service][] = [];
  const pairs: Record<string, Pairs> = {};
  for (const [name, service] of Object.entries(on)) {
    const node = nodes.get(name) as MapNode;
    const files = await readFiles(node);
    const environment = resolveEnvironment(name, node, service.environment, files.env, known);
    maskHooks(name, node, masked);
    const labels = resolveLabels(name, service.labels, files.labels, known);
    read.push([name, { ...service, environment, labels }]);
    const { env_file, label_file } = files;
    if (env_file.length + label_file.length === 0) continue;
    pairs[name] = { environment: ownEnvironment(service.environment, lookup), env_file, label_file };
  }
  const services = Object.fromEntries(read);
  const ships = readShips(child(root, 'ships'));
  const mark = finder(root, marks);
  const resources = readResources(scene, rest.name, services);
  const names = {
    networks: declared(scene, 'networks'),
    volumes: [...declared(scene, 'volumes'), ...Object.keys(resources.volumes)],
    configs: declared(scene, 'configs'),
    secrets: declared(scene, 'secrets'),
    models: declared(scene, 'models'),
  };
  checkProject({ services, disabled, ...names, ships, shape: rest.shape, mark });
  return {
    ...rest,
    services,
    disabled,
    pairs,
    ...resources,
    extensions: extensionsOf(root),
    ships,
    where: (path) => locate(mark(path)),
    masked,
    local: paths.places(services, resources.volumes),
    lookup: (name, path) => ((path && mark(path).source.lookup) ?? lookup)(name),
    warnings: [...warnings],
  };
}

function serviceNodes(root: MapNode): [string, MapNode][] {
  const services = child(root, 'services');
  if (services?.kind !== 'map') return [];
  if (services.entries.size > limits.services) {
    throw new Problem({
      what: `there are ${services.entries.size} services, and ${limits.services} are the most of one project`,
      where: root.entries.get('services') && locate((root.entries.get('services') as Entry).key),
      remedy: 'make several projects of it',
    });
  }
  return [...services.entries].map(([name, { value }]) => [name, value as MapNode]);
}

/** Throws a Problem when a project has no services to run: it can be read and shown so. */
export function requireServices({ services, disabled, where }: Project): void {
  if (Object.keys(services).length > 0) return;
  const profiles = [...new Set(Object.values(disabled).flat())];
  throw new Problem({
    what: profiles.length > 0 ? 'all services are off by their profiles' : 'the file has no services',
    where: where(['services']),
    remedy:
      profiles.length > 0 ? `turn on one of ${profiles.join(', ')} with --profile` : 'write one: "web: {image: nginx}"',
  });
}

/** Keys of the top level that are the people's own, but for `x-ships`, which is ours. */
function extensionsOf(root: MapNode): Record<string, unknown> {
  const own = [...root.entries].filter(([key]) => key.startsWith('x-'));
  return Object.fromEntries(own.map(([key, { value }]) => [key, plain(value)]));
}
