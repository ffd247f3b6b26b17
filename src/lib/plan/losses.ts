import type { Project } from '../compose/index.ts';
import { type Container, isReachable, type Observation, type Observed, storedAt } from '../docker/index.ts';
import { ownerOf } from './definitions.ts';
import type { Leaving } from './tasks.ts';
import type { Step } from './types.ts';
import { list, unique } from './words.ts';

/** Data that goes with a project, or would if nothing were in the way. */
export interface Loss {
  ship: string;
  target: 'volume' | 'data';
  name: string;
  /** For people: `volume demo_data`, `the anonymous volume of demo-db-1 at /data`, `./data`. */
  subject: string;
  /** Why it stays all the same. */
  stays?: string;
}

/** Anonymous volumes of a container: docker's name and where they are mounted. */
export function anonymousMounts({ mounts }: Container): { name: string; target: string }[] {
  return mounts.flatMap(({ type, name, target }) =>
    type === 'volume' && name && /^[0-9a-f]{64}$/.test(name) ? [{ name, target }] : [],
  );
}

/**
 * The data of the containers that leave: named volumes that the file declares (where all leave, also those that nobody
 * mounts), anonymous volumes, and folders that are the ship's own. `left` is the fleet without those containers.
 */
export function lossesOf(
  project: Project,
  left: readonly Observed[],
  leaving: readonly Leaving[],
  whole: boolean,
): Loss[] {
  return left.filter(isReachable).flatMap((ship) => {
    const its = leaving.filter((one) => one.ship === ship.ship).map(({ container }) => container);
    return [
      ...namedLosses(project, ship, its, whole),
      ...anonymousLosses(project, ship, its),
      ...folderLosses(ship, its, whole),
    ];
  });
}

function namedLosses(project: Project, ship: Observation, leaving: readonly Container[], whole: boolean): Loss[] {
  const mounted = new Set(leaving.flatMap(({ mounts }) => mounts.flatMap(({ name }) => name ?? [])));
  const declared = Object.values(project.volumes).filter(({ external }) => !external);
  const names = new Set(declared.map(({ name }) => name).filter((name) => whole || mounted.has(name)));
  return ship.volumes
    .filter(({ name }) => names.has(name))
    .map((volume): Loss => {
      const { name } = volume;
      const owner = ownerOf(volume);
      const why =
        owner === project.name ? usedBy(ship, name) : `it was made for ${owner ? `project ${owner}` : 'no project'}`;
      return { ship: ship.ship, target: 'volume', name, subject: `volume ${name}`, ...(why ? { stays: why } : {}) };
    });
}

/** Anonymous volumes of containers that leave a ship. */
export function anonymousLosses(project: Project, ship: Observation, leaving: readonly Container[]): Loss[] {
  const said = new Set(Object.values(project.volumes).map(({ name }) => name));
  const all = leaving.flatMap((container) =>
    anonymousMounts(container)
      .filter(({ name }) => !said.has(name))
      .map(({ name, target }) => ({ name, of: container.name, target })),
  );
  return unique(all.map(({ name }) => name)).map((name) => {
    const { of, target } = all.find((one) => one.name === name) ?? { of: '', target: '' };
    const why = usedBy(ship, name);
    const subject = `the anonymous volume of ${of} at ${target}`;
    return { ship: ship.ship, target: 'volume', name, subject, ...(why ? { stays: why } : {}) };
  });
}

/** Folders that came from laptops and are the ship's own by now. */
function folderLosses(ship: Observation, leaving: readonly Container[], whole: boolean): Loss[] {
  const mounts = (container: Container, id: string) =>
    container.mounts.some(({ source }) => source === storedAt(ship.store, { by: 'keep', id }));
  return ship.kept
    .filter((id) => whole || leaving.some((container) => mounts(container, id)))
    .map((id) => {
      const users = ship.containers.filter((container) => mounts(container, id)).map(({ name }) => name);
      const why = users.length > 0 ? inUse(users) : undefined;
      return { ship: ship.ship, target: 'data', name: id, subject: id, ...(why ? { stays: why } : {}) };
    });
}

function usedBy(ship: Observation, volume: string): string | undefined {
  const users = ship.containers.filter(({ mounts }) => mounts.some(({ name }) => name === volume));
  return users.length > 0 ? inUse(users.map(({ name }) => name)) : undefined;
}

function inUse(users: readonly string[]): string {
  return `${list(users)} ${users.length > 1 ? 'use' : 'uses'} it`;
}

/** The fleet without that data. */
export function withoutLosses(fleet: readonly Observed[], losses: readonly Loss[]): Observed[] {
  return fleet.map((one) => {
    if (!isReachable(one)) return one;
    const gone = new Set(losses.filter(({ ship, stays }) => ship === one.ship && !stays).map(({ name }) => name));
    return {
      ...one,
      volumes: one.volumes.filter(({ name }) => !gone.has(name)),
      kept: one.kept.filter((id) => !gone.has(id)),
    };
  });
}

/** What a step that removes data is about. */
export function lossStep({
  ship,
  target,
  name,
  subject,
}: Loss): Pick<Extract<Step, { kind: 'remove' }>, 'ship' | 'subject' | 'target' | 'name'> {
  return { ship, subject, target, name };
}

/** What silent ships hold by the record. */
export function outOfReach(fleet: readonly Observed[], volumes: Record<string, string[]>): string[] {
  return fleet.flatMap((one) =>
    isReachable(one)
      ? []
      : (volumes[one.ship] ?? []).map(
          (name) => `${name.startsWith('.') ? name : `volume ${name}`} on ${one.ship} stays: the ship does not answer`,
        ),
  );
}

/** What people are told of data that goes. */
export function lossText({ ship, subject, stays }: Loss): string[] {
  return stays ? [] : [`${subject} on ${ship} is removed, with what it holds`];
}
