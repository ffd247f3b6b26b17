import { expect } from 'vitest';
import type { Service } from '../../src/lib/compose/index.ts';
import type { Observed } from '../../src/lib/docker/index.ts';
import { type Plan, planStart, type StartOptions } from '../../src/lib/plan/index.ts';
import { observation, type ProjectParts, port, project } from './helpers.ts';
import { shown } from './lines.ts';
import { applied } from './world.ts';

export const first = { deploy: 'first', who: 'me@laptop', when: '2024-05-01T10:00:00Z' };
export const second = { deploy: 'second', who: 'you@desk', when: '2024-05-02T10:00:00Z' };

/** The plan of the second deploy, of all services unless told otherwise. */
export function start(parts: ProjectParts, fleet: readonly Observed[], options: Partial<StartOptions> = {}): Plan {
  const all = { run: true, services: [], removeOrphans: false };
  return planStart(project(parts), [...fleet], { ...all, ...second, ...options });
}

export const empty = (ships: readonly string[]): Observed[] => ships.map((name) => observation(name));

/** Empty ships, once the project has been deployed on them. */
export function up(parts: ProjectParts, fleet: readonly Observed[] = empty(parts.ships as string[])): Observed[] {
  return applied(fleet, start(parts, fleet, first));
}

/** The project with other parts in some of its services. */
export function but(
  parts: ProjectParts,
  services: Record<string, Partial<Service>>,
  more: Partial<ProjectParts> = {},
): ProjectParts {
  const changed = Object.entries(services).map(([name, value]) => [name, { ...parts.services[name], ...value }]);
  return { ...parts, ...more, services: { ...parts.services, ...Object.fromEntries(changed) } };
}

/** The project without one of its services. */
export function without({ services, ...rest }: ProjectParts, name: string): ProjectParts {
  return { ...rest, services: Object.fromEntries(Object.entries(services).filter(([key]) => key !== name)) };
}

/** A service web alone on one ship. */
export const alone = (web: Partial<Service>): ProjectParts => ({ services: { web }, ships: ['s1'] });

export const two = ['s1', 's2'];

export const flagship: ProjectParts = {
  shape: 'v1',
  services: {
    client: { image: 'demo/client', links: ['redis'], ports: [port(80, 80)] },
    redis: { image: 'redis', ports: [port(6379, 6379)] },
  },
  ships: two,
};

export const web: ProjectParts = { services: { web: { image: 'web:1', ports: [port(80)] } }, ships: two };
export const webs = (replicas: number): ProjectParts => but(web, { web: { deploy: { replicas } } });

/** A row of a table: what it is about, the file, what was seen, and all that is shown of the plan. */
export type Case = [what: string, parts: ProjectParts, fleet: Observed[], plan: Record<string, string[]>];

/** The test of such a row. */
export function plans(options: Partial<StartOptions> = {}) {
  return (_: string, parts: ProjectParts, fleet: Observed[], plan: Record<string, string[]>) => {
    expect(shown(start(parts, fleet, options))).toEqual(plan);
  };
}

/** A service that wants another one, `db`, to be in this condition. */
export const needs = (condition: Service['depends_on'][string]['condition']) => ({
  depends_on: { db: { condition, required: true } },
});
