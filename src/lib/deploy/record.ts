import type { Deed, DeployRecord, UsedImage } from '../docker/index.ts';
import { type Replica, type Step, WAITS } from '../plan/index.ts';
import type { StepState } from './progress.ts';

/** How the steps of a deploy ended. */
export interface Outcome {
  /** Steps that failed or were skipped: what they were to make is not there. */
  undone: readonly Step[];
  /** Every step did what it should, and what was started still runs. */
  well: boolean;
  /** What the containers that steps made were made from, as far as it was seen. */
  images: Readonly<Record<Replica, UsedImage>>;
  deeds: Deed[];
}

/**
 * The record as it ends: a replica or network whose step was not done is written as it was before, for the next deploy
 * compares with what is there. What was made and has crashed is there, and what may or may not have been made is taken to be there: no
 * second one is made elsewhere while its ship is silent. What was made on another ship and did not become ready is not
 * where the replica is: the container before it goes on.
 */
export function settledRecord(
  record: DeployRecord,
  steps: readonly Step[],
  before: DeployRecord | undefined,
  { undone, well, images: seen, deeds }: Outcome,
): DeployRecord {
  const [specs, placement, images] = [{ ...record.specs }, { ...record.placement }, { ...record.images }];
  const unready = new Set(undone.filter(({ kind }) => WAITS.has(kind)).map(({ subject }) => subject));
  const networks = { ...record.definitions?.networks };
  for (const step of steps) {
    if (step.kind === 'renew' && step.former && undone.includes(step)) networks[step.network.name] = step.former;
    if (!('spec' in step)) continue;
    const replica = step.subject;
    const hasMoved = before?.placement[replica] !== undefined && before.placement[replica] !== step.ship;
    const isUndone = undone.includes(step) || (hasMoved && unready.has(replica));
    put(images, replica, isUndone ? (before?.images?.[replica] ?? images[replica]) : seen[replica]);
    if (!isUndone) continue;
    const ship = before?.placement[replica];
    put(specs, replica, before?.specs[replica]);
    if (ship) placement[replica] = ship;
    else if (step.kind === 'create') delete placement[replica];
  }
  const left = { ...record.left, ...stillLeft(before, deeds) };
  const outcome = well ? record.outcome : 'failed';
  const did = deeds.length > 0 ? { changed: deeds } : {};
  const definitions = record.definitions && { definitions: { ...record.definitions, networks } };
  return {
    ...record,
    specs,
    placement,
    outcome,
    ...definitions,
    ...(record.images ? { images } : {}),
    ...did,
    ...(record.left ? { left } : {}),
  };
}

/** What was left with ships from which it could not be removed is still there. */
function stillLeft(before: DeployRecord | undefined, deeds: readonly Deed[]): NonNullable<DeployRecord['left']> {
  const unsure = deeds.filter(({ kind, end }) => kind === 'remove' && end !== 'done').map(({ ship }) => ship);
  return Object.fromEntries(Object.entries(before?.left ?? {}).filter(([ship]) => unsure.includes(ship)));
}

function put<T>(map: Record<string, T>, key: string, value: T | undefined): void {
  if (value === undefined) delete map[key];
  else map[key] = value;
}

/** What came of the steps, for the history. */
export function deedsOf(steps: readonly Step[], state: (id: string) => StepState): Deed[] {
  return steps
    .filter(({ kind, id }) => kind !== 'record' && state(id) !== 'dropped')
    .map((step) => {
      const { kind, ship, subject, id } = step;
      const end = state(id);
      const target = step.kind === 'remove' ? { target: step.target } : {};
      return { kind, ship, subject, ...target, end: ENDS.has(end) ? (end as Deed['end']) : 'unknown' };
    });
}

const ENDS: ReadonlySet<StepState> = new Set(['done', 'failed', 'skipped', 'unknown']);
