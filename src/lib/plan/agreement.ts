import type { DeployRecord, Observed } from '../docker/index.ts';
import { EXIT, Problem } from '../problem.ts';
import { newestRecord } from './record.ts';

/** What verbs that go on without a record say of records that do not agree: none of them is chosen, or changed. */
export function conflictWarnings(fleet: readonly Observed[]): string[] {
  const { conflict } = newestRecord(fleet);
  return conflict ? [`${conflictText(conflict)}: they stay as they are`] : [];
}

function conflictText(ships: readonly string[]): string {
  return `ships ${ships.join(', ')} hold records of deploys that did not know of each other`;
}

/**
 * The newest record, where the ships agree on it.
 * @throws Problem for records of deploys that did not know of each other: two laptops saw different parts of the fleet
 */
export function agreedRecord(fleet: readonly Observed[]): DeployRecord | undefined {
  const { record, conflict } = newestRecord(fleet);
  if (conflict) {
    throw new Problem({
      what: conflictText(conflict),
      why: 'each saw only a part of the fleet',
      remedy:
        'look at both with ps, decide which is right, and remove the other file there: ~/.local/state/compowarm/*/PROJECT.json',
      exit: EXIT.failed,
    });
  }
  return record;
}
