import type { Plan } from './types.ts';

/** The part of a plan that concerns these ships; placement has been decided with all of them in view. */
export function onlyShips(plan: Plan, ships: readonly string[] | undefined): Plan {
  if (!ships || ships.length === 0) return plan;
  const steps = plan.steps.filter((step) => ships.includes(step.ship));
  const kept = new Set(steps.map((step) => step.id));
  return { ...plan, steps: steps.map((step) => ({ ...step, after: step.after.filter((id) => kept.has(id)) })) };
}
