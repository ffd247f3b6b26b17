import type { Path } from '../compose/index.ts';
import { Problem } from '../problem.ts';
import type { Bindings, Bond, Follow } from './bonds.ts';
import { type Join, joins } from './joins.ts';
import { barred, CLAIMS, claimsOf, claimsOfNeighbour, clash, type Held, heldOf } from './place-claims.ts';
import { abandonedAt, type Pin, volumesOf } from './place-data.ts';
import type { Afar, Claim, Exclusion, Group, Option, Scene, Site, Wanted } from './place-model.ts';
import { describeJoins } from './ties.ts';
import type { Replica } from './types.ts';
import { isGlobal } from './usable.ts';
import { addTo, list, unique } from './words.ts';

type Draft = Omit<Group, 'options'>;
type Unit = Wanted | Afar;

/**
 * Replicas that go to one ship together, each group with what the hard rules say of every ship of the file: all of a
 * bond, and each with the replica that it joins.
 * @throws Problem where two of one group want the same port or name, or one joins what has no replica
 */
export function groups(
  scene: Scene,
  wanted: readonly Wanted[],
  afar: readonly Afar[],
  { bonds, follows }: Bindings,
  pins: ReadonlyMap<Replica, Pin>,
): Group[] {
  const guest = wanted.find(isGuest);
  const data = guest ? volumesOf(scene, guest.service) : [];
  const shared = data.length > 0 ? { shared: `they share ${list(data)}` } : {};
  const reasons = { bonds, joins: joins(scene.project), ...shared };
  const strangers = new Map(scene.sites.map((site) => [site, heldByStrangers(scene, site)]));
  const units: Unit[] = [...wanted, ...afar.filter((one) => one.wanted)];
  const sets = new Map(units.map((unit) => [unit, new Set([unit])]));
  const unite = (one: Unit, other: Unit) => {
    const union = new Set([...(sets.get(one) ?? []), ...(sets.get(other) ?? [])]);
    for (const unit of union) sets.set(unit, union);
  };
  for (const { services } of bonds) {
    const [first, ...others] = units.filter(({ service }) => services.includes(service));
    for (const other of others) unite(first as Unit, other);
  }
  for (const join of reasons.joins) {
    for (const [unit, other] of pairs(scene, join, units)) unite(unit, other);
  }
  const host = data.length > 0 && units.find((one) => isHost(one, guest?.service));
  if (guest && host) unite(guest, host);
  return unique(wanted.map((one) => sets.get(one) as Set<Unit>)).map((set) => {
    const draft = draftOf(
      scene,
      wanted.filter((one) => set.has(one)),
      afar.filter((one) => set.has(one)),
      reasons,
    );
    return { ...draft, options: options(scene, draft, { pins, follows, strangers }) };
  });
}

/**
 * Each replica of a service with the one that it joins: the one on its ship where both are on every ship, else the one
 * of its number, else they are dealt out in turn. Where only the other is on every ship, any ship of that will do.
 */
function pairs({ project }: Scene, join: Join, units: readonly Unit[]): [Unit, Unit][] {
  const own = units.filter(({ service }) => service === join.service);
  const others = units.filter((one) => isHost(one, join.other));
  if (own.length > 0 && others.length === 0) {
    throw new Problem({
      what: `${join.service} ${join.how} ${join.other}, which has no replica`,
      where: project.where(join.path),
      remedy: `give ${join.other} a replica, or ${join.service} none`,
    });
  }
  const [global, otherGlobal] = [isGlobal(project, join.service), isGlobal(project, join.other)];
  if (otherGlobal && !global) return [];
  return own.flatMap((unit, index): [Unit, Unit][] => {
    const other =
      global && otherGlobal
        ? others.find((one) => shipFor(one) === shipFor(unit))
        : (others.find(({ number }) => number === unit.number) ?? others[index % others.length]);
    return other ? [[unit, other]] : [];
  });
}

function isGuest(unit: Unit): boolean {
  return 'guest' in unit;
}

/** A replica of the service, whose data and namespaces others may share. */
function isHost(unit: Unit, service: string | undefined): boolean {
  return unit.service === service && !isGuest(unit);
}

function shipFor(unit: Unit): string | undefined {
  return 'ship' in unit ? unit.ship : unit.only;
}

/** Why replicas may go together. */
interface Reasons {
  bonds: readonly Bond[];
  joins: readonly Join[];
  /** Why a container of `run` goes with a replica. */
  shared?: string;
}

function draftOf(scene: Scene, members: Wanted[], mates: Afar[], reasons: Reasons): Draft {
  const services = unique([...members, ...mates].map((one) => one.service));
  const claims: Claim[] = [];
  const held: Held = new Map();
  const lodges = members.length + mates.length > 1 && members.some(isGuest);
  const why = [reasonOf(services, reasons), lodges && reasons.shared].filter(Boolean).join('; ') || undefined;
  for (const { service, replica } of members.filter((one) => !isGuest(one))) {
    const more = claimsOf(scene.project, service, replica);
    const both = clash(more, held);
    if (both && why !== undefined) throw crowded(scene, both.claim, both.held, why);
    claims.push(...more);
    for (const claim of more) addTo(held, claim.key, claim);
  }
  return { members, mates, services: unique(members.map((one) => one.service)), claims, ...(why ? { why } : {}) };
}

function reasonOf(services: readonly string[], { bonds, joins }: Reasons): string | undefined {
  const own = bonds.filter((bond) => bond.services.some((one) => services.includes(one))).map(({ why }) => why);
  const joined = joins.filter(({ service, other }) => services.includes(service) && services.includes(other));
  return [...own, ...describeJoins(joined)].join('; ') || undefined;
}

function crowded(scene: Scene, claim: Claim, held: Claim, why: string): Problem {
  const { want, once } = CLAIMS[claim.kind];
  const both = claim.kind === 'replica' ? once(claim) : `both ${want(claim).replace('each ', '')}`;
  return new Problem({
    what: `${held.by} and ${claim.by} have to share a ship, and ${both}`,
    where: scene.project.where(claim.path),
    why,
    remedy:
      claim.kind === 'replica'
        ? 'have fewer replicas, or publish all ports of these services under their own numbers'
        : 'let docker pick the port, have one replica, or publish all ports of these services under their own numbers',
  });
}

/** In the order in which the rules bind; the first that speaks against a ship gives its reason. */
const RULES: ((scene: Scene, draft: Draft, site: Site, rules: Rules) => Exclusion | undefined)[] = [
  mayUse,
  isMeant,
  dataStays,
  isGivenUp,
  isFree,
  isAtHome,
];

/** What rules go by besides. */
interface Rules {
  pins: ReadonlyMap<Replica, Pin>;
  follows: readonly Follow[];
  /** What containers of other projects hold. */
  strangers: ReadonlyMap<Site, Held>;
}

function options(scene: Scene, draft: Draft, rules: Rules): Option[] {
  return scene.sites
    .filter((site) => site.inFile)
    .map((site, index) => {
      const excluded = first(RULES, (rule) => rule(scene, draft, site, rules));
      return { site, index, ...(excluded ? { excluded } : {}) };
    });
}

function mayUse(scene: Scene, { services }: Draft, site: Site): Exclusion | undefined {
  return first(services, (service) => scene.barred(service, site.name));
}

/** A replica of a service that is on every ship is for one ship, and a container of `run` for those that the person names. */
function isMeant(_: Scene, { members }: Draft, site: Site): Exclusion | undefined {
  const guest = members.find((one) => one.guest?.ships?.includes(site.name) === false);
  if (guest) {
    return {
      rule: 'ships',
      text: `the container is to run on ${list([...(guest.guest?.ships ?? [])])}`,
      path: ['services', guest.service],
      remedy: 'name another --ship, or none',
    };
  }
  const other = members.find(({ only }) => only !== undefined && only !== site.name);
  if (!other) return undefined;
  return {
    rule: 'ships',
    text: `${other.replica} is the one for ${other.only}`,
    path: ['services', other.service, 'deploy', 'mode'],
    remedy: `let ${other.service} use other ships`,
  };
}

function dataStays({ project }: Scene, { members }: Draft, site: Site, { pins }: Rules) {
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

/** Data that was given up is taken up again only where the file names the ship. */
function isGivenUp(scene: Scene, { services }: Draft, site: Site): Exclusion | undefined {
  const unnamed = services.filter((service) => !scene.project.services[service]?.ships?.includes(site.name));
  return first(unnamed, (service): Exclusion | undefined => {
    const [name] = volumesOf(scene, service).filter((one) => abandonedAt(scene, site.name).includes(one));
    if (name === undefined) return undefined;
    return {
      rule: 'data',
      text: `${site.name} still has ${name}, which was given up`,
      path: ['services', service, 'volumes'],
      remedy: `remove ${name} from ${site.name}, or say that ${service} is to have it: ships: [${site.name}]`,
    };
  });
}

function isFree(_: Scene, { claims }: Draft, site: Site, { strangers }: Rules): Exclusion | undefined {
  return barred(claims, strangers.get(site) ?? new Map(), site);
}

function heldByStrangers({ project }: Scene, { neighbours }: Site): Held {
  return heldOf(neighbours.filter((neighbour) => neighbour.project !== project.name).flatMap(claimsOfNeighbour));
}

function isAtHome(scene: Scene, { services }: Draft, site: Site, { follows }: Rules): Exclusion | undefined {
  const lost = follows.find(
    ({ service, other }) => services.includes(service) && !scene.shipsOf(other).includes(site.name),
  );
  if (!lost) return undefined;
  return {
    rule: 'bond',
    text: `${lost.other} is not on ${site.name}, and ${lost.why}`,
    path: ['services', lost.other, 'deploy', 'mode'],
    remedy: `let ${lost.other} use more ships`,
  };
}

function first<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
