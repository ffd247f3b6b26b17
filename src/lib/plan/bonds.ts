import type { Project } from '../compose/index.ts';
import { Problem } from '../problem.ts';
import { movedPort } from './ports.ts';
import { describe, meet, naming, type Tie, ties } from './ties.ts';
import { isGlobal, type MayUse } from './usable.ts';
import { groupBy, list, unique } from './words.ts';

/** Services whose containers must all be on one ship, in the file's order, and why: `api and db publish no port`. */
export interface Bond {
  services: string[];
  why: string;
}

/** A project and the ships that its services may use. */
export interface Fairway extends Pick<MayUse, 'shipsOf'> {
  project: Project;
}

/** Services tied to one another, and the ships that all of them may use. */
interface Knot {
  services: string[];
  ships: string[];
}

/** A service that may go only where another is, which is on every ship that it may use, and why. */
export interface Follow {
  service: string;
  other: string;
  why: string;
}

interface Tied {
  /** By service. A service that is on every ship is in a knot of its own. */
  knots: Map<string, Knot>;
  held: Tie[];
  broken: Tie[];
  follows: Follow[];
}

/** What ties make of services. */
export interface Bindings {
  /** Services that can talk, or share a volume, only at home: they stay together. */
  bonds: Bond[];
  /** Services that have to be where one is that is on every ship it may use. Such a one bonds with nobody itself. */
  follows: Follow[];
  /** About bonds that services' own ships break, and ports that other ships reach at another number than the container's. */
  warnings: string[];
}

/**
 * Who stays with whom.
 * @throws Problem where the ships that services may use part two of which one names the other
 */
export function bindings(fairway: Fairway): Bindings {
  const all = tied(fairway);
  return { bonds: bondsOf(fairway, all), follows: all.follows, warnings: warningsOf(fairway, all) };
}

function bondsOf({ project }: Fairway, { held }: Tied): Bond[] {
  const binding = held.filter(({ a, b, join }) => !join && !isGlobal(project, a) && !isGlobal(project, b));
  const sets = new Map<string, Set<string>>();
  for (const { a, b } of binding) {
    const union = new Set([a, b, ...(sets.get(a) ?? []), ...(sets.get(b) ?? [])]);
    for (const name of union) sets.set(name, union);
  }
  const names = Object.keys(project.services);
  return unique(names.flatMap((name) => sets.get(name) ?? [])).map((set) => ({
    services: names.filter((name) => set.has(name)),
    why: describe(binding.filter(({ a }) => set.has(a))),
  }));
}

function warningsOf({ project }: Fairway, { knots, broken }: Tied): string[] {
  const first = (service: string) => knots.get(service)?.services[0];
  const wide = (tie: Tie) => isGlobal(project, tie.a) || isGlobal(project, tie.b);
  const apart = groupBy(
    broken.filter((tie) => !wide(tie)),
    ({ a, b }) => `${first(a)} ${first(b)}`,
  ).map((group) => {
    const sides = [unique(group.map(({ a }) => a)), unique(group.map(({ b }) => b))].map(list);
    return `their own ships keep ${sides.join(' apart from ')}, though ${describe(group)}`;
  });
  return [...apart, ...wideWarnings(project, broken.filter(wide)), ...movedWarnings(project, knots)];
}

/** A service on every ship, and those that it does not reach from each of them. */
function wideWarnings(project: Project, broken: readonly Tie[]): string[] {
  const globals = Object.keys(project.services).filter((name) => isGlobal(project, name));
  return globals.flatMap((name) => {
    const far = broken.filter(
      (tie) => (tie.a === name || tie.b === name) && tie.causes.some((cause) => cause.service !== name),
    );
    const others = unique(far.map(({ a, b }) => (a === name ? b : a)));
    if (others.length === 0) return [];
    const causes = far.map((tie) => ({ ...tie, causes: tie.causes.filter(({ service }) => service !== name) }));
    return [
      `${name} is on every ship, and does not reach ${list(others)} from other ships than theirs: ${describe(causes)}`,
    ];
  });
}

function tied({ project, shipsOf }: Fairway): Tied {
  const knots = new Map<string, Knot>(
    Object.keys(project.services).map((name) => [name, { services: [name], ships: shipsOf(name) }]),
  );
  const all = ties(project);
  const strength = (tie: Tie) => (tie.join ? 0 : tie.naming ? 1 : 2);
  const found: Tied = { knots, held: [], broken: [], follows: [] };
  for (const tie of all.toSorted((one, other) => strength(one) - strength(other))) {
    const isWide = isGlobal(project, tie.a) || isGlobal(project, tie.b);
    const whole = isWide ? holdWide(project, tie, found) : hold(project, tie, knots);
    (whole ? found.held : found.broken).push(tie);
  }
  return found;
}

/**
 * Makes one knot of two; false where no ship is left to it.
 * @throws Problem where that is so and one names the other
 */
function hold(project: Project, tie: Tie, knots: Map<string, Knot>): boolean {
  const [a, b] = [knots.get(tie.a) as Knot, knots.get(tie.b) as Knot];
  if (a === b) return true;
  const ships = a.ships.filter((ship) => b.ships.includes(ship));
  if (ships.length === 0) {
    if (tie.naming) throw parted(project, tie, a, b);
    return false;
  }
  const members = new Set([...a.services, ...b.services]);
  const knot = { services: Object.keys(project.services).filter((name) => members.has(name)), ships };
  for (const name of members) knots.set(name, knot);
  return true;
}

/**
 * A tie with a service that is on every ship it may use. Who needs that service goes where it is; what it needs itself
 * would have to be on each of its ships. False where that can't be.
 * @throws Problem where that is so and one that is needed is named
 */
function holdWide(project: Project, tie: Tie, { knots, follows }: Tied): boolean {
  const follow = (service: string, other: string): boolean => {
    const [knot, ships] = [knots.get(service) as Knot, knots.get(other)?.ships];
    const left = knot.ships.filter((ship) => ships?.includes(ship));
    if (left.length === 0) return false;
    knot.ships = left;
    follows.push({ service, other, why: describe([tie]) });
    return true;
  };
  const sides: [needs: string, needed: string][] = [
    [tie.a, tie.b],
    [tie.b, tie.a],
  ];
  const gaps = sides.filter(([needs, needed]) => {
    const [from, to] = [knots.get(needs) as Knot, knots.get(needed) as Knot];
    if (!isNeeded(project, tie, needs, needed)) return false;
    if (!isGlobal(project, needs)) return !follow(needs, needed);
    if (isGlobal(project, needed)) return from.ships.some((ship) => !to.ships.includes(ship));
    return from.ships.length > 1 || !follow(needed, needs);
  });
  const named = gaps.find(
    ([, needed]) => tie.join || tie.causes.some((cause) => cause.service === needed && cause.named),
  );
  if (named) throw notEverywhere(project, tie, ...named);
  return gaps.length === 0;
}

/** Whether one of a tie needs the other on its ship. */
function isNeeded(project: Project, { causes, join, volume }: Tie, needs: string, needed: string): boolean {
  if (join) return join.service === needs;
  if (volume !== undefined) return isGlobal(project, needed) && !isGlobal(project, needs);
  return causes.some(({ service }) => service === needed);
}

function parted(project: Project, tie: Tie, a: Knot, b: Knot): Problem {
  const named = [tie.b, tie.a, ...b.services, ...a.services].find((name) => project.services[name]?.ships);
  const closed = tie.causes.map(({ service }) => service);
  return new Problem({
    what: `${tie.naming}, but no ship may run both`,
    where: project.where(['services', named ?? tie.a, 'ships']),
    why: `${describe([tie])}, so both need one ship; ${mayUse(a)}, ${mayUse(b)}`,
    remedy:
      closed.length === 0
        ? 'let them share a ship'
        : `let them share a ship, or publish all ports of ${list(closed)} under their own numbers`,
  });
}

function notEverywhere(project: Project, tie: Tie, needs: string, needed: string): Problem {
  const named = tie.causes.find(({ service }) => service === needed)?.named;
  return new Problem({
    what: `${tie.join ? tie.naming : `${needs} ${named} ${needed}`}, which is not on all ships of ${needs}`,
    where: project.where(tie.join?.path ?? ['services', needs, 'deploy', 'mode']),
    why: `${needs} is on every ship that it may use, and ${describe([tie])}`,
    remedy: `let ${needs} use only the ships of ${needed}, or make ${needed} global${tie.join ? '' : ', or publish all its ports under their own numbers'}`,
  });
}

function mayUse({ services, ships }: Knot): string {
  return `${list(services)} may use ${list(ships) || 'no ship'}`;
}

/** Nobody names these services, so nothing ties them; yet on another ship their name leads to another number. */
function movedWarnings(project: Project, knots: Tied['knots']): string[] {
  if (project.shape === 'v1' || project.ships.length < 2) return [];
  const names = Object.keys(project.services);
  return names.flatMap((name) => {
    const service = project.services[name];
    const moved = service && movedPort(service);
    const others = names.filter(
      (other) => knots.get(other) !== knots.get(name) && meet(project, other, name) && !naming(project, other, name),
    );
    if (!moved || others.length === 0) return [];
    const text = `${name} publishes port ${moved.target} as ${moved.published}`;
    return [`${text}: from other ships ${list(others)} can reach it at ${moved.published} only`];
  });
}
