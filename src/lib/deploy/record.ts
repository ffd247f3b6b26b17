import type { DeployRecord } from '../docker/index.ts';
import type { Step } from '../plan/index.ts';

/** How the steps of a deploy ended. */
export interface Outcome {
  /** Steps that failed or were skipped: what they were to make is not there. */
  undone: readonly Step[];
  /** Every step did what it should, and what was started still runs. */
  well: boolean;
}

/**
 * The record as it ends: a replica whose step was not done is written as it was before, for the next deploy compares with
 * what is there. What was made and has crashed is there, and what may or may not have been made is taken to be there: no
 * second one is made elsewhere while its ship is silent.
 */
export function settledRecord(
  record: DeployRecord,
  before: DeployRecord | undefined,
  { undone, well }: Outcome,
): DeployRecord {
  if (well) return record;
  const [specs, placement] = [{ ...record.specs }, { ...record.placement }];
  for (const step of undone) {
    if (!('spec' in step)) continue;
    const last = before?.specs[step.subject];
    const ship = before?.placement[step.subject];
    if (last) specs[step.subject] = last;
    else delete specs[step.subject];
    if (ship) placement[step.subject] = ship;
    else if (step.kind === 'create') delete placement[step.subject];
  }
  return { ...record, specs, placement, outcome: 'failed' };
}
