import type { Project } from '../compose/index.ts';
import { type DeployRecord, isReachable, type Observation, type Observed } from '../docker/index.ts';
import { isUp, removeContainer } from './change-container.ts';
import { withGrace } from './grace.ts';
import { beforeStop } from './hooks.ts';
import { imagesGone } from './images-gone.ts';
import { type Loss, lossesOf, lossStep, lossText, outOfReach, withoutLosses } from './losses.ts';
import { nextRecord, withoutContainers } from './next-record.ts';
import { shipsInOrder } from './order.ts';
import { managerOf } from './overlay.ts';
import { backwards, chosenServices, containersOf, livingAfar, presentPlan } from './present.ts';
import { newestRecord } from './record.ts';
import { recordSteps } from './record-steps.ts';
import type { Identity } from './start.ts';
import { type Steps, steps } from './steps.ts';
import { isOrphan } from './tasks.ts';
import { tidyShips } from './tidy.ts';
import type { Plan } from './types.ts';
import { list } from './words.ts';

export interface StopOptions extends Identity {
  /** Services to stop; all when empty. */
  services: readonly string[];
  /** Seconds that what is stopped has to end by itself. */
  grace?: number | undefined;
}

export interface DownOptions extends StopOptions {
  removeOrphans: boolean;
  /** Data too. */
  volumes?: boolean;
  /** Images of the services too: all, or those that are built and have no name in the file. */
  images?: 'all' | 'local' | undefined;
}

/** Stops containers, those that depend on others first. */
export function planStop(project: Project, seen: readonly Observed[], options: StopOptions): Plan {
  const fleet = shipsInOrder(project, seen);
  const chosen = chosenServices(project, options.services);
  const running = containersOf(fleet, 'it runs', (one) => !one.oneoff && chosen.has(one.service) && isUp(one));
  const plan = steps();
  backwards(project, running, (one, after) => {
    const common = { ship: one.ship, after, subject: one.replica, why: one.why };
    return plan.add({ ...common, kind: 'stop', container: one.container.name, ...beforeStop(project, one.container) });
  });
  const stops = withGrace(plan.list, options.grace);
  return presentPlan(project, fleet, options.deploy, (service) => chosen.has(service), stops);
}

/**
 * Stops and removes containers and networks, and what else the options name; the record stays while a volume is left or a
 * ship is silent.
 */
export function planDown(project: Project, seen: readonly Observed[], options: DownOptions): Plan {
  const fleet = shipsInOrder(project, seen);
  const chosen = chosenServices(project, options.services);
  const whole = options.services.length === 0;
  const leaving = containersOf(
    fleet,
    'the project goes down',
    ({ service }) => chosen.has(service) || (options.removeOrphans && isOrphan(project, service)),
  );
  const plan = steps();
  const gone = new Map<string, string[]>();
  backwards(project, leaving, (one, after) => {
    const id = removeContainer(plan, project, one, after);
    gone.set(one.ship, [...(gone.get(one.ship) ?? []), id]);
    return id;
  });
  const left = withoutContainers(fleet, leaving);
  const reachable = left.filter(isReachable);
  const networks = whole ? reachable.flatMap((ship) => networksOf(project, ship, reachable)) : [];
  const everywhere = [...gone.values()].flat();
  for (const { ship, name, users, overlay } of networks) {
    if (users.length > 0) continue;
    const after = overlay ? everywhere : (gone.get(ship) ?? []);
    const common = { ship, after, subject: `network ${name}`, why: 'the project goes down' };
    plan.add({ ...common, kind: 'remove', target: 'network', name });
  }
  const losses = options.volumes ? lossesOf(project, left, leaving, whole) : [];
  for (const loss of losses.filter(({ stays }) => !stays)) {
    plan.add({ ...lossStep(loss), kind: 'remove', after: gone.get(loss.ship) ?? [], why: '--volumes' });
  }
  for (const { ship, name } of imagesGone(project, reachable, chosen, options.images)) {
    const common = { ship, after: gone.get(ship) ?? [], subject: `image ${name}`, why: `--rmi ${options.images}` };
    plan.add({ ...common, kind: 'remove', target: 'image', name });
  }
  const last = recordAfter(project, withoutLosses(left, losses), chosen, options);
  tidyShips(plan, fleet.filter(isReachable), Object.keys(last?.contents ?? {}));
  recordDown(plan, reachable, last);
  const common = presentPlan(
    project,
    fleet,
    options.deploy,
    (service) => whole || chosen.has(service),
    withGrace(plan.list, options.grace),
  );
  return {
    ...common,
    risky: losses.flatMap(lossText),
    warnings: [
      ...common.warnings,
      ...networks.flatMap(networkWarning),
      ...losses.flatMap(keptText),
      ...(options.volumes && whole ? outOfReach(fleet, newestRecord(fleet).record?.volumes ?? {}) : []),
    ],
  };
}

/**
 * The project's networks on a ship, and the containers that stay in each. One over ships is a manager's, with all that
 * is in it: a ship that shows it only while it uses it has nothing to remove.
 */
function networksOf(project: Project, ship: Observation, reachable: readonly Observation[]): NetworkLeft[] {
  const ours = new Set(Object.values(project.networks).map((network) => network.name));
  const manager = managerOf(reachable);
  return ship.networks
    .filter(({ name, labels }) => labels['com.docker.compose.project'] === project.name && ours.has(name))
    .filter(({ driver }) => driver !== 'overlay' || ship === manager)
    .map(({ name, driver }) => {
      const overlay = driver === 'overlay';
      const containers = (overlay ? reachable : [ship]).flatMap((one) => one.containers);
      const users = containers.filter((container) => container.networks.includes(name)).map((one) => one.name);
      return { ship: ship.ship, name, users, overlay };
    });
}

interface NetworkLeft {
  ship: string;
  name: string;
  users: string[];
  overlay: boolean;
}

function networkWarning({ ship, name, users }: NetworkLeft): string[] {
  return users.length > 0
    ? [`network ${name} on ${ship} stays: ${list(users)} ${users.length > 1 ? 'are' : 'is'} in it`]
    : [];
}

function keptText({ ship, subject, stays }: Loss): string[] {
  return stays ? [`${subject} on ${ship} stays: ${stays}`] : [];
}

/** The record after a `down`: what is left, null for nothing at all; undefined where there was none. */
function recordAfter(
  project: Project,
  left: Observed[],
  chosen: ReadonlySet<string>,
  options: DownOptions,
): DeployRecord | null | undefined {
  const { record } = newestRecord(left);
  if (!record) return undefined;
  const frozen = livingAfar(left);
  const next = nextRecord({ project, fleet: left, record, tasks: [], frozen, chosen }, { ...options, verb: 'down' });
  const ended: DeployRecord = { ...next, outcome: 'done' };
  const isLeft = Object.values(next.left ?? {}).some(({ replicas }) => replicas.length > 0);
  if (Object.keys(next.placement).length > 0 || isLeft) return ended;
  // of a project that is down nobody expects that its secrets stay
  return Object.keys(next.volumes).length > 0 ? { ...ended, contents: {} } : null;
}

function recordDown(plan: Steps, reachable: readonly Observation[], last: DeployRecord | null | undefined): void {
  const holders = last === null ? reachable.filter((ship) => ship.record) : reachable;
  if (last === null || (last && plan.list.length > 0)) recordSteps(plan, holders, last, 'outcome');
}
