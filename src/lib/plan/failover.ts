import type { Project } from '../compose/index.ts';
import { type DeployRecord, isReachable, type Observed } from '../docker/index.ts';
import { EXIT, Problem } from '../problem.ts';
import { agreedRecord } from './agreement.ts';
import type { Failover } from './left.ts';
import { planStart, type StartOptions } from './start.ts';
import { serviceOf } from './tasks.ts';
import type { Plan } from './types.ts';
import { list } from './words.ts';

export interface FailoverOptions extends StartOptions {
  failed: Failover;
}

/**
 * A start that leaves a silent ship: what may go on elsewhere is placed anew, what holds data there waits for it, unless
 * the person goes on without. It wants a yes, for what runs on that ship is not known.
 * @throws Problem for a ship that answers or of which nothing is known, and as `planStart` does
 */
export function planFailover(project: Project, seen: readonly Observed[], options: FailoverOptions): Plan {
  const { ship, withoutData } = options.failed;
  const record = recordOf(seen, ship);
  const plan = planStart(project, seen, options);
  const held = Object.entries(record.placement).flatMap(([replica, place]) => (place === ship ? [replica] : []));
  const moved = plan.places.filter(({ replica, ship: place }) => held.includes(replica) && place !== ship);
  const isRun = plan.steps.length > 0;
  return {
    ...plan,
    risky: [...(isRun ? moved.map((one) => moveText(one, ship, withoutData)) : []), ...plan.risky],
  };
}

/** What is known of a ship that is to be left. */
function recordOf(fleet: readonly Observed[], ship: string): DeployRecord {
  const observed = fleet.find((one) => one.ship === ship);
  const record = agreedRecord(fleet);
  const wrong = (what: string, remedy: string, exit: number) => new Problem({ what, where: { ship }, remedy, exit });
  if (!observed)
    throw wrong(
      'neither the file nor the last deploy names it',
      `name one of ${list(fleet.map((one) => one.ship))}`,
      EXIT.usage,
    );
  if (isReachable(observed))
    throw wrong(
      'it answers, so nothing has to be left with it',
      `move off it what may move: compowarm drain ${ship}`,
      EXIT.failed,
    );
  if (!record)
    throw wrong(
      'no ship that answers knows what it holds',
      'bring a ship back that does; start puts on the others what was never deployed',
      EXIT.unreachable,
    );
  return record;
}

function moveText({ replica, ship: to }: Plan['places'][number], from: string, withoutData: readonly string[]): string {
  const without = withoutData.includes(serviceOf(replica)) ? ', without the data that it has there' : '';
  return `${replica} is placed anew on ${to}${without}: whether it still runs on ${from} is not known`;
}
