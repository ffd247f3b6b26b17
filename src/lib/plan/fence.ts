import type { Project } from '../compose/index.ts';
import { removeContainer } from './change-container.ts';
import type { Steps } from './steps.ts';
import type { Leaving } from './tasks.ts';

/** What goes on behind a fence. */
export interface Fenced {
  /** The steps with which each ship begins: before they are done nothing else is. */
  begun: Map<string, string[]>;
  /** The step that removes each container. */
  gone: Map<Leaving, string>;
}

/** Stops and removes containers that a failover left behind; all that comes after waits until they have stopped. */
export function fence(
  plan: Steps,
  project: Project,
  stale: readonly Leaving[],
  intent: ReadonlyMap<string, string[]>,
): Fenced {
  const before = plan.list.length;
  const gone = new Map(stale.map((one) => [one, removeContainer(plan, project, one, intent.get(one.ship) ?? [])]));
  const stops = plan.list.slice(before).flatMap(({ kind, id }) => (kind === 'stop' ? [id] : []));
  return { begun: new Map([...intent].map(([ship, ids]) => [ship, [...ids, ...stops]])), gone };
}
