import { barred } from './place-claims.ts';
import { type Clique, cliques, type Shortage, shortage } from './place-cliques.ts';
import type { Exclusion, Group, Option, Scene } from './place-model.ts';
import { type Openings, openings, type Taken } from './place-open.ts';
import { givenUp, nowhere, scarce } from './place-problems.ts';
import { CRITERIA, emptyLoad, type Load, weigh } from './place-soft.ts';
import { addTo } from './words.ts';

/** The ship of a group, and why that one. */
export interface Choice {
  option: Option;
  why: string;
}

/** Looks at whether a group may have a ship, before the search in one order is given up: a second or two. */
const LIMIT = 5_000_000;

/**
 * The first best: groups that are somewhere choose before those that are nowhere, else in the file's order; each takes
 * the best ship that leaves a ship for all after it. Where one finds none, the last before it that may be to blame chooses
 * again. Where that takes too many looks, those with the fewest ships left choose first.
 * @throws Problem naming the rule in the way where there is no solution, or none was found in either order
 */
export function search(scene: Scene, groups: readonly Group[], taken: Taken, exit: number): Map<Group, Choice> {
  const abroad = groups.filter((group) => isAbroad(scene, group));
  const ranks = [groups.filter((group) => !abroad.includes(group)), abroad];
  for (const next of ORDERS) {
    const found = attempt(scene, ranks, taken, { next, exit });
    if (found) return found;
  }
  throw givenUp(ORDERS.length * LIMIT, exit);
}

/** Which of those that have no ship yet chooses next. */
type Next = (waiting: readonly Group[], state: Openings) => Group | undefined;

function inTurn([first]: readonly Group[]): Group | undefined {
  return first;
}

/** The one with the fewest ships left, then with the most rivals. */
function hardestFirst(waiting: readonly Group[], { open, rivals }: Openings): Group | undefined {
  return waiting.toSorted((a, b) => open(a).size - open(b).size || rivals(b).size - rivals(a).size)[0];
}

const ORDERS: readonly Next[] = [inTurn, hardestFirst];

/** Groups of one rank choose before those of the next. Undefined where it takes too many looks. */
function attempt(
  scene: Scene,
  ranks: readonly Group[][],
  taken: Taken,
  { next, exit }: { next: Next; exit: number },
): Map<Group, Choice> | undefined {
  const order = ranks.flat();
  let looks = 0;
  const spend = (units: number) => {
    looks += units;
  };
  const state = openings(order, taken, spend);
  const all = cliques(order);
  const crowds = crowdsOf(all);
  for (const clique of all) {
    const short = shortage(clique, state, spend);
    if (short) throw scarce(scene, short, exit);
  }
  const load = emptyLoad(scene);
  const choices = new Map<Group, Choice>();
  let stuck: { depth: number; group: Group; reasons: Map<Option, Exclusion> } | undefined;

  const seat = (group: Group, option: Option) => {
    weigh(load, group, option, 1);
    state.seat(group, option);
  };
  const unseat = (group: Group, option: Option) => {
    state.unseat(group, option);
    weigh(load, group, option, -1);
  };

  /** Nothing where all from there on have a ship, else the groups of which another choice may help. */
  const descend = (depth: number): Set<Group> | 'given up' | undefined => {
    const waiting = ranks.map((groups) => groups.filter(state.waits)).find((groups) => groups.length > 0);
    const group = waiting && next(waiting, state);
    if (!group) return undefined;
    if (looks > LIMIT) return 'given up';
    const ranked = rank(group, load);
    const reasons = new Map(group.options.flatMap((option) => reasonAgainst(group, option, state)));
    spend(order.length + group.options.length + reasons.size * group.claims.length);
    const blame = new Set(state.rivals(group));
    for (const option of ranked.map((one) => one.option).filter((one) => !reasons.has(one))) {
      seat(group, option);
      const short = firstShortage(crowds.get(group) ?? [], state, spend);
      const blamed = short ? rivalsOf(short, state) : descend(depth + 1);
      if (!blamed) {
        choices.set(group, { option, why: whyThis(ranked, option, reasons, group, load) });
        return undefined;
      }
      unseat(group, option);
      if (blamed === 'given up' || !blamed.has(group)) return blamed;
      reasons.set(option, leavesTooLittle(group, option, short?.groups.at(-1)?.members[0]?.replica ?? 'others'));
      spend(blamed.size);
      for (const one of blamed) blame.add(one);
    }
    if (!stuck || depth > stuck.depth) stuck = { depth, group, reasons };
    blame.delete(group);
    return blame;
  };

  const failed = descend(0);
  if (failed === 'given up') return undefined;
  if (failed && stuck) throw nowhere(scene, stuck.group, stuck.reasons, exit);
  return choices;
}

/** Whether none of it can or should stay where it is. */
function isAbroad({ drained }: Scene, { options, members }: Group): boolean {
  const mayStay = options.filter(({ site, excluded }) => !excluded && site.answers && site.name !== drained);
  return !mayStay.some(({ site }) => members.some(({ home }) => home === site.name));
}

interface Ranked {
  option: Option;
  values: number[];
}

function rank(group: Group, load: Load): Ranked[] {
  return group.options
    .map((option) => ({ option, values: CRITERIA.map(({ value }) => value(group, option, load)) }))
    .sort((a, b) => (a.values[deciding(a, b)] ?? 0) - (b.values[deciding(a, b)] ?? 0));
}

/** The first criterion in which two ships differ: the last of them always does. */
function deciding(a: Ranked, b: Ranked): number {
  return a.values.findIndex((value, index) => value !== b.values[index]);
}

/** Why a ship won: what barred a better one, else what makes it better than others that answer. */
function whyThis(ranked: Ranked[], option: Option, reasons: Map<Option, Exclusion>, group: Group, load: Load): string {
  const usable = ranked.filter((one) => one.option.excluded?.rule !== 'ships');
  const chosen = usable.find((one) => one.option === option);
  if (!chosen || usable.length === 1) return 'the only ship it may use';
  const better = usable.slice(0, usable.indexOf(chosen)).flatMap((one) => reasons.get(one.option) ?? [])[0];
  if (better) return better.text;
  const worse = usable.slice(usable.indexOf(chosen) + 1);
  const rivals = worse.filter(({ option: { site } }) => site.answers && site.name !== load.scene.drained);
  const won = (rivals.length > 0 ? rivals : worse).map((one) => ({ one, by: deciding(chosen, one) }));
  const first = won.toSorted((a, b) => a.by - b.by)[0];
  return (first && CRITERIA[first.by]?.why(first.one.option, group, load)) ?? 'what is left';
}

function reasonAgainst(group: Group, option: Option, { open, held }: Openings): [Option, Exclusion][] {
  if (open(group).has(option)) return [];
  const excluded = option.excluded ?? barred(group.claims, held(option), option.site);
  return excluded ? [[option, excluded]] : [];
}

function leavesTooLittle(group: Group, { site }: Option, others: string): Exclusion {
  return {
    rule: 'taken',
    text: `${site.name} would leave no ship for ${others}`,
    path: group.claims[0]?.path ?? ['ships'],
    remedy: 'fewer replicas, more ships, or let docker pick the ports',
  };
}

/** The cliques that each group is of. */
function crowdsOf(all: readonly Clique[]): Map<Group, Clique[]> {
  const crowds = new Map<Group, Clique[]>();
  for (const clique of all) {
    for (const group of clique.groups) addTo(crowds, group, clique);
  }
  return crowds;
}

/** Groups that could be nowhere any more. */
function firstShortage(
  crowds: readonly Clique[],
  state: Openings,
  spend: (units: number) => void,
): Shortage | undefined {
  for (const clique of crowds) {
    const short = shortage(clique, state, spend);
    if (short) return short;
  }
  return undefined;
}

/** Those that took what these groups claim. */
function rivalsOf({ groups }: Shortage, { rivals }: Openings): Set<Group> {
  return new Set(groups.flatMap((group) => [...rivals(group)]));
}
