import type { Service } from '../compose/index.ts';
import { parseDuration } from '../docker/index.ts';
import type { Tolerance } from './types.ts';

/** How the replicas of one service are replaced, batch by batch. */
export interface Rollout {
  /** What the next replacement waits for besides all else. */
  next(): { behind: string[]; tolerates?: Tolerance; delay?: number };
  /** It is this step. */
  began(id: string): void;
  /** Set where all go back when too many fail: all replacements, and how many may. */
  readonly together: Tolerance | undefined;
}

/**
 * Replacements of a service as its `update_config` has them, which is Swarm's: so many at a time, a pause between, and
 * what a failure means for the others. Without one all go at once, each on its own. `total`: how many there are.
 */
export function rollout({ deploy }: Pick<Service, 'deploy'>, total: number): Rollout {
  const said = deploy?.update_config;
  const size = said ? (said.parallelism ?? 1) || Number.POSITIVE_INFINITY : Number.POSITIVE_INFINITY;
  const failures = Math.floor((said?.max_failure_ratio ?? 0) * total);
  const delay = secondsOf(said?.delay);
  const steps: string[] = [];
  return {
    next() {
      const full = Math.floor(steps.length / size);
      if (full === 0) return { behind: [] };
      return {
        behind: steps.slice((full - 1) * size, full * size),
        ...(said?.failure_action === 'continue' ? {} : { tolerates: { failures, of: steps.slice(0, full * size) } }),
        ...(delay > 0 ? { delay } : {}),
      };
    },
    began: (id) => steps.push(id),
    get together() {
      return said?.failure_action === 'rollback' ? { failures, of: [...steps] } : undefined;
    },
  };
}

/** Seconds that a new container without a healthcheck has to run before it is good. */
export function monitorOf({ deploy }: Pick<Service, 'deploy'>): number {
  return secondsOf(deploy?.update_config?.monitor) || MONITOR;
}

const MONITOR = 5;

/** Whole seconds of a duration, rounded up. */
function secondsOf(duration = '0s'): number {
  return Math.ceil(parseDuration(duration) / 1000);
}
