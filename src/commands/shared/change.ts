import { randomBytes } from 'node:crypto';
import os from 'node:os';
import { Flags } from '@oclif/core';
import type { Project } from '../../lib/compose/index.ts';
import {
  commandsOf,
  type Event,
  execute,
  type Hand,
  lockScript,
  type ShipContext,
  survey,
} from '../../lib/deploy/index.ts';
import { type DeployRecord, isReachable, isUnreachable, type Observed, toRunbook } from '../../lib/docker/index.ts';
import type { LookOptions, Section, Sighting } from '../../lib/fleet/index.ts';
import { dryRunText, planText, showProgress, summary, unreachableLines, wantsColor } from '../../lib/output/index.ts';
import { type Identity, newestRecord, onlyShips, type Plan } from '../../lib/plan/index.ts';
import { EXIT } from '../../lib/problem.ts';
import { agrees } from './agrees.ts';

/** Flags of verbs that change ships. */
export const changeFlags = {
  'dry-run': Flags.boolean({ description: 'print the commands for each ship and change nothing' }),
  yes: Flags.boolean({ char: 'y', description: 'go on without asking where something would be lost or moved' }),
  'lock-wait': Flags.integer({
    default: 0,
    min: 0,
    helpValue: 'SECONDS',
    description: 'how long to wait for another deploy of the project to end',
  }),
};

/** All that a look at a fleet may ask for, for verbs that plan. */
export const EVERYTHING: readonly Section[] = ['containers', 'neighbours', 'images', 'networks', 'volumes'];

/** Milliseconds from a connection to the end of its look, besides what the lock is waited for. */
export const LOOK_LIMIT = 60_000;
/** Seconds that the look may wait for locks even when nobody asked it to. */
const LOCK_SLACK = 12;

export interface Change {
  project: Project;
  connect: LookOptions['connect'];
  flags: { 'dry-run': boolean; yes: boolean; 'lock-wait': number; ship?: string[] | undefined };
  version: string;
  plan(fleet: Observed[], identity: Identity): Plan;
}

/**
 * What every changing verb does: look under the lock, plan, ask where something would be lost, execute, tell. Returns the
 * exit status.
 * @throws Problem for a held lock, or a file that what was seen cannot satisfy
 */
export async function change(request: Change): Promise<number> {
  const began = performance.now();
  const { project, flags } = request;
  const identity = newIdentity();
  const dry = flags['dry-run'];
  const who = `${identity.who} since ${identity.when}`;
  const lock = { project: project.name, who, wait: flags['lock-wait'] };
  const sightings = await survey(project, {
    project: project.name,
    sections: EVERYTHING,
    connect: request.connect,
    ...(dry ? {} : { lock: (place: number) => lockScript(lock, place) }),
    limit: LOOK_LIMIT + (dry ? 0 : (flags['lock-wait'] + LOCK_SLACK) * 1000),
  });
  try {
    const fleet = sightings.map(({ observed }) => observed);
    const plan = onlyShips(request.plan(fleet, identity), flags.ship);
    const contexts = contextsOf(request, sightings, identity);
    if (dry) return tellDryRun(plan, contexts, fleet, sightings);
    for (const warning of plan.warnings) tell(`warning: ${warning}`);
    if (plan.steps.length === 0) return tellNothing(plan, fleet);
    if (plan.risky.length > 0 && !flags.yes && !(await agrees(plan.risky))) return tellWanted(plan, fleet);
    const record = newestRecord(fleet).record;
    return await carryOut(plan, handsOf(sightings, contexts), record, fleet, began);
  } finally {
    for (const { wire } of sightings) wire?.drop();
  }
}

export function newIdentity(): Identity {
  return {
    deploy: randomBytes(4).toString('hex'),
    who: `${os.userInfo().username}@${os.hostname()}`,
    when: new Date().toISOString(),
  };
}

function contextsOf({ project, version }: Change, sightings: readonly Sighting[], identity: Identity) {
  const { directory, files } = project;
  return new Map(
    sightings.flatMap(({ ship, observed }): [string, ShipContext][] => {
      if (!isReachable(observed)) return [];
      const stamp = { ship: ship.name, deploy: identity.deploy, directory, files, version };
      return [[ship.name, { project: project.name, engine: observed.engine, stamp }]];
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
  plan: Plan,
  hands: Map<string, Hand>,
  before: DeployRecord | undefined,
  fleet: readonly Observed[],
  began: number,
): Promise<number> {
  const color = wantsColor(process.stderr, process.env);
  const progress = showProgress(plan, { stream: process.stderr, live: process.stderr.isTTY ?? false, color });
  const events: Event[] = [];
  const interruption = onInterrupt();
  const emit = (event: Event) => {
    events.push(event);
    progress.event(event);
  };
  await execute({ plan, hands, before, emit, signal: interruption.signal });
  await progress.finish();
  interruption.off();
  const unreachable = fleet.filter(isUnreachable);
  tell(summary(plan, events, { color, elapsed: performance.now() - began, unreachable }));
  if (interruption.signal.aborted) return EXIT.interrupted;
  const bad = events.some(({ state }) => state === 'failed' || state === 'skipped' || state === 'unknown');
  return bad ? EXIT.failed : reachStatus(fleet);
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The first signal ends the steps in hand, the second leaves at once: the ships end theirs by themselves. */
function onInterrupt(): { signal: AbortSignal; off(): void } {
  const controller = new AbortController();
  const listener = () => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    tell('interrupted: the steps in hand end, no more begin (again to leave at once)');
    controller.abort();
  };
  for (const name of SIGNALS) process.on(name, listener);
  const off = () => {
    for (const name of SIGNALS) process.off(name, listener);
  };
  return { signal: controller.signal, off };
}

function tellDryRun(
  plan: Plan,
  contexts: ReadonlyMap<string, ShipContext>,
  fleet: readonly Observed[],
  sightings: readonly Sighting[],
): number {
  const docker = new Map(sightings.map(({ ship }) => [ship.name, ship.docker]));
  const commands = plan.steps.flatMap((step) => {
    const context = contexts.get(step.ship);
    const lines = context ? commandsOf(step, context).map((command) => toRunbook(command, docker.get(step.ship))) : [];
    return lines.length > 0 ? [{ ship: step.ship, subject: step.subject, lines }] : [];
  });
  process.stdout.write(`${dryRunText(plan, commands)}\n`);
  tellUnreachable(fleet);
  return reachStatus(fleet);
}

function tellNothing(plan: Plan, fleet: readonly Observed[]): number {
  const ships = fleet.filter(isReachable).map((one) => one.ship);
  const color = wantsColor(process.stderr, process.env);
  tell(planText({ ...plan, warnings: [] }, { color, ships, width: process.stderr.columns }));
  tellUnreachable(fleet);
  return reachStatus(fleet);
}

function tellWanted(plan: Plan, fleet: readonly Observed[]): number {
  const ships = fleet.filter(isReachable).map((one) => one.ship);
  const color = wantsColor(process.stderr, process.env);
  tell(planText({ ...plan, warnings: [] }, { color, ships, width: process.stderr.columns }));
  tell('nothing was done: say --yes to go on');
  return EXIT.wantsYes;
}

function tellUnreachable(fleet: readonly Observed[]): void {
  const unreachable = fleet.filter(isUnreachable);
  for (const line of unreachableLines(unreachable, wantsColor(process.stderr, process.env))) tell(line);
}

/** 3 where a ship could not be reached. */
export function reachStatus(fleet: readonly Observed[]): number {
  return fleet.every(isReachable) ? EXIT.ok : EXIT.unreachable;
}

function tell(text: string): void {
  if (text !== '') process.stderr.write(`${text}\n`);
}
