import { withDependencies } from './order.ts';
import type { Project, Service } from './types.ts';

/** The project with these services, what they depend on, and what those use; the whole of it when none is named. */
export function selectServices(project: Project, names: readonly string[]): Project {
  if (names.length === 0) return project;
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

function pick<T>(map: Readonly<Record<string, T>>, keys: ReadonlySet<string | undefined>): Record<string, T> {
  return Object.fromEntries(Object.entries(map).filter(([key]) => keys.has(key)));
}
