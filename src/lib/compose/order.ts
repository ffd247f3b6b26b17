import { dependencies } from './links.ts';
import type { Project } from './types.ts';

/** The services so that each stands behind those it links to or depends on; the file's order where that leaves a choice. */
export function inOrder(project: Project): string[] {
  const order: string[] = [];
  const visit = (name: string) => {
    const service = project.services[name];
    if (!service || order.includes(name)) return;
    for (const dependency of dependencies(service)) visit(dependency.name);
    order.push(name);
  };
  for (const name of Object.keys(project.services)) visit(name);
  return order;
}

/** The services named, and all that they link to or depend on; all services when none is named. */
export function withDependencies(project: Project, names: readonly string[]): Set<string> {
  if (names.length === 0) return new Set(Object.keys(project.services));
  const chosen = new Set<string>();
  const visit = (name: string) => {
    const service = project.services[name];
    if (!service || chosen.has(name)) return;
    chosen.add(name);
    for (const dependency of dependencies(service)) visit(dependency.name);
  };
  for (const name of names) visit(name);
  return chosen;
}
