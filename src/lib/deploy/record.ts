import type { DeployRecord } from '../docker/index.ts';
import type { Step } from '../plan/index.ts';

/**
 * The record as it ends: a replica whose step failed is written as it was before, for the next deploy compares with what
 * is there.
 */
export function settledRecord(
  record: DeployRecord,
  before: DeployRecord | undefined,
  failed: readonly Step[],
): DeployRecord {
  if (failed.length === 0) return record;
  const [specs, placement] = [{ ...record.specs }, { ...record.placement }];
  for (const step of failed) {
    if (step.kind !== 'create' && step.kind !== 'replace') continue;
    const last = before?.specs[step.subject];
    const ship = before?.placement[step.subject];
    if (last) specs[step.subject] = last;
    else delete specs[step.subject];
    if (ship) placement[step.subject] = ship;
    else if (step.kind === 'create') delete placement[step.subject];
  }
  return { ...record, specs, placement, outcome: 'failed' };
}
