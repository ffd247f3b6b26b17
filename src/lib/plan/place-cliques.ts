import { isSame } from './place-claims.ts';
import type { Claim, Group, Option } from './place-model.ts';
import { claimantsOf, type Openings } from './place-open.ts';
import { unique } from './words.ts';

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
  const claimants = claimantsOf(groups);
  const claims = groups.flatMap((group) => group.claims);
  const kinds = new Map(claims.map((claim) => [`${claim.key} ${claim.ip}`, claim]));
  return [...kinds.values()]
    .map((claim) => ({
      claim,
      groups: (claimants.get(claim.key) ?? []).filter((group) =>
        group.claims.some((one) => one.key === claim.key && (one.ip === claim.ip || one.ip === '')),
      ),
    }))
    .filter(({ groups }) => groups.length > 1)
    .filter(
      ({ groups, claim }) =>
        groups.flatMap((group) => group.claims).filter((one) => isSame(claim, one)).length > claim.most,
    );
}

/** Who sits where. */
interface Seating {
  open(group: Group): Option[];
  seats: Map<Option['site'], Group[]>;
  /** How many seats a ship has left. */
  room(option: Option): number;
}

/**
 * Whether every group of a clique that waits can have a seat on a ship; if not, the groups and ships that show it (Hall's
 * theorem). `spend` is told of each seat that is tried.
 */
export function shortage(
  { claim, groups }: Clique,
  { waits, open, held }: Openings,
  spend: (units: number) => void,
): Shortage | undefined {
  const waiting = groups.filter(waits);
  spend(groups.length);
  // as many open ships as there are groups: each finds one that no other took
  if (waiting.every((group) => open(group).size >= waiting.length)) return undefined;
  const seating: Seating = {
    open: (group) => group.options.filter((option) => open(group).has(option)),
    seats: new Map(),
    room: (option) => claim.most - (held(option).get(claim.key) ?? []).filter((one) => isSame(claim, one)).length,
  };
  for (const group of waiting) {
    const visited = new Set<Option['site']>();
    const seated = seat(group, visited, seating);
    spend((visited.size + 1) * group.options.length);
    if (seated) continue;
    const rivals = [...visited].flatMap((site) => seating.seats.get(site) ?? []);
    const short = waiting.filter((one) => one === group || rivals.includes(one));
    return { claim, groups: short, ships: unique([...visited].map(({ name }) => name)) };
  }
  return undefined;
}

/** One augmenting path of bipartite matching: a seat for the group, others moving on where they can. */
function seat(group: Group, visited: Set<Option['site']>, seating: Seating): boolean {
  for (const option of seating.open(group)) {
    const { site } = option;
    if (visited.has(site)) continue;
    visited.add(site);
    const there = seating.seats.get(site) ?? [];
    const leaves = there.length < seating.room(option) ? group : there.find((other) => seat(other, visited, seating));
    if (!leaves) continue;
    seating.seats.set(site, [...there.filter((one) => one !== leaves), group]);
    return true;
  }
  return false;
}
