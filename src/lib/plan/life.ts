import type { Project } from '../compose/index.ts';
import type { Container, Observed } from '../docker/index.ts';
import { isUp } from './change-container.ts';
import { shipsInOrder } from './order.ts';
import { chosenServices, containersOf, presentPlan } from './present.ts';
import { type Steps, steps } from './steps.ts';
import type { StopOptions } from './stop.ts';
import { isOrphan } from './tasks.ts';
import type { Plan } from './types.ts';

type ServiceOptions = Omit<StopOptions, 'grace'>;

export interface KillOptions extends ServiceOptions {
  /** KILL unless given. */
  signal?: string | undefined;
  /** Containers too of services that the file no longer has. */
  removeOrphans: boolean;
}

/** What is said of a container in every such step. */
interface Said {
  ship: string;
  after: string[];
  subject: string;
  why: string;
  container: string;
}

/** Sends a signal to all that runs, what `run` began too; at once, for a signal is no ending to wait for. */
export function planKill(project: Project, seen: readonly Observed[], options: KillOptions): Plan {
  const { services, signal } = options;
  const orphans = options.removeOrphans && services.length === 0;
  const takes = (one: Container, isChosen: boolean) =>
    isUp(one) && (isChosen || (orphans && isOrphan(project, one.service)));
  const more = signal === undefined ? {} : { signal };
  return planEach(project, seen, options, takes, (plan, said) => plan.add({ ...said, ...more, kind: 'kill' }));
}

/** Pauses what runs. */
export function planPause(project: Project, seen: readonly Observed[], options: ServiceOptions): Plan {
  const takes = ({ state, oneoff }: Container, isChosen: boolean) => isChosen && !oneoff && state === 'running';
  return planEach(project, seen, options, takes, (plan, said) => plan.add({ ...said, kind: 'pause' }));
}

/** Lets go on what is paused. */
export function planUnpause(project: Project, seen: readonly Observed[], options: ServiceOptions): Plan {
  const takes = ({ state, oneoff }: Container, isChosen: boolean) => isChosen && !oneoff && state === 'paused';
  return planEach(project, seen, options, takes, (plan, said) => plan.add({ ...said, kind: 'unpause' }));
}

function planEach(
  project: Project,
  seen: readonly Observed[],
  { services, deploy }: ServiceOptions,
  takes: (container: Container, isChosen: boolean) => boolean,
  add: (plan: Steps, said: Said) => void,
): Plan {
  const fleet = shipsInOrder(project, seen);
  const chosen = chosenServices(project, services);
  const plan = steps();
  const taken = containersOf(fleet, stateWhy, (one) => takes(one, chosen.has(one.service)));
  for (const { ship, replica, container, why } of taken) {
    const subject = container.oneoff ? container.name : replica;
    add(plan, { ship, after: [], subject, why, container: container.name });
  }
  return presentPlan(project, fleet, deploy, (service) => chosen.has(service), plan.list);
}

/** `it is running`. */
export function stateWhy({ state }: Container): string {
  return `it is ${state}`;
}
