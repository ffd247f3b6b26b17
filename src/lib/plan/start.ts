import { type Project, passedOver } from '../compose/index.ts';
import { type DeployRecord, isReachable, type Observed } from '../docker/index.ts';
import { adoptedBy, foldersLeft } from './adopt.ts';
import { agreedRecord } from './agreement.ts';
import { type Back, imagesPutBack, refuseLost, tagSteps } from './back.ts';
import { withCauses } from './because.ts';
import { type MakeOptions, removeContainer } from './change-container.ts';
import { changeContainers, prepareShips } from './changes.ts';

import { checkShips } from './check-ships.ts';
import { fence } from './fence.ts';
import { withLodgers, withRestarts } from './followers.ts';
import { withGrace } from './grace.ts';
import { type Guest, guestTask, needsOf, withoutGuest } from './guest.ts';
import { refuseHeld } from './in-the-way.ts';
import { abandonedWarnings, staleContainers } from './left.ts';
import { movesOf, removeMoved } from './moves.ts';
import { doneRecord, mendedRecord, nextRecord, withoutContainers } from './next-record.ts';
import { shipsInOrder } from './order.ts';
import { place } from './place.ts';
import type { Wish } from './place-model.ts';
import { awaitReady, type WaitOptions, withLimit } from './ready.ts';
import { recordSteps } from './record-steps.ts';
import { chosenServices, type RecreateOptions, recreated } from './recreate.ts';
import { renewalsOf, renewNetworks, withRenewals } from './renew.ts';
import { resolve } from './resolve.ts';
import { steps } from './steps.ts';
import { type Leaving, orphansOf, surplusOf, type Task, tasksOf } from './tasks.ts';
import { tidyShips } from './tidy.ts';
import type { Plan, Step } from './types.ts';

/** Identity of a deploy, for its record: all that a plan may know of the world outside. */
export interface Identity {
  deploy: string;
  who: string;
  /** ISO 8601. */
  when: string;
  /** What the person said, where that is not start. */
  verb?: string;
}

export interface StartOptions
  extends Identity,
    RecreateOptions,
    MakeOptions,
    WaitOptions,
    Pick<Wish, 'drained' | 'failed'> {
  removeOrphans: boolean;
  /** Seconds that what is stopped has to end by itself. */
  grace?: number | undefined;
  /** A container of `run`: then the plan is about what its service needs, and that container. */
  guest?: Guest;
}

/**
 * The steps that turn what was seen into the project.
 * @throws Problem where no placement satisfies the file
 */
export function planStart(project: Project, seen: readonly Observed[], options: StartOptions): Plan {
  const { back, drained, failed, guest } = options;
  const found = shipsInOrder(project, seen);
  const record = agreedRecord(found);
  const stale = staleContainers(record, found);
  const current = withoutContainers(found, stale);
  const placed = place(project, current, { before: back?.placement, drained, failed, guest });
  const { placement, frozen, warnings } = guest ? withoutGuest(placed, guest) : placed;
  const resolved = resolve(project, placement, frozen, current);
  const { fleet, tags } = back ? imagesPutBack(found, placement, resolved.specs, back) : { fleet: found, tags: [] };
  const reachable = withoutContainers(fleet, stale).filter(isReachable);
  const chosen = guest ? needsOf(project, guest.service, options) : chosenServices(project, options);
  const lodger = guest && guestTask(project, guest, placed, current);
  const all = tasksOf(project, placement, resolved.specs, reachable, record, options.run);
  const chosenTasks = all.filter(({ spec }) => chosen.has(spec.service));
  const surplus = surplusOf(chosenTasks, frozen, reachable, chosen);
  const orphans = orphansOf(project, reachable, back?.deploy);
  const leaving = options.removeOrphans ? [...surplus, ...orphans] : surplus;
  const { renewals, warnings: divergences } = renewalsOf(project, chosenTasks, [...stale, ...leaving], record, options);
  const remade = recreated(withLodgers(withRenewals(all, renewals), chosen), options, options.run);
  const caused = withCauses(project, remade, placement, record);
  const tasks = withRestarts(project, caused, options.run).filter(
    ({ spec, verdict }) => chosen.has(spec.service) || verdict.kind !== 'same',
  );
  const changing = tasks.filter((task) => task.verdict.kind !== 'same');
  const needing = lodger ? [...changing, lodger] : changing;
  checkShips(project, needing);
  if (!options.removeOrphans) refuseHeld(project, changing, orphans);
  if (back) refuseLost(project, back, changing);
  const living = frozen.filter(({ lives }) => lives);
  const known = { project, fleet, record, tasks, frozen: living, chosen, failed, renewals };
  const adopted = adoptedBy(tasks, record);
  const plan = steps();
  const isDeploy = changing.length + leaving.length + tags.length + stale.length > 0;
  if (isDeploy || lodger) {
    const next = nextRecord(known, options);
    const intent = isDeploy ? recordSteps(plan, reachable, next, 'intent') : new Map();
    const fenced = fence(plan, project, stale, intent);
    const begun = (one: Leaving) => fenced.begun.get(one.ship) ?? [];
    const [first, last] = inTurn(leaving, changing);
    const gone = new Map([
      ...fenced.gone,
      ...first.map((one) => [one, removeContainer(plan, project, one, begun(one))] as const),
    ]);
    const builds = options.builds ?? 'missing';
    const when = back ? undefined : options.when;
    const ready = prepareShips(plan, project, reachable, needing, fenced.begun, gone, builds, when);
    if (back) tagSteps(plan, back, tags, fenced.begun, ready, changing);
    const joinable = renewNetworks(plan, renewals, tasks, record, ready);
    const made = changeContainers(plan, project, lodger ? [...tasks, lodger] : tasks, joinable, options);
    if (options.wait) awaitReady(plan, project, tasks, chosen, made);
    removeMoved(plan, project, last, { changing, made, run: options.run, begun });
    if (isDeploy) tidyShips(plan, reachable, Object.keys(next.contents ?? {}));
    const ended = nextRecord({ ...known, fleet: withoutContainers(fleet, [...stale, ...leaving]) }, options);
    if (isDeploy) recordSteps(plan, reachable, { ...ended, outcome: 'done' }, 'outcome');
  } else {
    if (options.wait) awaitReady(plan, project, tasks, chosen, new Map());
    const mended = adopted.length > 0 ? doneRecord(known, options) : mendedRecord(known, options);
    const behind = reachable.filter((ship) => JSON.stringify(ship.record) !== JSON.stringify(mended));
    if (tasks.length > 0) recordSteps(plan, behind, mended, 'outcome');
  }
  return {
    project: project.name,
    deploy: options.deploy,
    steps: withGrace(withLimit(plan.list, options.waitLimit), options.grace),
    unchanged: tasks.filter((task) => task.verdict.kind === 'same').map((task) => task.replica),
    places: [...placement].map(([replica, { ship, why }]) => ({ replica, ship, why })),
    ...(adopted.length > 0 ? { adopted } : {}),
    unknown: frozen.map(({ replica, ship, why }) => ({ replica, ship, why })),
    risky: [
      ...movesOf(changing, surplus, drained),
      ...foldersLeft(changing),
      ...(options.removeOrphans ? orphans.map((one) => orphanText(one, back)) : []),
    ],
    warnings: [
      ...project.warnings,
      ...passedOver(project),
      ...warnings,
      ...resolved.warnings,
      ...divergences,
      ...lostVolumes(plan.list, record),
      ...tasks.flatMap(stateWarning),
      ...abandonedWarnings(record, found, stale),
      ...(options.removeOrphans ? [] : orphans.map((one) => orphanText(one, back))),
    ],
  };
}

/**
 * Containers that go before anything is made, since nothing takes their place or they hold the name of what does, and
 * those that go when their successor is up and others are told of it.
 */
function inTurn(leaving: readonly Leaving[], changing: readonly Task[]): [first: Leaving[], last: Leaving[]] {
  const isFirst = ({ replica, ship, container }: Leaving) => {
    const successor = changing.find((task) => task.replica === replica);
    return !successor || (successor.ship.ship === ship && successor.spec.name === container.name);
  };
  return [leaving.filter(isFirst), leaving.filter((one) => !isFirst(one))];
}

function orphanText({ container, ship }: Leaving, back: Back | undefined): string {
  if (back) return `${container.name} on ${ship} is removed: deploy ${back.deploy} had no service ${container.service}`;
  return `${container.name} on ${ship} is an orphan: the file has no service ${container.service} (--remove-orphans removes it)`;
}

/** Volumes that the last deploy left there and that somebody has removed: new ones are empty. */
function lostVolumes(list: readonly Step[], record: DeployRecord | undefined): string[] {
  return list.flatMap((step) =>
    step.kind === 'volume' && record?.volumes[step.ship]?.includes(step.volume.name)
      ? [`volume ${step.volume.name} is gone from ${step.ship}, and what it held with it: the new one is empty`]
      : [],
  );
}

const STATE_WARNINGS: Record<string, string> = {
  restarting: 'keeps restarting: see its log',
  paused: 'is paused and stays so',
};

function stateWarning({ verdict, spec, ship }: Task): string[] {
  if (verdict.kind !== 'same') return [];
  const { state, health } = verdict.container;
  const text = STATE_WARNINGS[state] ?? (health === 'unhealthy' ? 'is unhealthy: see its log' : undefined);
  return text ? [`${spec.name} on ${ship.ship} ${text}`] : [];
}
