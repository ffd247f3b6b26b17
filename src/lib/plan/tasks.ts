import type { Project } from '../compose/index.ts';
import type { Container, DeployRecord, Observation, Spec } from '../docker/index.ts';
import { asOurs, withMaker } from './adopt.ts';
import { judge, keeperOf, type Verdict } from './diff.ts';
import { overlaysIn } from './overlay.ts';
import type { Placement, Replica } from './types.ts';

/** One replica on a ship that answers: what it should be, what is there, what follows. */
export interface Task {
  replica: Replica;
  spec: Spec;
  ship: Observation;
  /** Why it is on that ship. */
  why: string;
  verdict: Verdict;
  /** What the record says that it was made from. */
  last?: Spec;
  /** Whether somebody else starts it when it is made: of a container of `run`. */
  attached?: boolean;
}

/** A container that has to go. */
export interface Leaving {
  replica: Replica;
  container: Container;
  ship: string;
  why: string;
}

/** One task for each replica that has a place, in the order of the placement. */
export function tasksOf(
  project: Project,
  placement: Placement,
  specs: ReadonlyMap<Replica, Spec>,
  reachable: readonly Observation[],
  record: DeployRecord | undefined,
  wantRunning: boolean,
): Task[] {
  const overlays = overlaysIn(reachable);
  return [...placement].flatMap(([replica, placed]) => {
    const ship = reachable.find((one) => one.ship === placed.ship);
    const spec = specs.get(replica);
    if (!ship || !spec) return [];
    const its = ship.containers.filter((one) => replicaOf(one) === replica);
    const keeper = keeperOf(
      its.map((one) => asOurs(project, spec, one, ship)),
      spec,
    );
    const runs = wantRunning && !(keeper && hasCompleted(keeper) && isAwaitedToComplete(project, placed.service));
    const last = record?.specs[replica];
    const verdict = withMaker(judge(spec, keeper, ship, last, runs, overlays), spec);
    return [{ replica, spec, ship, why: placed.why, verdict, ...(last && { last }) }];
  });
}

/** Whether a container has ended well. */
export function hasCompleted({ state, exitCode }: Container): boolean {
  return state === 'exited' && exitCode === 0;
}

/** Whether a service is one that runs to its end before others start: then it need not run again. */
export function isAwaitedToComplete(project: Project, service: string): boolean {
  return Object.values(project.services).some(
    ({ depends_on }) => depends_on[service]?.condition === 'service_completed_successfully',
  );
}

/** The replica that a container says it is; one-off containers are none. */
export function replicaOf(container: Container): Replica | undefined {
  return container.oneoff ? undefined : `${container.service}-${container.number}`;
}

/** The service of a replica. */
export function serviceOf(replica: Replica): string {
  return replica.replace(/-\d+$/, '');
}

/** Containers of the chosen services that no task goes on with: replicas too many, twins, and those that have moved. */
export function surplusOf(
  tasks: readonly Task[],
  frozen: readonly { replica: Replica }[],
  reachable: readonly Observation[],
  chosen: ReadonlySet<string>,
): Leaving[] {
  const kept = new Set(tasks.flatMap(({ verdict }) => (verdict.kind === 'create' ? [] : [verdict.container.id])));
  const placed = new Map(tasks.map((task) => [task.replica, task.ship.ship]));
  const unknown = new Set(frozen.map(({ replica }) => replica));
  return reachable.flatMap((ship) =>
    ship.containers.flatMap((container) => {
      const replica = replicaOf(container);
      if (!replica || !chosen.has(container.service) || kept.has(container.id) || unknown.has(replica)) return [];
      return [{ replica, container, ship: ship.ship, why: surplusReason(placed.get(replica), ship.ship) }];
    }),
  );
}

function surplusReason(place: string | undefined, ship: string): string {
  if (place === undefined) return 'the file wants fewer';
  return place === ship ? 'a deploy that was cut off left it' : `it is on ${place} now`;
}

/** A service that the file does not have; one that its profiles leave out is none. */
export function isOrphan({ services, disabled }: Project, service: string): boolean {
  return !Object.hasOwn(services, service) && !Object.hasOwn(disabled, service);
}

/** Containers of the project whose service the file, or that of the deploy that is gone back to, does not have. */
export function orphansOf(project: Project, reachable: readonly Observation[], deploy?: string): Leaving[] {
  return reachable.flatMap((ship) =>
    [...ship.containers, ...ship.failed]
      .filter((container) => !container.oneoff && isOrphan(project, container.service))
      .map((container) => ({
        replica: `${container.service}-${container.number}`,
        container,
        ship: ship.ship,
        why: deploy === undefined ? 'its service is not in the file' : `deploy ${deploy} had no such service`,
      })),
  );
}
