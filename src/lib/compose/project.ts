import { Problem } from '../problem.ts';
import { checkProject } from './check.ts';
import { resolveEnvironment } from './environment.ts';
import type { Lookup, Warn } from './interpolate.ts';
import { child, locate, type MapNode, type Source } from './node.ts';
import { declared, readNetworks, readVolumes } from './resources.ts';
import { finder, type Marks, normaliseService } from './service.ts';
import { readShips } from './ships.ts';
import type { Project, Service } from './types.ts';

/** All that was read for a project. */
export interface Read extends Pick<Project, 'name' | 'shape' | 'directory' | 'files'> {
  root: MapNode;
  /** Each service's env files, in its order. */
  envFiles: ReadonlyMap<string, readonly Source[]>;
  lookup: Lookup;
  /** Those so far; what comes up is added. */
  warnings: Set<string>;
}

/** From the merged file to the project in its canonical form. Throws a Problem for what makes no sense. */
export function toProject({ root, envFiles, lookup, warnings, ...rest }: Read): Project {
  const marks: Marks = new Map();
  const masked = new Set<string>();
  const warn: Warn = (text) => void warnings.add(text);
  const services: Record<string, Service> = Object.fromEntries(
    serviceNodes(root).map(([name, node]) => {
      const service = normaliseService(root, name, rest.shape, marks);
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
  const volumes = readVolumes(root, rest.name, rest.shape, services);
  const names = {
    networks: declared(root, 'networks'),
    volumes: [...declared(root, 'volumes'), ...Object.keys(volumes)],
  };
  checkProject({ services, ...names, ships, shape: rest.shape, mark });
  return {
    ...rest,
    services,
    networks: readNetworks(root, rest.name, services),
    volumes,
    ships,
    where: (path) => locate(mark(path)),
    masked,
    local: new Set(),
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
