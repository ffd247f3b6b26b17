import { Problem } from '../problem.ts';
import { checkProject } from './check.ts';
import { resolveEnvironment } from './environment.ts';
import type { Lookup, Warn } from './interpolate.ts';
import { child, locate, type MapNode, plain, type Source } from './node.ts';
import { localPaths } from './paths.ts';
import { selectByProfile, type Wanted } from './profiles.ts';
import { declared, readResources } from './resources.ts';
import { finder, type Marks, normaliseService, type Scene } from './service.ts';
import { readShips } from './ships.ts';
import type { Project, Service } from './types.ts';

/** All that was read for a project. */
export interface Read extends Pick<Project, 'name' | 'shape' | 'directory' | 'files'> {
  root: MapNode;
  /** Each service's env files, in its order. */
  readEnvFiles(services: readonly string[]): Promise<ReadonlyMap<string, readonly Source[]>>;
  lookup: Lookup;
  wanted: Wanted;
  /** Those so far; what comes up is added. */
  warnings: Set<string>;
}

/** From the merged file to the project in its canonical form. Throws a Problem for what makes no sense. */
export async function toProject({ root, readEnvFiles, lookup, warnings, wanted, ...rest }: Read): Promise<Project> {
  const marks: Marks = new Map();
  const masked = new Set<string>();
  const warn: Warn = (text) => void warnings.add(text);
  const paths = localPaths(rest.directory, lookup('HOME'));
  const scene: Scene = { root, shape: rest.shape, marks, absolute: paths.absolute, lookup };
  const nodes = new Map(serviceNodes(root));
  const all = [...nodes.keys()].map((name) => [name, normaliseService(scene, name)] as const);
  const { services: on, disabled } = selectByProfile(Object.fromEntries(all), wanted);
  const envFiles = await readEnvFiles(Object.keys(on));
  const services: Record<string, Service> = Object.fromEntries(
    Object.entries(on).map(([name, service]) => {
      const node = nodes.get(name) as MapNode;
      const environment = resolveEnvironment(name, node, service.environment, envFiles.get(name) ?? [], {
        lookup,
        warn,
        marks,
        masked,
      });
      return [name, { ...service, environment }];
    }),
  );
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
    ...resources,
    extensions: extensionsOf(root),
    ships,
    where: (path) => locate(mark(path)),
    masked,
    local: paths.mounts(services),
    lookup,
    warnings: [...warnings],
  };
}

function serviceNodes(root: MapNode): [string, MapNode][] {
  const services = child(root, 'services');
  const entries = services?.kind === 'map' ? [...services.entries] : [];
  if (entries.length === 0) {
    throw new Problem({
      what: 'the file has no services',
      where: locate(root.entries.get('services')?.key ?? root.at),
      remedy: 'write one: "web: {image: nginx}"',
    });
  }
  return entries.map(([name, { value }]) => [name, value as MapNode]);
}

/** Keys of the top level that are the people's own, but for `x-ships`, which is ours. */
function extensionsOf(root: MapNode): Record<string, unknown> {
  const own = [...root.entries].filter(([key]) => key.startsWith('x-'));
  return Object.fromEntries(own.map(([key, { value }]) => [key, plain(value)]));
}
