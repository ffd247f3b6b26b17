import type { DeployRecord, Observation } from '../docker/index.ts';
import type { Steps } from './steps.ts';

/** A step for each ship that writes the record there, or takes it away (null). Returns the step of each ship. */
export function recordSteps(
  plan: Steps,
  ships: readonly Observation[],
  record: DeployRecord | null,
  phase: 'intent' | 'outcome',
): Map<string, string[]> {
  return new Map(
    ships.map(({ ship }) => [
      ship,
      [plan.add({ kind: 'record', ship, after: [], subject: 'record', why: WHY[phase], record, phase })],
    ]),
  );
}

const WHY = { intent: 'what this deploy is about to do', outcome: 'how it ended' };
