import type { Project } from '../compose/index.ts';
import type { Steps } from './steps.ts';
import { hasCompleted, isAwaitedToComplete, type Task } from './tasks.ts';
import type { Replica, Step } from './types.ts';

/** Steps that change nothing: they wait. */
export const WAITS: ReadonlySet<Step['kind']> = new Set(['wait', 'complete', 'ready']);

/** Conditions of a dependency that are waited for, and the step that does it. */
export const WAIT_FOR = {
  service_healthy: { kind: 'wait', why: 'others wait until it is healthy' },
  service_completed_successfully: { kind: 'complete', why: 'others wait until it has ended well' },
} as const;

export type Waited = keyof typeof WAIT_FOR;

/** Whether a condition takes time after the start of a container. */
export function isWaited(condition: string): condition is Waited {
  return condition in WAIT_FOR;
}

export interface WaitOptions {
  /** Waits in the end until all is ready: it runs, and is healthy where it has a healthcheck, or has ended well. */
  wait?: boolean;
  /** Seconds that any wait lasts at most. */
  waitLimit?: number | undefined;
}

/**
 * A step for each replica of the chosen services that nobody waits for yet and that is not ready, behind those after
 * which it is as it should be.
 */
export function awaitReady(
  plan: Steps,
  project: Project,
  tasks: readonly Task[],
  chosen: ReadonlySet<string>,
  made: ReadonlyMap<Replica, string[]>,
): void {
  const isRequired = (step: Step) => WAITS.has(step.kind) && !('optional' in step);
  const awaited = new Set(plan.list.filter(isRequired).map(({ subject }) => subject));
  for (const { replica, spec, ship, verdict } of tasks) {
    const ends = isAwaitedToComplete(project, spec.service);
    if (!chosen.has(spec.service) || awaited.has(replica) || isReady(verdict, ends)) continue;
    plan.add({
      kind: ends ? 'complete' : 'ready',
      ship: ship.ship,
      after: made.get(replica) ?? [],
      subject: replica,
      container: verdict.kind === 'same' ? verdict.container.name : spec.name,
      why: `until it ${ends ? 'has ended well' : 'is ready'}`,
    });
  }
}

function isReady(verdict: Task['verdict'], ends: boolean): boolean {
  if (verdict.kind !== 'same') return false;
  const { state, health = 'healthy' } = verdict.container;
  return hasCompleted(verdict.container) || (!ends && state === 'running' && health === 'healthy');
}

/** The steps, none of which waits for longer. */
export function withLimit(steps: readonly Step[], limit: number | undefined): Step[] {
  return steps.map((step) => (limit && WAITS.has(step.kind) ? ({ ...step, limit } as Step) : step));
}
