import type { Step } from './types.ts';

const STOPS: ReadonlySet<Step['kind']> = new Set(['stop', 'restart', 'replace', 'refresh']);

/** The steps, each of which gives what it stops so many seconds. */
export function withGrace(steps: readonly Step[], grace: number | undefined): Step[] {
  return steps.map((step) => (grace !== undefined && STOPS.has(step.kind) ? ({ ...step, grace } as Step) : step));
}
