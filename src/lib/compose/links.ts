import type { Dependency, Service } from '../schema/index.ts';

/** A link's two names: `redis:cache` is service redis under the name cache; without an alias both are the service's. */
export function parseLink(link: string): { service: string; alias: string } {
  const [service = '', alias = service] = link.split(':');
  return { service, alias };
}

export interface DependencyEdge {
  name: string;
  condition: Dependency['condition'];
  required: boolean;
}

type Naming = Pick<Service, 'depends_on' | 'links' | 'network_mode' | 'ipc' | 'pid' | 'volumes_from'>;

/** What must be there before a service starts: its depends_on, then its links and what it shares with as service_started. */
export function dependencies(service: Naming): DependencyEdge[] {
  const { depends_on, links } = service;
  const edges = Object.entries(depends_on).map(([name, { condition, required }]) => ({ name, condition, required }));
  const others = new Set([...links.map((link) => parseLink(link).service), ...sharedServices(service)]);
  for (const { name } of edges) others.delete(name);
  return [...edges, ...[...others].map((name) => ({ name, condition: 'service_started' as const, required: true }))];
}

/** Services whose namespaces or volumes a service shares: their containers must be there before its own is made. */
export function sharedServices({ network_mode, ipc, pid, volumes_from = [] }: Partial<Naming>): string[] {
  const modes = [network_mode, ipc, pid].flatMap((mode) => (mode?.startsWith('service:') ? [mode.slice(8)] : []));
  const sources = volumes_from.filter((source) => !source.startsWith('container:'));
  return [...new Set([...modes, ...sources.map((source) => source.split(':')[0] as string)])];
}
