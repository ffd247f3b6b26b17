import {
  type DeployRecord,
  isReachable,
  type Left,
  type Observation,
  type Observed,
  storedAt,
} from '../docker/index.ts';
import { anonymousMounts } from './losses.ts';
import { currentName } from './record.ts';
import { type Leaving, replicaOf, serviceOf } from './tasks.ts';
import { list, unique } from './words.ts';

/** A failover: what may go on without its ship does so elsewhere. */
export interface Failover {
  ship: string;
  /** Services that go on without the data that they have there. */
  withoutData: readonly string[];
}

/** A ship that was left and that answers again. */
interface Returned {
  /** The record's name of it. */
  recorded: string;
  ship: Observation;
  left: Left;
}

function backAgain(record: DeployRecord | undefined, fleet: readonly Observed[]): Returned[] {
  return Object.entries(record?.left ?? {}).flatMap(([recorded, left]) => {
    const ship = fleet.filter(isReachable).find((one) => one.ship === (record && currentName(record, fleet, recorded)));
    return ship ? [{ recorded, ship, left }] : [];
  });
}

/**
 * Containers on ships that were left while they were silent, of replicas that are elsewhere since: they may hold ports
 * and answer clients, so they are to go before anything else.
 */
export function staleContainers(record: DeployRecord | undefined, fleet: readonly Observed[]): Leaving[] {
  return backAgain(record, fleet).flatMap(({ ship, left }) =>
    ship.containers.flatMap((container) => {
      const replica = replicaOf(container);
      const recorded = replica && record?.placement[replica];
      const place = record && recorded && currentName(record, fleet, recorded);
      if (!replica || !left.replicas.includes(replica) || place === ship.ship) return [];
      const why = place ? `failover put ${replica} on ${place}` : `failover left it`;
      return [{ replica, container, ship: ship.ship, why }];
    }),
  );
}

/** The project's data on a ship, by the record's name of it, that was given up and that nothing there uses by the record. */
export function abandonedOn(record: DeployRecord | undefined, recorded: string): string[] {
  return record ? unused(record.left?.[recorded]?.volumes ?? [], record, recorded) : [];
}

/** Data that no replica uses that is on the ship. */
function unused(names: readonly string[], { placement, specs }: Whereabouts, ship: string): string[] {
  const there = Object.keys(placement).filter((replica) => placement[replica] === ship);
  const used = there.flatMap((replica) => dataNames(specs[replica]));
  return names.filter((name) => !used.includes(name));
}

type Whereabouts = Pick<DeployRecord, 'placement' | 'specs'>;

/** Named volumes and folders of its ship's own that a container is given. */
export function dataNames(spec: DeployRecord['specs'][string] | undefined): string[] {
  const volumes = (spec?.config.volumes ?? []).flatMap(({ type, source }) =>
    type === 'volume' && source !== undefined ? [source] : [],
  );
  return unique([...volumes, ...(spec?.files ?? []).flatMap(({ by, id }) => (by === 'keep' ? [id] : []))]);
}

/**
 * What a record tells of ships that were left: those of before, without what is no longer there, and the one of this
 * failover. That a ship was left is told for good: whoever does not know of it deployed apart from the others.
 */
export function leftAfter(
  {
    fleet,
    record,
    failed,
  }: { fleet: readonly Observed[]; record: DeployRecord | undefined; failed?: Failover | undefined },
  next: Whereabouts & Pick<DeployRecord, 'generation'>,
): Record<string, Left> {
  const stale = staleContainers(record, fleet);
  const all = { ...record?.left };
  for (const { recorded, ship, left } of backAgain(record, fleet)) {
    const replicas = stale.flatMap((one) => (one.ship === ship.ship ? [one.replica] : []));
    all[recorded] = { ...left, replicas: [], volumes: [] };
    all[ship.ship] = {
      ...left,
      replicas: unique(replicas),
      volumes: stillThere(ship, unused(left.volumes, next, ship.ship)),
    };
  }
  if (!failed || !record) return all;
  const gone = Object.keys(record.placement).filter(
    (replica) => record.placement[replica] === failed.ship && next.placement[replica] !== failed.ship,
  );
  if (gone.length === 0) return all;
  const kept = record.volumes[failed.ship] ?? [];
  const given = gone
    .filter((replica) => failed.withoutData.includes(serviceOf(replica)))
    .flatMap((replica) => dataNames(record.specs[replica]))
    .filter((name) => kept.includes(name));
  const old = all[failed.ship];
  return {
    ...all,
    [failed.ship]: {
      generation: next.generation,
      replicas: unique([...(old?.replicas ?? []), ...gone]),
      volumes: unique([...(old?.volumes ?? []), ...given]),
    },
  };
}

/** What is to be said of data that was given up and is still there, and of what containers hold that are stopped now. */
export function abandonedWarnings(
  record: DeployRecord | undefined,
  fleet: readonly Observed[],
  stale: readonly Leaving[],
): string[] {
  const given = backAgain(record, fleet).flatMap(({ recorded, ship }) =>
    stillThere(ship, abandonedOn(record, recorded)).map((name) => givenUpText(ship, name)),
  );
  return [...given, ...stale.flatMap(heldText)];
}

function stillThere({ volumes, kept }: Observation, names: readonly string[]): string[] {
  return names.filter((name) => kept.includes(name) || volumes.some((volume) => volume.name === name));
}

function givenUpText({ ship, store, kept }: Observation, name: string): string {
  const folder = storedAt(store, { by: 'keep', id: name });
  const [what, how] = kept.includes(name) ? ['folder', `rm -r ${folder}`] : ['volume', `docker volume rm ${name}`];
  return `${what} ${name} on ${ship} was given up with the ship: nothing uses it or removes it; save what you want of it, then there: ${how}`;
}

function heldText({ container, ship }: Leaving): string[] {
  const folders = container.mounts.flatMap(({ type, source, writable }) =>
    type === 'bind' && writable ? [source] : [],
  );
  const volumes = anonymousMounts(container).map(
    ({ name, target }) => `the volume of ${target} (docker volume rm ${name} removes it)`,
  );
  const held = list([...folders, ...volumes]);
  return held === '' ? [] : [`${container.name} goes from ${ship}, and what it held stays there: ${held}`];
}
