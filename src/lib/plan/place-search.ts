import { barred } from './place-claims.ts';
import { type Clique, cliques, shortage, type Taken } from './place-cliques.ts';
import type { Exclusion, Group, Option, Scene } from './place-model.ts';
import { nowhere, scarce, tooMany } from './place-problems.ts';
import { CRITERIA, emptyLoad, type Load, weigh } from './place-soft.ts';

/** The ship of a group, and why that one. */
export interface Choice {
  option: Option;
  why: string;
}

/** Ships tried before the search gives up. */
const LIMIT = 10_000;

/**
 * The first best: groups that are somewhere choose before those that are nowhere, else in the file's order; each takes
 * the best ship that leaves a ship for all after it.
 * @throws Problem naming the rule in the way where there is no solution, or none was found within 10,000 tries
 */
export function search(scene: Scene, groups: readonly Group[], taken: Taken, exit: number): Map<Group, Choice> {
  const order = [...groups].sort((a, b) => Number(isAbroad(a)) - Number(isAbroad(b)));
  const rivals = cliques(order);
  for (const clique of rivals) {
    const short = shortage(clique, clique.groups, taken);
    if (short) throw scarce(scene, short, exit);
  }
  const load = emptyLoad(scene);
  const choices = new Map<Group, Choice>();
  let tries = 0;
  let stuck: { depth: number; group: Group; reasons: Map<Option, Exclusion> } | undefined;

  const seat = (group: Group, option: Option, by: 1 | -1) => {
    weigh(load, group, option, by);
    const held = taken.get(option.site.name) ?? [];
    const rest = held.slice(0, held.length - group.claims.length);
    taken.set(option.site.name, by === 1 ? [...held, ...group.claims] : rest);
  };

  const descend = (depth: number): boolean => {
    const group = order[depth];
    if (!group) return true;
    const ranked = rank(group, load);
    const reasons = new Map(group.options.flatMap((option) => reasonAgainst(group, option, taken)));
    for (const option of ranked.map((one) => one.option).filter((one) => !reasons.has(one))) {
      tries += 1;
      if (tries > LIMIT) throw tooMany(LIMIT, exit);
      seat(group, option, 1);
      const left = leavesNone(group, order.slice(depth + 1), rivals, taken);
      if (!left && descend(depth + 1)) {
        choices.set(group, { option, why: whyThis(ranked, option, reasons, group, load) });
        return true;
      }
      seat(group, option, -1);
      reasons.set(option, leavesTooLittle(group, option, left ?? 'others'));
      // what takes nothing from others is not to blame, wherever it goes
      if (!rivals.some((clique) => clique.groups.includes(group))) break;
    }
    if (!stuck || depth > stuck.depth) stuck = { depth, group, reasons };
    return false;
  };

  if (!descend(0) && stuck) throw nowhere(scene, stuck.group, stuck.reasons, exit);
  return choices;
}

function isAbroad(group: Group): boolean {
  return !group.options.some(({ site, excluded }) => !excluded && group.members.some(({ home }) => home === site.name));
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
  const answering = worse.filter((one) => one.option.site.answers);
  const won = (answering.length > 0 ? answering : worse).map((one) => ({ one, by: deciding(chosen, one) }));
  const first = won.toSorted((a, b) => a.by - b.by)[0];
  return (first && CRITERIA[first.by]?.why(first.one.option, group, load)) ?? 'what is left';
}

function reasonAgainst(group: Group, option: Option, taken: Taken): [Option, Exclusion][] {
  const { site, excluded = barred(group.claims, taken.get(site.name) ?? [], site) } = option;
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

/** A replica that could be nowhere any more. */
function leavesNone(group: Group, waiting: Group[], rivals: Clique[], taken: Taken): string | undefined {
  for (const clique of rivals.filter((one) => one.groups.includes(group))) {
    const short = shortage(
      clique,
      waiting.filter((one) => clique.groups.includes(one)),
      taken,
    );
    if (short) return short.groups.at(-1)?.members[0]?.replica;
  }
  return undefined;
}
