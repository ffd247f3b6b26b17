import type { Project } from '../compose/index.ts';
import type { Observed } from '../docker/index.ts';
import { EXIT } from '../problem.ts';
import { bindings } from './bonds.ts';
import { pins } from './place-data.ts';
import { groups } from './place-groups.ts';
import { type Afar, type Group, imaginedScene, type Scene, scene, type Wanted, type Wish } from './place-model.ts';
import { refuseCounts, requireShips } from './place-problems.ts';
import { replicas } from './place-replicas.ts';
import { search } from './place-search.ts';
import { silentChoice, takenBefore, type Wait, wait } from './place-waits.ts';
import { emptyVolumes, whyHere } from './place-why.ts';
import type { Placement, Replica } from './types.ts';

/** A replica about which nothing is done now, because its ship does not answer. */
export interface Frozen {
  replica: Replica;
  service: string;
  number: number;
  ship: string;
  why: string;
  /** By the record it lives there; otherwise it only waits for the ship, and what it has elsewhere is left alone. */
  lives: boolean;
}

export interface PlaceResult {
  placement: Placement;
  /** In the file's order, then by number; last what silent ships hold of services that the file no longer has. */
  frozen: Frozen[];
  warnings: string[];
}

/**
 * The ship of every replica that the file asks for, and why. Hard rules first, then the first best in the soft ones'
 * order; what exists stays where it can, unless the person wishes otherwise. The same project and fleet give the same
 * placement.
 * @throws Problem where a hard rule leaves no ship: of status 2 where that is so on any fleet, else 1
 */
export function place(project: Project, fleet: readonly Observed[], wish: Wish = {}): PlaceResult {
  placeAnywhere(project);
  return placeOn({ ...scene(project, fleet), ...wish }, EXIT.failed);
}

/**
 * Places on ships imagined to answer and to be empty, so that what no observation could solve fails before any
 * connection.
 * @throws Problem as `place` does
 */
export function placeAnywhere(project: Project): PlaceResult {
  return placeOn(imaginedScene(project), EXIT.usage);
}

function placeOn(view: Scene, exit: number): PlaceResult {
  requireShips(view, exit);
  refuseCounts(view);
  const bound = bindings(view);
  const { wanted, afar, warnings } = replicas(view);
  const pinned = pins(view, wanted, afar);
  const all = groups(view, wanted, afar, bound, pinned);
  const held = new Map<Group, Wait>();
  for (const group of all) {
    const silent = wait(view, group, pinned, exit);
    if (silent) held.set(group, silent);
  }
  const open = all.filter((group) => !held.has(group));
  const choices = search(view, open, takenBefore(view, afar, [...held.keys()]), exit);

  const placement: Placement = new Map();
  const waiting: Frozen[] = [];
  for (const [member, group] of inOrder(wanted, all)) {
    const { replica, service, number } = member;
    const choice = choices.get(group);
    const silent = held.get(group) ?? (choice && silentChoice(choice));
    if (silent) waiting.push({ replica, service, number, ...whereabouts(member, silent) });
    else if (choice) {
      const why = whyHere(view, member, group, choice, pinned.get(replica));
      placement.set(replica, { service, number, ship: choice.option.site.name, why });
    }
  }
  return {
    placement,
    frozen: frozen(view, afar, waiting),
    warnings: [...warnings, ...bound.warnings, ...emptyVolumes(view, placement)],
  };
}

/** What was to leave its ship and can't is there by the record, whatever it waits for. */
function whereabouts({ leaves, home }: Wanted, silent: Wait): Pick<Frozen, 'ship' | 'why' | 'lives'> {
  return leaves && home !== undefined ? { ship: home, why: silent.why, lives: true } : { ...silent, lives: false };
}

function inOrder(wanted: readonly Wanted[], all: readonly Group[]): [Wanted, Group][] {
  const groupOf = new Map(all.flatMap((group) => group.members.map((member): [Wanted, Group] => [member, group])));
  return wanted.map((member) => [member, groupOf.get(member) as Group]);
}

function frozen(view: Scene, afar: readonly Afar[], waiting: readonly Frozen[]): Frozen[] {
  const living = afar.map(({ replica, service, number, ship }): Frozen => {
    return {
      replica,
      service,
      number,
      ship,
      why: `it is on ${ship} by the record, and ${ship} does not answer`,
      lives: true,
    };
  });
  const services = Object.keys(view.project.services);
  const rank = ({ service }: Frozen) => services.indexOf(service) + 1 || Number.POSITIVE_INFINITY;
  return [...living, ...waiting].sort((a, b) => (rank(a) === rank(b) ? a.number - b.number : rank(a) - rank(b)));
}
