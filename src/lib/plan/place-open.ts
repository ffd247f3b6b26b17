import { clash, type Held, heldOf } from './place-claims.ts';
import type { Claim, Group, Option } from './place-model.ts';
import { addTo } from './words.ts';

/** What replicas took on each ship so far, by its name. */
export type Taken = ReadonlyMap<string, readonly Claim[]>;

/** Which ships are open to each group, kept while groups take theirs. */
export interface Openings {
  /** What is held on a ship. */
  held(option: Option): Held;
  /** The options that no rule bars. */
  open(group: Group): ReadonlySet<Option>;
  /** Whether it has no ship yet. */
  waits(group: Group): boolean;
  /** Those that claim what it claims. */
  rivals(group: Group): ReadonlySet<Group>;
  /** Seats a group, which closes the ship to others; the one before is the first to be unseated. */
  seat(group: Group, option: Option): void;
  unseat(group: Group, option: Option): void;
}

/** Nobody is seated, and `taken` is held. `spend` is told of each look at whether a ship stays open to a group. */
export function openings(groups: readonly Group[], taken: Taken, spend: (units: number) => void): Openings {
  const ships = new Map([...taken].map(([ship, claims]) => [ship, heldOf(claims)]));
  const waiting = new Set(groups);
  const claims = new Map(groups.map((group) => [group, heldOf(group.claims)]));
  const claimants = claimantsOf(groups);
  const rivals = new Map(groups.map((group) => [group, rivalsOf(group, claims.get(group), claimants)]));
  const closed: [Group, Option][][] = [];

  const held = ({ site }: Option): Held => {
    const own = ships.get(site.name) ?? new Map();
    ships.set(site.name, own);
    return own;
  };
  const isOpen = (group: Group, option: Option) => !option.excluded && !clash(group.claims, held(option));
  const open = new Map(
    groups.map((group) => [group, new Set(group.options.filter((option) => isOpen(group, option)))]),
  );

  /** Closes the ship to those that now cannot have one thing of it. */
  const close = (key: string, index: number): [Group, Option][] => {
    const others = claimants.get(key) ?? [];
    spend(others.length);
    return others.flatMap((other): [Group, Option][] => {
      const option = other.options[index] as Option;
      if (!waiting.has(other) || !open.get(other)?.has(option)) return [];
      if (!clash(claims.get(other)?.get(key) ?? [], held(option))) return [];
      open.get(other)?.delete(option);
      return [[other, option]];
    });
  };

  return {
    held,
    open: (group) => open.get(group) ?? new Set(),
    waits: (group) => waiting.has(group),
    rivals: (group) => rivals.get(group) ?? new Set(),
    seat: (group, option) => {
      waiting.delete(group);
      const own = held(option);
      for (const claim of group.claims) addTo(own, claim.key, claim);
      closed.push([...(claims.get(group)?.keys() ?? [])].flatMap((key) => close(key, option.index)));
    },
    unseat: (group, option) => {
      const own = held(option);
      for (const { key } of group.claims) own.get(key)?.pop();
      for (const [other, shut] of closed.pop() ?? []) open.get(other)?.add(shut);
      waiting.add(group);
    },
  };
}

/** The groups that claim a thing, by its key. */
export function claimantsOf(groups: readonly Group[]): Map<string, Group[]> {
  const claimants = new Map<string, Group[]>();
  for (const group of groups) {
    for (const key of new Set(group.claims.map((claim) => claim.key))) {
      addTo(claimants, key, group);
    }
  }
  return claimants;
}

function rivalsOf(group: Group, claims: Held | undefined, claimants: ReadonlyMap<string, Group[]>): Set<Group> {
  const all = [...(claims?.keys() ?? [])].flatMap((key) => claimants.get(key) ?? []);
  return new Set(all.filter((other) => other !== group));
}
