import { WAITS } from './ready.ts';
import type { Plan, Step } from './types.ts';

/** Steps that leave a container in the place of another, and those that wait for it. */
const MAKERS: ReadonlySet<Step['kind']> = new Set(['create', 'replace', 'refresh', 'start', ...WAITS]);

/**
 * The part of a plan that concerns these ships; placement has been decided with all of them in view. What waits for a
 * successor on another ship stays, for that one is not made; where nothing else is left, nothing is recorded either.
 */
export function onlyShips(plan: Plan, ships: readonly string[] | undefined): Plan {
  if (!ships || ships.length === 0) return plan;
  const dropped = new Set<string>();
  const unmade = new Set<string>();
  const steps = plan.steps.filter((step) => {
    const leaves = step.kind === 'stop' || step.kind === 'remove';
    const here = ships.includes(step.ship);
    if (leaves && here ? step.after.some((id) => unmade.has(id)) : MAKERS.has(step.kind) && !here) unmade.add(step.id);
    const moot = step.follows?.any.every((id) => dropped.has(id)) ?? false;
    if (here && !unmade.has(step.id) && !moot) return true;
    dropped.add(step.id);
    return false;
  });
  const idle = steps.every((step) => step.kind === 'record') && plan.steps.some((step) => step.kind !== 'record');
  const kept = idle ? [] : steps;
  const left = (ids: readonly string[]) => ids.filter((id) => !dropped.has(id));
  return {
    ...plan,
    steps: kept.map((step) => ({
      ...step,
      after: left(step.after),
      ...(step.behind ? { behind: left(step.behind) } : {}),
      ...(step.follows ? { follows: { ...step.follows, any: left(step.follows.any) } } : {}),
    })),
  };
}
