import { clash, isSame } from './place-claims.ts';
import type { Claim, Group } from './place-model.ts';
import { unique } from './words.ts';

/** What replicas took on each ship so far, by its name. */
export type Taken = Map<string, Claim[]>;

/** Groups of which only so many can share a ship: all of them take one port, one name, or a place of one service. */
export interface Clique {
  claim: Claim;
  groups: Group[];
}

/** Groups that cannot all be seated, and the ships that are left to them: too few for them. */
export interface Shortage {
  claim: Claim;
  groups: Group[];
  ships: string[];
}

/** One clique for each thing that more groups take than one ship has. */
export function cliques(groups: readonly Group[]): Clique[] {
  const claims = groups.flatMap((group) => group.claims);
  const kinds = new Map(claims.map((claim) => [`${claim.key} ${claim.ip}`, claim]));
  return [...kinds.values()]
    .map((claim) => ({
      claim,
      groups: groups.filter((group) =>
        group.claims.some((one) => one.key === claim.key && (one.ip === claim.ip || one.ip === '')),
      ),
    }))
    .filter(({ groups }) => groups.length > 1)
    .filter(
      ({ groups, claim }) =>
        groups.flatMap((group) => group.claims).filter((one) => isSame(claim, one)).length > claim.most,
    );
}

/** The ships that are open to a group. */
function openTo(group: Group, taken: Taken): string[] {
  return group.options
    .filter(({ site, excluded }) => !excluded && !clash(group.claims, taken.get(site.name) ?? []))
    .map(({ site }) => site.name);
}

/** Who sits where. */
interface Seating {
  open: Map<Group, string[]>;
  seats: Map<string, Group[]>;
  /** How many seats a ship has left. */
  room(ship: string): number;
}

/** Whether every group can have a seat on a ship; if not, the groups and ships that show it (Hall's theorem). */
export function shortage({ claim }: Clique, waiting: readonly Group[], taken: Taken): Shortage | undefined {
  const room = (ship: string) => claim.most - (taken.get(ship) ?? []).filter((one) => isSame(claim, one)).length;
  const seating: Seating = {
    open: new Map(waiting.map((group) => [group, openTo(group, taken)])),
    seats: new Map(),
    room,
  };
  for (const group of waiting) {
    const visited = new Set<string>();
    if (seat(group, visited, seating)) continue;
    const rivals = [...visited].flatMap((ship) => seating.seats.get(ship) ?? []);
    const groups = waiting.filter((one) => one === group || rivals.includes(one));
    return { claim, groups, ships: unique(visited) };
  }
  return undefined;
}

/** One augmenting path of bipartite matching: a seat for the group, others moving on where they can. */
function seat(group: Group, visited: Set<string>, seating: Seating): boolean {
  for (const ship of seating.open.get(group) ?? []) {
    if (visited.has(ship)) continue;
    visited.add(ship);
    const there = seating.seats.get(ship) ?? [];
    const leaves = there.length < seating.room(ship) ? group : there.find((other) => seat(other, visited, seating));
    if (!leaves) continue;
    seating.seats.set(ship, [...there.filter((one) => one !== leaves), group]);
    return true;
  }
  return false;
}
