import type { Project } from '../compose/index.ts';
import { isReachable, type Observed } from '../docker/index.ts';
import { isUp } from './change-container.ts';
import { beforeStop } from './hooks.ts';
import { stateWhy } from './life.ts';
import { anonymousLosses, lossStep, lossText } from './losses.ts';
import { withoutContainers } from './next-record.ts';
import { shipsInOrder } from './order.ts';
import { backwards, chosenServices, containersOf, presentPlan } from './present.ts';
import { steps } from './steps.ts';
import type { StopOptions } from './stop.ts';
import type { Leaving } from './tasks.ts';
import type { Plan } from './types.ts';

export interface RmOptions extends Omit<StopOptions, 'grace'> {
  /** What runs too, stopped first. */
  stop: boolean;
  /** Anonymous volumes of the containers too. */
  volumes: boolean;
}

/**
 * Removes containers that do not run. The record stays as it is: what it says that there is comes back with the next start,
 * under its number and on its ship, as anything does that is lost.
 */
export function planRm(project: Project, seen: readonly Observed[], options: RmOptions): Plan {
  const fleet = shipsInOrder(project, seen);
  const chosen = chosenServices(project, options.services);
  const leaving = containersOf(
    fleet,
    stateWhy,
    (one) => !one.oneoff && chosen.has(one.service) && (options.stop || !isUp(one)),
  );
  const plan = steps();
  const stopped = new Map<Leaving, string>();
  backwards(
    project,
    leaving.filter(({ container }) => isUp(container)),
    (one, after) => {
      const common = { ship: one.ship, after, subject: one.container.name, why: one.why };
      const hooks = beforeStop(project, one.container);
      const id = plan.add({ ...common, ...hooks, kind: 'stop', container: one.container.name });
      stopped.set(one, id);
      return id;
    },
  );
  const gone = leaving.map((one) => {
    const { name } = one.container;
    const after = [stopped.get(one) ?? []].flat();
    const common = { ship: one.ship, after, subject: name, why: one.why };
    const id = plan.add({ ...common, kind: 'remove', target: 'container', name });
    return { ship: one.ship, id };
  });
  const left = withoutContainers(fleet, leaving).filter(isReachable);
  const losses = options.volumes
    ? left.flatMap((ship) =>
        anonymousLosses(
          project,
          ship,
          leaving.filter((one) => one.ship === ship.ship).map(({ container }) => container),
        ),
      )
    : [];
  for (const loss of losses.filter(({ stays }) => !stays)) {
    const after = gone.filter(({ ship }) => ship === loss.ship).map(({ id }) => id);
    plan.add({ ...lossStep(loss), kind: 'remove', after, why: '--volumes' });
  }
  const isMeant = (service: string) => chosen.has(service);
  return {
    ...presentPlan(project, fleet, options.deploy, isMeant, plan.list),
    risky: [
      ...leaving.map(({ ship, container }) => `${container.name} is removed from ${ship}`),
      ...losses.flatMap(lossText),
    ],
  };
}
