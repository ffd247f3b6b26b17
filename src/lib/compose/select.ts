import { Problem } from '../problem.ts';
import { withDependencies } from './order.ts';
import type { Project, Service } from './types.ts';

/**
 * The project with these services, what they depend on, and what those use; the whole of it when none is named. Throws a
 * Problem for a service that is not there.
 */
export function selectServices(project: Project, names: readonly string[]): Project {
  if (names.length === 0) return project;
  refuseUnknown('service', names, Object.keys(project.services));
  const services = pick(project.services, withDependencies(project, names));
  const used = <T>(section: Record<string, T>, of: (service: Service) => readonly (string | undefined)[]) =>
    pick(section, new Set(Object.values(services).flatMap(of)));
  return {
    ...project,
    services,
    networks: used(project.networks, ({ networks }) => Object.keys(networks)),
    volumes: used(project.volumes, ({ volumes }) => volumes.map(({ source }) => source)),
    configs: used(project.configs ?? {}, ({ configs = [] }) => configs.map(({ source }) => source)),
    secrets: used(project.secrets ?? {}, ({ secrets = [] }) => secrets.map(({ source }) => source)),
    models: used(project.models ?? {}, ({ models = {} }) => Object.keys(models)),
  };
}

/** Throws a Problem for the first name that is not known. */
export function refuseUnknown(thing: string, names: readonly string[], known: readonly string[]): void {
  const stranger = names.find((name) => !known.includes(name));
  if (stranger === undefined) return;
  throw new Problem({ what: `the file has no ${thing} ${stranger}`, remedy: `it has: ${known.join(', ')}` });
}

function pick<T>(map: Readonly<Record<string, T>>, keys: ReadonlySet<string | undefined>): Record<string, T> {
  return Object.fromEntries(Object.entries(map).filter(([key]) => keys.has(key)));
}
