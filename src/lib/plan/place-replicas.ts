import { replicasOf } from '../compose/index.ts';
import type { Container } from '../docker/index.ts';
import { dataOf } from './place-data.ts';
import { type Afar, guestOf, type Scene, type Wanted } from './place-model.ts';
import { isGlobal } from './usable.ts';
import { unique } from './words.ts';

export interface Replicas {
  wanted: Wanted[];
  afar: Afar[];
  warnings: string[];
}

/** One replica that is known to be, or to have been. */
interface Known {
  number: number;
  ship: string;
  container?: Container;
  afar: boolean;
}

/**
 * The replicas that should be, in the file's order and then by number. Those that exist keep their numbers, a lost one
 * comes back under its own, growth takes the highest plus one; too many: the highest numbers go, those on ships that
 * the service may no longer use first. A service that is on every ship has one there: the one of the lowest number that
 * is known there.
 */
export function replicas(scene: Scene): Replicas {
  const found: Replicas = { wanted: [], afar: [], warnings: [] };
  for (const [service, said] of Object.entries(scene.project.services)) {
    const known = knownReplicas(scene, service, found.warnings);
    const ships = scene.shipsOf(service);
    const kept: Kept[] = isGlobal(scene.project, service)
      ? oneEach(known, ships)
      : keep(known, replicasOf(said), ships, (number) => `${service}-${number}` in (scene.before ?? {}));
    for (const one of kept.filter(({ afar }) => !afar)) found.wanted.push(wanted(scene, service, one));
    for (const one of known.filter(({ afar }) => afar)) {
      const replica = `${service}-${one.number}`;
      found.afar.push({ replica, service, number: one.number, ship: one.ship, wanted: kept.includes(one) });
    }
  }
  return {
    ...found,
    // last, so that it is in no replica's way
    wanted: [...found.wanted, ...guest(scene, found)],
    afar: [...found.afar, ...orphansAfar(scene)],
  };
}

function guest({ guest: wish }: Scene, found: Replicas): Wanted[] {
  if (!wish) return [];
  const { service, ships } = wish;
  const own = [...found.wanted, ...found.afar].filter((one) => one.service === service);
  return [{ replica: guestOf(service), service, number: highestOf(own) + 1, guest: { ships } }];
}

/** What a silent ship holds of services that the file no longer has. */
function orphansAfar(scene: Scene): Afar[] {
  return Object.entries(scene.record?.placement ?? {}).flatMap(([replica, recorded]) => {
    const [service, number] = split(replica);
    const ship = scene.nameOf(recorded);
    const known = service in scene.project.services || answers(scene, ship);
    return known ? [] : [{ replica, service, number, ship, wanted: false }];
  });
}

/** What is to leave a silent ship is as good as lost. */
function isAfar(scene: Scene, ship: string): boolean {
  return !answers(scene, ship) && ship !== scene.failed?.ship;
}

function answers(scene: Scene, ship: string): boolean {
  return scene.sites.some((site) => site.name === ship && site.answers);
}

function split(replica: string): [service: string, number: number] {
  const dash = replica.lastIndexOf('-');
  return [replica.slice(0, dash), Number(replica.slice(dash + 1))];
}

/** A replica that the file asks for: one that is known, or a new one. */
type Kept = (Known | { number: number; ship?: never; container?: never; afar: false }) & { only?: string };

function keep(known: Known[], count: number, ships: string[], was: (number: number) => boolean): Kept[] {
  const isNew = ({ number }: Known) => (was(number) ? 0 : 1);
  const stays = (one: Known) => (ships.includes(one.ship) ? 0 : 1);
  const first = [...known]
    .sort((a, b) => isNew(a) - isNew(b) || stays(a) - stays(b) || a.number - b.number)
    .slice(0, count);
  const highest = highestOf(known);
  const grown = Array.from({ length: count - first.length }, (_, index) => ({
    number: highest + 1 + index,
    afar: false as const,
  }));
  return [...first.sort((a, b) => a.number - b.number), ...grown];
}

function oneEach(known: Known[], ships: string[]): Kept[] {
  let highest = highestOf(known);
  const inOrder = known.toSorted((a, b) => a.number - b.number);
  return ships
    .map((only): Kept => {
      const there = inOrder.find(({ ship }) => ship === only);
      if (there) return there.afar ? there : { ...there, only };
      highest += 1;
      return { number: highest, afar: false, only };
    })
    .sort((a, b) => a.number - b.number);
}

function highestOf(known: readonly { number: number }[]): number {
  return Math.max(0, ...known.map(({ number }) => number));
}

function wanted({ before = {}, failed }: Scene, service: string, { number, ship, container, only }: Kept): Wanted {
  const replica = `${service}-${number}`;
  const wish = before[replica];
  return {
    replica,
    service,
    number,
    ...(ship === undefined ? {} : { home: ship }),
    ...(wish === undefined ? {} : { wish }),
    ...(container ? { container } : {}),
    ...(ship !== undefined && ship === failed?.ship ? { leaves: true as const } : {}),
    ...(only === undefined ? {} : { only }),
  };
}

/** Observed ones, then what the record says of those that nobody saw: lost on ships that answer, afar on the others. */
function knownReplicas(scene: Scene, service: string, warnings: string[]): Known[] {
  const known = new Map<number, Known>();
  const recorded = recordedReplicas(scene, service, scene.record?.placement);
  const seen = scene.sites.flatMap((site) =>
    site.containers
      .filter((container) => container.service === service && !container.oneoff)
      .map((container) => ({ number: container.number, ship: site.name, container, afar: false })),
  );
  for (const number of new Set(seen.map((one) => one.number))) {
    const twins = seen.filter((one) => one.number === number);
    const home = recorded.get(number);
    const best = [...twins].sort((a, b) => worth(b, home) - worth(a, home))[0] as Known;
    known.set(number, best);
    const ships = unique(twins.map((one) => one.ship));
    if (ships.length > 1)
      warnings.push(`${service}-${number} is on ${ships.join(' and on ')}: the one on ${best.ship} counts`);
  }
  for (const [number, ship] of recorded) {
    if (!known.has(number)) known.set(number, { number, ship, afar: isAfar(scene, ship) });
  }
  for (const [number, ship] of recordedReplicas(scene, service, scene.before)) {
    if (!known.has(number) && answers(scene, ship)) known.set(number, { number, ship, afar: false });
  }
  return [...known.values()];
}

/** Of two containers under one number: the one with data, then the one that the record names, then the running one. */
function worth({ container, ship }: { container: Container; ship: string }, home: string | undefined): number {
  return (dataOf(container) ? 4 : 0) + (ship === home ? 2 : 0) + (container.state === 'running' ? 1 : 0);
}

function recordedReplicas(scene: Scene, service: string, placement: Scene['before'] = {}): Map<number, string> {
  const entries = Object.entries(placement).flatMap(([replica, ship]): [number, string][] => {
    const [name, number] = split(replica);
    return name === service ? [[number, scene.nameOf(ship)]] : [];
  });
  return new Map(entries);
}
