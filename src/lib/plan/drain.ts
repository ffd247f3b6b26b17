import type { Project } from '../compose/index.ts';
import { isUnreachable, type Observed } from '../docker/index.ts';
import { EXIT, Problem } from '../problem.ts';
import { planStart, type StartOptions } from './start.ts';
import type { Plan } from './types.ts';

export interface DrainOptions extends StartOptions {
  drained: string;
}

/**
 * A start that keeps away from a ship: what may move off it does, and needs no yes, for the person has said so. What
 * stays is named, with the reason.
 * @throws Problem of status 3 where the ship does not answer, and as `planStart` does
 */
export function planDrain(project: Project, seen: readonly Observed[], options: DrainOptions): Plan {
  const { drained } = options;
  const silent = seen.filter(isUnreachable).find(({ ship }) => ship === drained);
  if (silent) {
    throw new Problem({
      what: 'it does not answer, so nothing can be moved off it',
      where: { ship: drained },
      why: silent.unreachable,
      remedy: `${silent.remedy}; or leave it: compowarm failover ${drained}`,
      exit: EXIT.unreachable,
    });
  }
  const plan = planStart(project, seen, options);
  const staying = plan.places.filter(({ ship }) => ship === drained);
  const stays = staying.map(({ replica, ship, why }) => `${replica} stays on ${ship}: ${why}`);
  return { ...plan, warnings: [...plan.warnings, ...stays] };
}
