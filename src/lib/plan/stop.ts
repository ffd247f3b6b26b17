import { dependencies, type Project } from '../compose/index.ts';
import { isReachable, type Observation, type Observed } from '../docker/index.ts';
import { isUp, removeContainer } from './changes.ts';
import { nextRecord } from './next-record.ts';
import { inOrder } from './order.ts';
import { newestRecord } from './record.ts';
import { recordSteps } from './record-steps.ts';
import type { Identity } from './start.ts';
import { type Steps, steps } from './steps.ts';
import type { Leaving } from './tasks.ts';
import type { Plan, Unknown } from './types.ts';

export interface StopOptions extends Identity {
  /** Services to stop; all when empty. */
  services: readonly string[];
}

export interface DownOptions extends StopOptions {
  removeOrphans: boolean;
}

/** Stops containers, those that depend on others first. */
export function planStop(project: Project, fleet: Observed[], options: StopOptions): Plan {
  const chosen = chosenServices(project, options.services);
  const all = containersOf(fleet, (service) => chosen.has(service));
  const plan = steps();
  backwards(
    project,
    all.filter(({ container }) => isUp(container)),
    (one, after) =>
      plan.add({
        kind: 'stop',
        ship: one.ship,
        after,
        subject: one.replica,
        container: one.container.name,
        why: 'it runs',
      }),
  );
  return {
    project: project.name,
    deploy: options.deploy,
    steps: plan.list,
    unchanged: all.filter(({ container }) => !isUp(container)).map(({ replica }) => replica),
    unknown: unknownOf(fleet, chosen),
    risky: [],
    warnings: project.warnings,
  };
}

/** Stops and removes containers and networks; volumes stay, and the record while one is left or a ship is silent. */
export function planDown(project: Project, fleet: Observed[], options: DownOptions): Plan {
  const chosen = chosenServices(project, options.services);
  const whole = options.services.length === 0;
  const takes = (service: string) => chosen.has(service) || (options.removeOrphans && !project.services[service]);
  const leaving = containersOf(fleet, takes);
  const unknown = unknownOf(fleet, chosen);
  const plan = steps();
  const gone = new Map<string, string[]>();
  backwards(project, leaving, (one, after) => {
    const id = removeContainer(plan, one, after);
    gone.set(one.ship, [...(gone.get(one.ship) ?? []), id]);
    return id;
  });
  const reachable = fleet.filter(isReachable);
  if (whole) for (const ship of reachable) removeNetworks(plan, project, ship, gone.get(ship.ship) ?? []);
  recordDown(plan, project, fleet, leaving, unknown, options);
  return {
    project: project.name,
    deploy: options.deploy,
    steps: plan.list,
    unchanged: [],
    unknown,
    risky: [],
    warnings: project.warnings,
  };
}

function chosenServices(project: Project, names: readonly string[]): Set<string> {
  return new Set(names.length > 0 ? names : Object.keys(project.services));
}

function containersOf(fleet: readonly Observed[], takes: (service: string) => boolean): Leaving[] {
  return fleet.filter(isReachable).flatMap((ship) =>
    ship.containers
      .filter((container) => takes(container.service))
      .map((container) => ({
        replica: `${container.service}-${container.number}`,
        container,
        ship: ship.ship,
        why: 'the project goes down',
      })),
  );
}

/** What silent ships hold of these services by the record. */
function unknownOf(fleet: readonly Observed[], chosen: ReadonlySet<string>): Unknown[] {
  const { record } = newestRecord(fleet);
  const silent = new Map(fleet.flatMap((one) => (isReachable(one) ? [] : [[one.ship, one.unreachable]])));
  return Object.entries(record?.placement ?? {}).flatMap(([replica, ship]) => {
    const why = silent.get(ship);
    return why !== undefined && chosen.has(replica.replace(/-\d+$/, '')) ? [{ replica, ship, why }] : [];
  });
}

/** Goes from dependents to what they depend on; each gets the steps of its dependents to wait for. */
function backwards(project: Project, all: readonly Leaving[], add: (one: Leaving, after: string[]) => string): void {
  const done = new Map<string, string[]>();
  for (const name of inOrder(project).reverse()) {
    const after = Object.entries(project.services).flatMap(([dependent, service]) =>
      dependencies(service).some((edge) => edge.name === name) ? (done.get(dependent) ?? []) : [],
    );
    done.set(
      name,
      all.filter(({ container }) => container.service === name).map((one) => add(one, after)),
    );
  }
  for (const orphan of all.filter(({ container }) => !project.services[container.service])) add(orphan, []);
}

function removeNetworks(plan: Steps, project: Project, ship: Observation, after: string[]): void {
  const ours = new Set(Object.values(project.networks).map((network) => network.name));
  for (const { name, labels } of ship.networks) {
    if (labels['com.docker.compose.project'] !== project.name || !ours.has(name)) continue;
    plan.add({
      kind: 'remove',
      target: 'network',
      ship: ship.ship,
      after,
      subject: `network ${name}`,
      name,
      why: 'the project goes down',
    });
  }
}

/** The record after a `down`: what is left, or nothing at all. */
function recordDown(
  plan: Steps,
  project: Project,
  fleet: Observed[],
  leaving: readonly Leaving[],
  unknown: readonly Unknown[],
  options: DownOptions,
): void {
  const { record } = newestRecord(fleet);
  if (!record) return;
  const gone = new Set(leaving.map(({ container }) => container.id));
  const left = fleet.map((one) =>
    isReachable(one) ? { ...one, containers: one.containers.filter(({ id }) => !gone.has(id)) } : one,
  );
  const next = nextRecord({ project, fleet: left, record, tasks: [], frozen: unknown }, options);
  const empty = Object.keys(next.placement).length === 0 && Object.keys(next.volumes).length === 0;
  const holders = fleet.filter(isReachable).filter((ship) => ship.record);
  if (empty) recordSteps(plan, holders, null, 'outcome');
  else if (plan.list.length > 0) recordSteps(plan, fleet.filter(isReachable), { ...next, outcome: 'done' }, 'outcome');
}
