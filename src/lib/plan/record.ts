import type { DeployRecord, Observation, Observed } from '../docker/index.ts';
import { isReachable } from '../docker/index.ts';
import { unique } from './words.ts';

export interface Newest {
  record?: DeployRecord;
  /**
   * Ships whose records come from deploys that did not know of each other, of one generation or behind a failover: none
   * of them is chosen.
   */
  conflict?: string[];
}

/**
 * What the last deploy left, as the ships that answer tell it: the record of the highest generation. Of two that one
 * deploy wrote, the one that knows its outcome is the newer.
 */
export function newestRecord(fleet: readonly Observed[]): Newest {
  const holders = fleet.filter(isReachable).flatMap(({ ship, record }) => (record ? [{ ship, record }] : []));
  const generation = Math.max(...holders.map(({ record }) => record.generation));
  const newest = holders.filter(({ record }) => record.generation === generation);
  if (unique(newest.map(({ record }) => record.deploy)).length > 1) return { conflict: newest.map(({ ship }) => ship) };
  const apart = holders.filter((one) => newest.some((other) => knowsNothing(other.record, one.record)));
  if (apart.length > 0) return { conflict: [...newest, ...apart].map(({ ship }) => ship) };
  const ended = newest.find(({ record }) => record.outcome !== 'begun') ?? newest[0];
  return ended ? { record: ended.record } : {};
}

/** Whether who wrote one record did not know of a failover that another tells of: it deployed apart from the others. */
function knowsNothing({ left: known = {} }: DeployRecord, { left = {} }: DeployRecord): boolean {
  return Object.entries(left).some(([ship, { generation }]) => generation > (known[ship]?.generation ?? 0));
}

/** Today's name of a ship that the record names: a ship may have been given another name, its engine stays the same. */
export function currentName(record: DeployRecord, fleet: readonly Observed[], name: string): string {
  if (fleet.some((observed) => isReachable(observed) && observed.ship === name)) return name;
  const engine = record.ships.find((ship) => ship.name === name)?.engine;
  const same = fleet.find((one): one is Observation => isReachable(one) && one.engine.id === engine);
  return same?.ship ?? name;
}
