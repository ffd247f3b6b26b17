import { imageName } from '../docker/index.ts';
import { barred } from './place-claims.ts';
import { type Clique, cliques, shortage, type Taken } from './place-cliques.ts';
import type { Exclusion, Group, Option, Scene } from './place-model.ts';
import { nowhere, scarce, tooMany } from './place-problems.ts';

/** The ship of a group, and why that one. */
export interface Choice {
  option: Option;
  why: string;
}

/** Ships tried before the search gives up. */
const LIMIT = 100_000;

/** What is known at one point of the search. */
interface State {
  scene: Scene;
  taken: Taken;
  /** Replicas by ship, and by ship and service. */
  count: Map<string, number>;
}

/** What makes one ship better than another, in order: the lower value wins, and says why. */
const CRITERIA: { why(loser: Option): string; value(group: Group, option: Option, state: State): number }[] = [
  { why: ({ site }) => `${site.name} does not answer`, value: (_, { site }) => (site.answers ? 0 : 1) },
  {
    why: () => 'most of them are there',
    value: (group, { site }) => -group.members.filter(({ home }) => home === site.name).length,
  },
  {
    why: () => 'fewest of this service',
    value: ({ services }, { site }, { count }) =>
      services.reduce((sum, service) => sum + (count.get(`${site.name} ${service}`) ?? 0), 0),
  },
  { why: () => 'fewest of this project', value: (_, { site }, { count }) => count.get(site.name) ?? 0 },
  { why: () => 'most memory', value: (_, { site }) => -site.memory },
  {
    why: () => 'has the image',
    value: ({ services }, { site }, { scene }) =>
      -services.filter((name) => site.images.has(imageName(scene.project.services[name]?.image ?? ''))).length,
  },
  { why: () => 'first in the file', value: (_, { index }) => index },
];

/**
 * The first best: groups that are somewhere choose before those that are nowhere, else in the file's order; each takes
 * the best ship that leaves a ship for all after it.
 * @throws Problem naming the rule in the way where there is no solution, or none was found within 100,000 tries
 */
export function search(scene: Scene, groups: readonly Group[], taken: Taken, exit: number): Map<Group, Choice> {
  const order = [...groups].sort((a, b) => Number(isAbroad(a)) - Number(isAbroad(b)));
  const rivals = cliques(order);
  for (const clique of rivals) {
    const short = shortage(clique, clique.groups, taken);
    if (short) throw scarce(scene, short, exit);
  }
  const state: State = { scene, taken, count: new Map() };
  const choices = new Map<Group, Choice>();
  let tries = 0;
  let stuck: { depth: number; group: Group; reasons: Map<Option, Exclusion> } | undefined;

  const descend = (depth: number): boolean => {
    const group = order[depth];
    if (!group) return true;
    const ranked = rank(group, state);
    const reasons = new Map(group.options.flatMap((option) => reasonAgainst(group, option, taken)));
    for (const option of ranked.map((one) => one.option).filter((one) => !reasons.has(one))) {
      tries += 1;
      if (tries > LIMIT) throw tooMany(LIMIT, exit);
      seat(group, option, state, 1);
      const left = leavesNone(group, order.slice(depth + 1), rivals, taken);
      if (!left && descend(depth + 1)) {
        choices.set(group, { option, why: whyThis(ranked, option, reasons) });
        return true;
      }
      seat(group, option, state, -1);
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

function rank(group: Group, state: State): Ranked[] {
  return group.options
    .map((option) => ({ option, values: CRITERIA.map(({ value }) => value(group, option, state)) }))
    .sort((a, b) => (a.values[deciding(a, b)] ?? 0) - (b.values[deciding(a, b)] ?? 0));
}

/** The first criterion in which two ships differ: the last of them always does. */
function deciding(a: Ranked, b: Ranked): number {
  return a.values.findIndex((value, index) => value !== b.values[index]);
}

/** Why a ship won: what barred a better one, else what makes it better than others that answer. */
function whyThis(ranked: Ranked[], option: Option, reasons: Map<Option, Exclusion>): string {
  const usable = ranked.filter((one) => one.option.excluded?.rule !== 'ships');
  const chosen = usable.find((one) => one.option === option);
  if (!chosen || usable.length === 1) return 'the only ship it may use';
  const better = usable.slice(0, usable.indexOf(chosen)).flatMap((one) => reasons.get(one.option) ?? [])[0];
  if (better) return better.text;
  const worse = usable.slice(usable.indexOf(chosen) + 1);
  const answering = worse.filter((one) => one.option.site.answers);
  const won = (answering.length > 0 ? answering : worse).map((one) => ({ one, by: deciding(chosen, one) }));
  const first = won.toSorted((a, b) => a.by - b.by)[0];
  return (first && CRITERIA[first.by]?.why(first.one.option)) ?? 'what is left';
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

/** Takes a seat (`by` 1) or gives it back (-1). */
function seat(group: Group, { site }: Option, { taken, count }: State, by: 1 | -1): void {
  const held = taken.get(site.name) ?? [];
  taken.set(site.name, by === 1 ? [...held, ...group.claims] : held.slice(0, held.length - group.claims.length));
  const keys = group.members.flatMap(({ service }) => [site.name, `${site.name} ${service}`]);
  for (const key of keys) count.set(key, (count.get(key) ?? 0) + by);
}
