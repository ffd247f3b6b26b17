/** What happens while a plan is executed, in order. */
export interface Event {
  ship: string;
  step: string;
  state: 'begun' | 'output' | 'log' | 'done' | 'failed' | 'skipped' | 'unknown';
  /** A line docker printed, a line of the container's log, or the reason. */
  text?: string;
}
