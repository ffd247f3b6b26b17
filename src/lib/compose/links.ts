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

/** What must be there before a service starts: its depends_on, and its links as service_started. */
export function dependencies({ depends_on, links }: Pick<Service, 'depends_on' | 'links'>): DependencyEdge[] {
  const edges = Object.entries(depends_on).map(([name, { condition, required }]) => ({ name, condition, required }));
  const linked = new Set(links.map((link) => parseLink(link).service));
  for (const { name } of edges) linked.delete(name);
  return [...edges, ...[...linked].map((name) => ({ name, condition: 'service_started' as const, required: true }))];
}
