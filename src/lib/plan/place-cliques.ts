import { clash } from './place-claims.ts';
import type { Claim, Group } from './place-model.ts';
import { unique } from './words.ts';

/** What replicas took on each ship so far, by its name. */
export type Taken = Map<string, Claim[]>;

/** Groups of which no two can share a ship: all of them take one port, or one name. */
export interface Clique {
  claim: Claim;
  groups: Group[];
}

/** Groups that cannot all be seated, and the ships that are left to them: fewer than groups. */
export interface Shortage {
  claim: Claim;
  groups: Group[];
  ships: string[];
}

/** One clique for each port or name that two groups take. */
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
    .filter((clique) => clique.groups.length > 1);
}

/** The ships that are open to a group. */
function openTo(group: Group, taken: Taken): string[] {
  return group.options
    .filter(({ site, excluded }) => !excluded && !clash(group.claims, taken.get(site.name) ?? []))
    .map(({ site }) => site.name);
}

/** Whether every group can have a ship of its own; if not, the groups and ships that show it (Hall's theorem). */
export function shortage(clique: Clique, waiting: readonly Group[], taken: Taken): Shortage | undefined {
  const seats = new Map<string, Group>();
  const open = new Map(waiting.map((group) => [group, openTo(group, taken)]));
  for (const group of waiting) {
    const visited = new Set<string>();
    if (seat(group, seats, visited, open)) continue;
    const rivals = [...visited].flatMap((ship) => seats.get(ship) ?? []);
    const groups = waiting.filter((one) => one === group || rivals.includes(one));
    return { claim: clique.claim, groups, ships: unique(visited) };
  }
  return undefined;
}

/** One augmenting path of bipartite matching: a ship for the group, others moving on where they can. */
function seat(group: Group, seats: Map<string, Group>, visited: Set<string>, open: Map<Group, string[]>): boolean {
  for (const name of open.get(group) ?? []) {
    if (visited.has(name)) continue;
    visited.add(name);
    const other = seats.get(name);
    if (other && !seat(other, seats, visited, open)) continue;
    seats.set(name, group);
    return true;
  }
  return false;
}
