import { type Path, type Project, parseLink, type Service } from '../compose/index.ts';

/** A service whose containers live in those of another: on one ship with it, after it, anew when it is made anew. */
export interface Join {
  service: string;
  /** The other service. */
  other: string;
  /** What stands between the two names, for people: `shares the network of`. */
  how: string;
  path: Path;
}

/** A container of nobody in the file that a service needs. */
export interface Foreign {
  container: string;
  path: Path;
}

const NAMESPACES = {
  network_mode: 'shares the network of',
  ipc: 'shares the IPC of',
  pid: 'shares the processes of',
} as const;

const VOLUMES = 'takes the volumes of';

interface Mention {
  name: string;
  how: string;
  path: Path;
  isService: boolean;
}

/** The services that a service joins, by its modes `service:NAME` and its volumes_from. */
export function joinsOf(project: Project, service: string): Join[] {
  return mentions(project, service)
    .filter(({ isService }) => isService)
    .map(({ name, how, path }) => ({ service, other: name, how, path }));
}

/** Every join of a project, in the file's order. */
export function joins(project: Project): Join[] {
  return Object.keys(project.services).flatMap((service) => joinsOf(project, service));
}

/** The containers that a service names by `container:NAME` or under external_links. */
export function foreignOf(project: Project, service: string): Foreign[] {
  const foreign = mentions(project, service).filter(({ isService }) => !isService);
  const linked = (project.services[service]?.external_links ?? [])
    .map((link, index) => ({ name: parseLink(link).service, path: ['services', service, 'external_links', index] }))
    .filter(({ name }) => !named(project, 'container', name).isService);
  return [...foreign, ...linked].map(({ name, path }) => ({ container: name, path }));
}

function mentions(project: Project, service: string): Mention[] {
  const said = project.services[service] as Service;
  const modes = (Object.keys(NAMESPACES) as (keyof typeof NAMESPACES)[]).flatMap((key): Mention[] => {
    const [, kind, name = ''] = /^(service|container):(.+)$/.exec(said[key] ?? '') ?? [];
    const path = ['services', service, key];
    return kind === undefined ? [] : [{ ...named(project, kind, name), how: NAMESPACES[key], path }];
  });
  const volumes = (said.volumes_from ?? []).map((text, index): Mention => {
    const [first = '', second = ''] = text.split(':');
    const path = ['services', service, 'volumes_from', index];
    return {
      ...(first === 'container' ? named(project, first, second) : named(project, 'service', first)),
      how: VOLUMES,
      path,
    };
  });
  return [...modes, ...volumes];
}

/** A container that has its name from a service of the file is that service's. */
function named(project: Project, kind: string, name: string): Pick<Mention, 'name' | 'isService'> {
  const owner =
    kind === 'service'
      ? name
      : Object.keys(project.services).find((one) => project.services[one]?.container_name === name);
  return owner === undefined ? { name, isService: false } : { name: owner, isService: true };
}

/** The service in whose network a service lives: itself, or the one at the end of its `network_mode: service:NAME`. */
export function networkOwner(project: Project, service: string): string {
  const [, other] = /^service:(.+)$/.exec(project.services[service]?.network_mode ?? '') ?? [];
  return other !== undefined && other in project.services ? networkOwner(project, other) : service;
}

/** The services that live in the network of this one, itself first. */
export function networkSharers(project: Project, service: string): string[] {
  const others = Object.keys(project.services).filter((name) => name !== service);
  return [service, ...others.filter((name) => networkOwner(project, name) === service)];
}
