import { dependencies, inOrder, type Project } from '../compose/index.ts';
import { type Container, isFailed, type Observed } from '../docker/index.ts';
import { withGrace } from './grace.ts';
import { afterStart, beforeStop } from './hooks.ts';
import { stateWhy } from './life.ts';
import { shipsInOrder } from './order.ts';
import { chosenServices, containersOf, presentPlan } from './present.ts';
import { isWaited, WAIT_FOR, type Waited } from './ready.ts';
import { type Steps, steps } from './steps.ts';
import type { StopOptions } from './stop.ts';
import type { Leaving } from './tasks.ts';
import type { Plan } from './types.ts';

export interface RestartOptions extends StopOptions {
  /** Without those that are to be restarted with what they depend on. */
  alone: boolean;
}

/** What follows a service's restart: the steps of each, and those that wait for more than that. */
interface Restarted {
  own: string[];
  waits: Map<string, string[]>;
}

/** Restarts containers, those that stand too, each behind what it depends on. */
export function planRestart(project: Project, seen: readonly Observed[], options: RestartOptions): Plan {
  const fleet = shipsInOrder(project, seen);
  const named = chosenServices(project, options.services);
  const causes = options.alone ? new Map<string, string>() : dependents(project, named);
  const isMeant = (service: string) => named.has(service) || causes.has(service);
  const why = (one: Container) => {
    const cause = causes.get(one.service);
    return cause === undefined ? stateWhy(one) : `it is restarted with ${cause}`;
  };
  const all = containersOf(fleet, why, (one) => !one.oneoff && !isFailed(one) && isMeant(one.service));
  const plan = steps();
  forwards(plan, project, all);
  const list = withGrace(plan.list, options.grace);
  return presentPlan(project, fleet, options.deploy, isMeant, list);
}

/** Services that are to be restarted with others, and with which. */
function dependents(project: Project, named: ReadonlySet<string>): Map<string, string> {
  const causes = new Map<string, string>();
  for (const name of inOrder(project)) {
    const edges = Object.entries(project.services[name]?.depends_on ?? {});
    const cause = edges.find(([other, { restart }]) => restart && (named.has(other) || causes.has(other)));
    if (cause && !named.has(name)) causes.set(name, cause[0]);
  }
  return causes;
}

function forwards(plan: Steps, project: Project, all: readonly Leaving[]): void {
  const awaited = awaitedConditions(project, new Set(all.map(({ container }) => container.service)));
  const done = new Map<string, Restarted>();
  for (const name of inOrder(project)) {
    const service = project.services[name];
    if (!service) continue;
    const edges = dependencies(service);
    const stepsOf = (isRequired: boolean) =>
      edges
        .filter(({ required }) => required === isRequired)
        .flatMap((edge) => {
          const other = done.get(edge.name);
          return other?.waits.get(edge.condition) ?? other?.own ?? [];
        });
    const [after, behind] = [stepsOf(true), stepsOf(false)];
    const its = all.filter(({ container }) => container.service === name);
    const ids = its.map((one) => restartStep(plan, project, one, { after, behind }));
    const waits = new Map<string, string[]>();
    for (const condition of awaited.get(name) ?? []) {
      waits.set(
        condition,
        its.map((one, index) => waitStep(plan, one, ids[index] ?? '', condition)),
      );
    }
    // one that is not restarted itself passes on what it would have waited for
    done.set(name, its.length > 0 ? { own: ids, waits } : { own: [...after, ...behind], waits });
  }
}

function restartStep(
  plan: Steps,
  project: Project,
  { ship, replica, container, why }: Leaving,
  order: { after: string[]; behind: string[] },
): string {
  const started = afterStart(project, container);
  return plan.add({
    ...{ kind: 'restart', ship, ...order, subject: replica, why, container: container.name },
    ...beforeStop(project, container),
    ...(started && { started }),
  });
}

function waitStep(plan: Steps, { ship, replica, container }: Leaving, after: string, condition: Waited): string {
  return plan.add({ ship, after: [after], subject: replica, container: container.name, ...WAIT_FOR[condition] });
}

/** What those that are restarted want of those that are restarted before them. */
function awaitedConditions(project: Project, restarted: ReadonlySet<string>): Map<string, Set<Waited>> {
  const conditions = new Map<string, Set<Waited>>();
  for (const [name, service] of Object.entries(project.services)) {
    if (!restarted.has(name)) continue;
    for (const { name: other, condition } of dependencies(service)) {
      if (isWaited(condition)) conditions.set(other, (conditions.get(other) ?? new Set()).add(condition));
    }
  }
  return conditions;
}
