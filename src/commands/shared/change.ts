import type { Project } from '../../lib/compose/index.ts';
import {
  type Event,
  execute,
  type Hand,
  lockScript,
  runbookOf,
  type ShipContext,
  survey,
} from '../../lib/deploy/index.ts';
import type { Cargo } from '../../lib/files/index.ts';
import {
  isReachable,
  isUnreachable,
  type LookOptions,
  type Observed,
  type Section,
  type Sighting,
} from '../../lib/fleet/index.ts';
import { changesNothing, dryRunText, showProgress, summary, wantsColor } from '../../lib/output/index.ts';
import { type Identity, newestRecord, onlyShips, type Plan } from '../../lib/plan/index.ts';
import { EXIT } from '../../lib/problem.ts';
import { agrees } from './agrees.ts';
import { weighed } from './cargo.ts';
import { newIdentity } from './identity.ts';
import { onInterrupt } from './interrupt.ts';
import { Flags } from './oclif.ts';
import { LOOK_LIMIT } from './sight.ts';
import { planFor, reachStatus, tell, tellBulk, tellUnreachable } from './tell.ts';

/** Flags of verbs that change ships. */
export const changeFlags = {
  'dry-run': Flags.boolean({
    summary: 'print the commands, change nothing',
    description: 'print the commands for each ship and change nothing',
  }),
  'ship-files': Flags.boolean({
    summary: 'bring more than 64 MiB of files to ships',
    description: 'bring more than 64 MiB of this machine’s files to ships',
  }),
  yes: Flags.boolean({
    char: 'y',
    summary: 'go on where something would be lost or moved',
    description: 'go on without asking where something would be lost or moved',
  }),
  'lock-wait': Flags.integer({
    default: 0,
    min: 0,
    helpValue: 'SECONDS',
    summary: 'wait so long for another deploy to end',
    description: 'how long to wait for another deploy of the project to end',
  }),
};

const { 'ship-files': _, yes: __, ...plainChangeFlags } = changeFlags;

/** The same for verbs that bring nothing and lose nothing. */
export { plainChangeFlags };

/** All that a look at a fleet may ask for, for verbs that plan. */
export const EVERYTHING: readonly Section[] = ['containers', 'neighbours', 'images', 'networks', 'volumes', 'contents'];

/** Seconds that a look may wait for locks even when nobody asked it to. */
const LOCK_SLACK = 12;

export interface Change {
  project: Project;
  connect: LookOptions['connect'];
  flags: {
    'dry-run': boolean;
    'ship-files'?: boolean;
    yes?: boolean;
    'lock-wait': number;
    ship?: string[] | undefined;
  };
  /** What is looked for besides all that any plan goes by. */
  more?: readonly Section[];
  /** What the project's containers are given of this machine, for verbs that bring it. */
  cargo?: Cargo;
  version: string;
  /** Shows the plan before it is carried out. */
  headed?: boolean;
  /** Says only what goes wrong with plans of which this is so. */
  quiet?(plan: Plan): boolean;
  /** What comes next when all is done, with the locks let go and the connections kept: its status is the verb's. */
  follow?(sightings: readonly Sighting[]): Promise<number>;
  /** Throws a Problem for a plan that is not to be carried out. */
  accept?(plan: Plan): void;
  plan(fleet: Observed[], identity: Identity): Plan;
}

/**
 * What every changing verb does: look under the lock, plan, ask where something would be lost, execute, tell. Returns the
 * exit status.
 * @throws Problem for a held lock, or a file that what was seen cannot satisfy
 */
export async function change(request: Change): Promise<number> {
  const began = performance.now();
  const identity = newIdentity();
  const sightings = await look(request, identity);
  try {
    const fleet = sightings.map(({ observed }) => observed);
    const planned = onlyShips(request.plan(fleet, identity), request.flags.ship);
    const plan = request.cargo ? await weighed(planned, request.cargo) : planned;
    const contexts = contextsOf(request, sightings, identity);
    if (request.flags['dry-run']) return tellDryRun(plan, contexts, fleet);
    request.accept?.(plan);
    const isShown = tellHead(request, plan, fleet);
    if (plan.steps.length === 0) return tellNothing(plan, fleet);
    if (!request.flags['ship-files'] && tellBulk(plan)) return tellUndone('--ship-files');
    if (plan.risky.length > 0 && !request.flags.yes && !(await agrees(isShown ? [] : plan.risky))) {
      return isShown ? tellUndone('--yes') : tellWanted(plan, fleet);
    }
    if (isShown) process.stderr.write('\n');
    const status = await carryOut(request, plan, handsOf(sightings, contexts), fleet, began);
    const isDone = status === EXIT.ok || status === EXIT.unreachable;
    return request.follow && isDone ? await request.follow(sightings) : status;
  } finally {
    for (const { wire } of sightings) wire?.drop();
  }
}

function look({ project, connect, flags, follow, more = [] }: Change, identity: Identity): Promise<Sighting[]> {
  const options = { project: project.name, sections: [...EVERYTHING, ...more], connect, limit: LOOK_LIMIT };
  if (flags['dry-run']) return survey(project, options);
  const wait = flags['lock-wait'];
  const lock = { project: project.name, who: `${identity.who} since ${identity.when}`, wait };
  return survey(project, {
    ...options,
    keep: follow !== undefined,
    lock: (place) => lockScript(lock, place),
    limit: LOOK_LIMIT + (wait + LOCK_SLACK) * 1000,
  });
}

function contextsOf({ project, version }: Change, sightings: readonly Sighting[], identity: Identity) {
  const { directory, files } = project;
  return new Map(
    sightings.flatMap(({ ship, observed }): [string, ShipContext][] => {
      if (!isReachable(observed)) return [];
      const { store } = observed;
      const stamp = { ship: ship.name, deploy: identity.deploy, directory, files, store, version };
      return [[ship.name, { project: project.name, engine: observed.engine, docker: ship.docker, stamp }]];
    }),
  );
}

function handsOf(sightings: readonly Sighting[], contexts: ReadonlyMap<string, ShipContext>): Map<string, Hand> {
  return new Map(
    sightings.flatMap(({ ship, wire }): [string, Hand][] => {
      const context = contexts.get(ship.name);
      return wire && context ? [[ship.name, { wire, context }]] : [];
    }),
  );
}

async function carryOut(
  { cargo, quiet: isQuiet }: Change,
  plan: Plan,
  hands: Map<string, Hand>,
  fleet: Observed[],
  began: number,
): Promise<number> {
  const color = wantsColor(process.stderr, process.env);
  const quiet = isQuiet?.(plan) ?? false;
  const progress = showProgress(plan, { stream: process.stderr, live: process.stderr.isTTY ?? false, color, quiet });
  const events: Event[] = [];
  const interruption = onInterrupt();
  const emit = (event: Event) => {
    events.push(event);
    progress.event(event);
  };
  const open = cargo?.open ?? nothing;
  await execute({ plan, hands, before: newestRecord(fleet).record, open, emit, signal: interruption.signal });
  await progress.finish();
  interruption.off();
  const bad = events.some(({ state }) => BAD.has(state));
  if (changesNothing(plan) && !bad && !interruption.signal.aborted) return tellNothing(plan, fleet);
  const unreachable = fleet.filter(isUnreachable);
  if (!quiet || bad) tell(summary(plan, events, { color, elapsed: performance.now() - began, unreachable }));
  if (interruption.signal.aborted) return EXIT.interrupted;
  return bad ? EXIT.failed : reachStatus(fleet);
}

async function* nothing() {}

const BAD: ReadonlySet<Event['state']> = new Set(['failed', 'skipped', 'unknown']);

function tellDryRun(plan: Plan, contexts: ReadonlyMap<string, ShipContext>, fleet: readonly Observed[]): number {
  process.stdout.write(`${dryRunText(plan, runbookOf(plan, contexts))}\n`);
  tellBulk(plan);
  tellUnreachable(fleet);
  return reachStatus(fleet);
}

/** The plan, where it is to be seen and does anything; else its warnings. Returns whether it was shown. */
function tellHead({ headed = false, quiet }: Change, plan: Plan, fleet: readonly Observed[]): boolean {
  if (quiet?.(plan)) return false;
  const isShown = headed && !changesNothing(plan);
  if (isShown) tell(planFor(process.stderr, plan, fleet));
  else for (const warning of plan.warnings) tell(`warning: ${warning}`);
  return isShown;
}

function tellNothing(plan: Plan, fleet: readonly Observed[]): number {
  tell(planFor(process.stderr, { ...plan, warnings: [] }, fleet));
  tellUnreachable(fleet);
  return reachStatus(fleet);
}

function tellWanted(plan: Plan, fleet: readonly Observed[]): number {
  tell(planFor(process.stderr, { ...plan, warnings: [] }, fleet));
  return tellUndone('--yes');
}

function tellUndone(flag: string): number {
  tell(`nothing was done: say ${flag} to go on`);
  return EXIT.wantsYes;
}
