import type { Project } from '../compose/index.ts';
import { Problem } from '../problem.ts';
import { movedPort } from './ports.ts';
import { describe, meet, naming, type Tie, ties } from './ties.ts';
import { groupBy, list, unique } from './words.ts';

/** Services whose containers must all be on one ship, in the file's order, and why: `api and db publish no port`. */
export interface Bond {
  services: string[];
  why: string;
}

/** Services tied to one another, and the ships that all of them may use. */
interface Knot {
  services: string[];
  ships: string[];
}

interface Tied {
  /** By service. */
  knots: Map<string, Knot>;
  held: Tie[];
  broken: Tie[];
}

/**
 * Services that can talk, or share a volume, only at home: they stay together.
 * @throws Problem where the ships that services name for themselves part two of which one names the other
 */
export function bonds(project: Project): Bond[] {
  const { knots, held } = tied(project);
  return unique(knots.values())
    .filter((knot) => knot.services.length > 1)
    .map(({ services }) => ({ services, why: describe(held.filter(({ a }) => services.includes(a))) }));
}

/**
 * What is to be said about bonds that services' own ships break, and about ports that other ships reach at another
 * number than the container's.
 * @throws Problem as `bonds` does
 */
export function bondWarnings(project: Project): string[] {
  const { knots, broken } = tied(project);
  const first = (service: string) => knots.get(service)?.services[0];
  const apart = groupBy(broken, ({ a, b }) => `${first(a)} ${first(b)}`).map((group) => {
    const sides = [unique(group.map(({ a }) => a)), unique(group.map(({ b }) => b))].map(list);
    return `their own ships keep ${sides.join(' apart from ')}, though ${describe(group)}`;
  });
  return [...apart, ...movedWarnings(project, knots)];
}

/** The ships of the file that a service may use, in the file's order. */
export function shipsOf(project: Project, service: string): string[] {
  const own = project.services[service]?.ships;
  return project.ships.map((ship) => ship.name).filter((name) => own?.includes(name) ?? true);
}

function tied(project: Project): Tied {
  const knots = new Map<string, Knot>(
    Object.keys(project.services).map((name) => [name, { services: [name], ships: shipsOf(project, name) }]),
  );
  const all = ties(project);
  const held: Tie[] = [];
  const broken: Tie[] = [];
  for (const tie of [...all.filter((one) => one.naming), ...all.filter((one) => !one.naming)]) {
    const [a, b] = [knots.get(tie.a) as Knot, knots.get(tie.b) as Knot];
    const ships = a.ships.filter((ship) => b.ships.includes(ship));
    if (a !== b && ships.length === 0) {
      if (tie.naming) throw parted(project, tie, a, b);
      broken.push(tie);
      continue;
    }
    held.push(tie);
    if (a === b) continue;
    const members = new Set([...a.services, ...b.services]);
    const services = Object.keys(project.services).filter((name) => members.has(name));
    const knot = { services, ships };
    for (const name of services) knots.set(name, knot);
  }
  return { knots, held, broken };
}

function parted(project: Project, tie: Tie, a: Knot, b: Knot): Problem {
  const named = [tie.b, tie.a, ...b.services, ...a.services].find((name) => project.services[name]?.ships);
  const closed = tie.causes.map((cause) => cause.service);
  return new Problem({
    what: `${tie.naming}, but no ship may run both`,
    where: project.where(['services', named ?? tie.a, 'ships']),
    why: `${describe([tie])}, so both need one ship; ${mayUse(a)}, ${mayUse(b)}`,
    remedy: `let them share a ship, or publish all ports of ${list(closed)} under their own numbers`,
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
