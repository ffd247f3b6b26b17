import { dependencies, inOrder, type Project } from '../compose/index.ts';
import { type Container, isReachable, type Observed } from '../docker/index.ts';
import { conflictWarnings } from './agreement.ts';
import { newestRecord } from './record.ts';
import { type Leaving, serviceOf } from './tasks.ts';
import type { Plan, Step, Unknown } from './types.ts';

/** The services named, all when none is. */
export function chosenServices(project: Project, names: readonly string[]): Set<string> {
  return new Set(names.length > 0 ? names : Object.keys(project.services));
}

/** The containers that `takes` says, those too that were no good and are kept for a look. */
export function containersOf(
  fleet: readonly Observed[],
  why: string | ((container: Container) => string),
  takes: (container: Container) => boolean,
): Leaving[] {
  return fleet.filter(isReachable).flatMap((ship) =>
    [...ship.containers, ...ship.failed].filter(takes).map((container) => ({
      replica: `${container.service}-${container.number}`,
      container,
      ship: ship.ship,
      why: typeof why === 'string' ? why : why(container),
    })),
  );
}

/** What a plan may say that makes nothing, of some services: its steps, and what it can't reach. */
export function presentPlan(
  project: Project,
  fleet: readonly Observed[],
  deploy: string,
  isMeant: (service: string) => boolean,
  steps: Step[],
): Plan {
  return {
    project: project.name,
    deploy,
    steps,
    unchanged: [],
    places: [],
    unknown: unknownOf(fleet, isMeant),
    risky: [],
    warnings: [...project.warnings, ...conflictWarnings(fleet)],
  };
}

/** What silent ships hold of some services by the record, and what may go on where it was left. */
export function unknownOf(fleet: readonly Observed[], isMeant: (service: string) => boolean): Unknown[] {
  const { record } = newestRecord(fleet);
  const left = Object.entries(record?.left ?? {}).flatMap(([ship, { replicas }]) =>
    onSilent(fleet, replicas, () => ship),
  );
  return [...livingAfar(fleet), ...left].filter(({ replica }) => isMeant(serviceOf(replica)));
}

/** What is on silent ships by the record. */
export function livingAfar(fleet: readonly Observed[]): Unknown[] {
  const { placement = {} } = newestRecord(fleet).record ?? {};
  return onSilent(fleet, Object.keys(placement), (replica) => placement[replica] ?? '');
}

function onSilent(
  fleet: readonly Observed[],
  replicas: readonly string[],
  shipOf: (replica: string) => string,
): Unknown[] {
  const silent = new Map(fleet.flatMap((one) => (isReachable(one) ? [] : [[one.ship, one.unreachable]])));
  return replicas.flatMap((replica) => {
    const [ship, why] = [shipOf(replica), silent.get(shipOf(replica))];
    return why === undefined ? [] : [{ replica, ship, why }];
  });
}

/**
 * Goes from dependents to what they depend on; each gets the steps of its dependents to wait for, and where those have
 * none the steps that they would have waited for.
 */
export function backwards(
  project: Project,
  all: readonly Leaving[],
  add: (one: Leaving, after: string[]) => string,
): void {
  const done = new Map<string, string[]>();
  for (const name of inOrder(project).reverse()) {
    const after = Object.entries(project.services).flatMap(([dependent, service]) =>
      dependencies(service).some((edge) => edge.name === name) ? (done.get(dependent) ?? []) : [],
    );
    const own = all.filter(({ container }) => container.service === name).map((one) => add(one, after));
    done.set(name, own.length > 0 ? own : after);
  }
  for (const orphan of all.filter(({ container }) => !project.services[container.service])) add(orphan, []);
}
