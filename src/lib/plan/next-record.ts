import type { Network, Project, Volume } from '../compose/index.ts';
import {
  type DeployRecord,
  HASH_LABEL,
  isReachable,
  type Named,
  networkHash,
  type Observation,
  type Observed,
  type Spec,
  volumeHash,
} from '../docker/index.ts';
import { type Failover, leftAfter, staleContainers } from './left.ts';
import type { Renewal } from './renew.ts';
import { contentsUsed, fileNames, imagesSeen, sourceOf } from './source.ts';
import type { Identity } from './start.ts';
import { type Leaving, replicaOf, serviceOf, type Task } from './tasks.ts';
import type { Replica } from './types.ts';

/** All that a record is made from. */
export interface Known {
  project: Project;
  fleet: readonly Observed[];
  /** The newest record that was seen. */
  record: DeployRecord | undefined;
  tasks: readonly Task[];
  frozen: readonly { replica: Replica; ship: string }[];
  /** The services that the deploy is about; what is known of the others stays known. */
  chosen: ReadonlySet<string>;
  /** Networks that are made anew. */
  renewals?: readonly Renewal[];
  /** The ship that is left. */
  failed?: Failover | undefined;
}

/** The record of a deploy that is about to begin: the next generation. */
export function nextRecord(known: Known, identity: Identity): DeployRecord {
  const { project, fleet, record, tasks, frozen, chosen } = known;
  const specs: Record<Replica, Spec> = {};
  const placement: Record<Replica, string> = {};
  const put = (replica: Replica, ship: string, spec: Spec | undefined) => {
    placement[replica] = ship;
    if (spec) specs[replica] = spec;
  };
  for (const [replica, ship] of Object.entries(record?.placement ?? {})) {
    const service = serviceOf(replica);
    if (service in project.services && !chosen.has(service)) put(replica, ship, record?.specs[replica]);
  }
  for (const ship of withoutContainers(fleet, staleContainers(record, fleet)).filter(isReachable)) {
    for (const replica of ship.containers.flatMap((container) => replicaOf(container) ?? [])) {
      put(replica, ship.ship, record?.specs[replica]);
    }
  }
  for (const { replica, ship } of frozen) put(replica, ship, record?.specs[replica]);
  for (const task of tasks) put(task.replica, task.ship.ship, task.spec);
  const generation = (record?.generation ?? 0) + 1;
  const left = leftAfter(known, { generation, placement, specs });
  return {
    version: 1,
    project: project.name,
    generation,
    deploy: identity.deploy,
    outcome: 'begun',
    ships: shipsOf(known),
    placement,
    specs,
    volumes: volumesOf(known, specs, placement),
    definitions: definitionsOf(known),
    who: identity.who,
    when: identity.when,
    ...(identity.verb ? { verb: identity.verb } : {}),
    files: fileNames(project),
    source: sourceOf(known, placement),
    contents: contentsUsed(record, { generation, specs }),
    images: imagesSeen(known, placement),
    ...(Object.keys(left).length > 0 ? { left } : {}),
  };
}

/** The same of one that has ended well. */
export function doneRecord(known: Known, identity: Identity): DeployRecord {
  return { ...nextRecord(known, identity), outcome: 'done' };
}

/**
 * What every ship should hold when nothing else is to be done: the newest record. One whose deploy was cut off has ended
 * with what is there now, unless the services in view are only a part.
 */
export function mendedRecord(known: Known, identity: Identity): DeployRecord {
  const { record, project, chosen } = known;
  const now = doneRecord(known, identity);
  if (!record) return now;
  const whole = Object.keys(project.services).every((name) => chosen.has(name));
  const { generation, deploy, who, when, verb } = record;
  const same = { generation, deploy, who, when, ...(verb ? { verb } : {}) };
  return record.outcome === 'begun' && whole ? { ...now, ...same } : record;
}

/** The fleet without these containers. */
export function withoutContainers(fleet: readonly Observed[], leaving: readonly Leaving[]): Observed[] {
  const gone = new Set(leaving.map(({ container }) => container));
  return fleet.map((one) =>
    isReachable(one) ? { ...one, containers: one.containers.filter((container) => !gone.has(container)) } : one,
  );
}

/** The ships of the file, and those that the record names and that have not answered. */
function shipsOf({ project, fleet, record }: Known): DeployRecord['ships'] {
  const seen = project.ships.flatMap((ship) => {
    const observed = fleet.find((one) => one.ship === ship.name);
    if (!observed || !isReachable(observed)) return [];
    const { name, host, user, port, docker } = ship;
    const login = { ...(user ? { user } : {}), ...(port ? { port } : {}) };
    return [{ name, host, ...login, docker, address: observed.address, engine: observed.engine.id }];
  });
  const silent = new Set(fleet.filter((one) => !isReachable(one)).map((one) => one.ship));
  return [...seen, ...(record?.ships ?? []).filter((ship) => silent.has(ship.name))];
}

/** What networks and volumes are made from, once this deploy has ended: some stay what they were. */
function definitionsOf({ project, fleet, record, renewals = [] }: Known): NonNullable<DeployRecord['definitions']> {
  const ships = fleet.filter(isReachable);
  const own = <T extends Network | Volume>(
    things: Record<string, T>,
    made: Record<string, T> = {},
    isThere: (thing: T) => boolean,
  ) =>
    Object.fromEntries(
      Object.values(things).flatMap((thing) => {
        const last = made[thing.name];
        return thing.external ? [] : [[thing.name, last && isThere(last) ? last : thing]];
      }),
    );
  const carries = (seen: readonly Named[], name: string, hash: string) =>
    seen.some((one) => one.name === name && one.labels[HASH_LABEL] === hash);
  const { networks, volumes } = record?.definitions ?? {};
  return {
    networks: own(
      project.networks,
      networks,
      (one) =>
        !renewals.some(({ wanted }) => wanted.name === one.name) &&
        ships.some((ship) => carries(ship.networks, one.name, networkHash(one))),
    ),
    volumes: own(project.volumes, volumes, (one) =>
      ships.some((ship) => carries(ship.volumes, one.name, volumeHash(one))),
    ),
  };
}

function volumesOf(
  { project, fleet, record }: Known,
  specs: Record<Replica, Spec>,
  placement: Record<Replica, string>,
): DeployRecord['volumes'] {
  const named = new Set(Object.values(project.volumes).map((volume) => volume.name));
  const planned = (ship: string) =>
    Object.entries(specs)
      .filter(([replica]) => placement[replica] === ship)
      .flatMap(([, spec]) => [
        ...spec.config.volumes.flatMap(({ source }) => (source && named.has(source) ? [source] : [])),
        ...(spec.files ?? []).flatMap(({ by, id }) => (by === 'keep' ? [id] : [])),
      ]);
  return Object.fromEntries(
    fleet.flatMap((observed) => {
      const there = isReachable(observed)
        ? projectVolumes(observed, project.name).filter((name) => !planned(observed.ship).includes(name))
        : (record?.volumes[observed.ship] ?? []);
      const names = [...new Set([...there, ...planned(observed.ship)])].sort();
      return names.length > 0 ? [[observed.ship, names]] : [];
    }),
  );
}

/** Volumes of a ship that carry the project's label, and folders that are the ship's own. */
export function projectVolumes(ship: Observation, project: string): string[] {
  const volumes = ship.volumes.filter((volume) => volume.labels['com.docker.compose.project'] === project);
  return [...volumes.map((volume) => volume.name), ...ship.kept];
}
