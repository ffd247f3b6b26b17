import type { Path } from '../compose/index.ts';
import { Problem } from '../problem.ts';
import { type Bond, shipsOf } from './bonds.ts';
import { barred, claimsOf, claimsOfNeighbour, clash } from './place-claims.ts';
import type { Pin } from './place-data.ts';
import type { Claim, Exclusion, Group, Option, Scene, Site, Wanted } from './place-model.ts';
import type { Replica } from './types.ts';
import { list, unique } from './words.ts';

type Draft = Omit<Group, 'options'>;

/**
 * Replicas that go to one ship together, each group with what the hard rules say of every ship of the file.
 * @throws Problem where two of one group want the same port or name
 */
export function groups(
  scene: Scene,
  wanted: readonly Wanted[],
  bonds: readonly Bond[],
  pins: ReadonlyMap<Replica, Pin>,
): Group[] {
  const bondOf = (service: string) => bonds.find((bond) => bond.services.includes(service));
  const shared = new Map<Bond, Wanted[]>();
  const sets: Wanted[][] = [];
  for (const one of wanted) {
    const bond = bondOf(one.service);
    const mates = bond && shared.get(bond);
    if (mates) mates.push(one);
    else {
      const set = [one];
      sets.push(set);
      if (bond) shared.set(bond, set);
    }
  }
  return sets.map((members) => {
    const draft = draftOf(scene, members, bondOf((members[0] as Wanted).service));
    return { ...draft, options: options(scene, draft, pins) };
  });
}

function draftOf(scene: Scene, members: Wanted[], bond: Bond | undefined): Draft {
  const claims: Claim[] = [];
  for (const { service, replica } of members) {
    const more = claimsOf(scene.project, service, replica);
    const both = clash(more, claims);
    if (both && bond) throw crowded(scene, both.claim, both.held, bond);
    claims.push(...more);
  }
  return { members, services: unique(members.map((one) => one.service)), claims, ...(bond ? { bond } : {}) };
}

function crowded(scene: Scene, claim: Claim, held: Claim, bond: Bond): Problem {
  return new Problem({
    what: `${held.by} and ${claim.by} have to share a ship, and both take ${claim.text}`,
    where: scene.project.where(claim.path),
    why: bond.why,
    remedy:
      'let docker pick the port, have one replica, or publish all ports of these services under their own numbers',
  });
}

/** In the order in which the rules bind; the first that speaks against a ship gives its reason. */
const RULES: ((scene: Scene, draft: Draft, site: Site, pins: ReadonlyMap<Replica, Pin>) => Exclusion | undefined)[] = [
  mayUse,
  dataStays,
  isFree,
];

function options(scene: Scene, draft: Draft, pins: ReadonlyMap<Replica, Pin>): Option[] {
  return scene.sites
    .filter((site) => site.inFile)
    .map((site, index) => {
      const excluded = first(RULES, (rule) => rule(scene, draft, site, pins));
      return { site, index, ...(excluded ? { excluded } : {}) };
    });
}

function mayUse({ project }: Scene, { services }: Draft, site: Site): Exclusion | undefined {
  const service = services.find((name) => !shipsOf(project, name).includes(site.name));
  if (service === undefined) return undefined;
  return {
    rule: 'ships',
    text: `${service} may use only ${list(shipsOf(project, service))}`,
    path: ['services', service, 'ships'],
    remedy: `let ${service} use another ship`,
  };
}

function dataStays({ project }: Scene, { members }: Draft, site: Site, pins: ReadonlyMap<Replica, Pin>) {
  return first(members, ({ replica, service }): Exclusion | undefined => {
    const pin = pins.get(replica);
    if (!pin || pin.ships.includes(site.name)) return undefined;
    const own: Path = ['services', service, 'ships'];
    const place = list(pin.ships);
    return {
      rule: 'data',
      text:
        pin.ships.length > 0
          ? `the data of ${replica} (${pin.data}) is on ${place}, and data never moves by itself`
          : `the data of ${replica} (${pin.data}) is not on one ship, and data never moves by itself`,
      path: project.services[service]?.ships ? own : ['ships'],
      remedy:
        pin.ships.length > 0
          ? `let ${service} use ${place}, or move the data yourself and remove ${pin.remains} there`
          : `bring ${pin.data} to one ship and remove them from the others`,
    };
  });
}

function isFree({ project }: Scene, { claims }: Draft, site: Site): Exclusion | undefined {
  const neighbours = site.neighbours.filter((neighbour) => neighbour.project !== project.name);
  return barred(claims, neighbours.flatMap(claimsOfNeighbour), site);
}

function first<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
