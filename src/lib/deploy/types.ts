import type { Engine, Stamp } from '../docker/index.ts';

/** What a step's commands depend on beside the step. */
export interface ShipContext {
  project: string;
  engine: Engine;
  /** The words that call docker there. */
  docker: string[];
  stamp: Stamp;
}

/** What happens while a plan is executed, in order. */
export interface Event {
  ship: string;
  step: string;
  state: 'begun' | 'output' | 'log' | 'done' | 'failed' | 'skipped' | 'unknown';
  /** A line docker printed, a line of the container's log, or the reason. */
  text?: string;
}
