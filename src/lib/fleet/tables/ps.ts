import { type Container, type DeployRecord, isReachable, type Observed, type Unreachable } from '../../docker/index.ts';
import { byService, isAmong, isWanted, type Wanted } from './wanted.ts';

/** A container that was seen, or a replica that the record places on a ship which is silent. */
export interface PsRow {
  ship: string;
  project: string;
  name: string;
  image: string;
  service: string;
  number: number;
  seen: Container | { unknown: string };
  /** It was left behind by a failover; the ship that has the replica since, if any has. */
  left?: { to: string | undefined };
}

export interface PsOptions extends Wanted {
  /** The newest record: what silent ships hold is known from it. */
  record: DeployRecord | undefined;
  /** Stopped containers and those of `run` too, as in Compose. */
  all: boolean;
  /** States, `unknown` among them, in which a container is listed; none: as `all` says. */
  states?: readonly string[] | undefined;
}

const SHOWN = new Set(['running', 'restarting', 'paused']);

/** What runs where: in the order of the ships, then of services and numbers. */
export function psRows(observed: readonly Observed[], project: string, options: PsOptions): PsRow[] {
  const { record, services, states = [] } = options;
  const all = options.all || states.length > 0;
  return observed
    .filter((one) => isWanted(one, options))
    .flatMap((one) => {
      const rows = isReachable(one)
        ? one.containers
            .filter((container) => wanted(container, all))
            .map((container) => seen(one.ship, project, container, record))
        : unknown(one, project, record);
      return rows
        .filter(({ service }) => isAmong(service, services))
        .filter((row) => isAmong(stateOf(row), states))
        .sort(byService);
    });
}

/** The state as docker has it, `unknown` of what was not seen. */
function stateOf({ seen }: PsRow): string {
  return 'unknown' in seen ? 'unknown' : seen.state;
}

function wanted(container: Container, all: boolean): boolean {
  return all || (SHOWN.has(container.state) && !container.oneoff);
}

function seen(ship: string, project: string, container: Container, record: DeployRecord | undefined): PsRow {
  const { name, image, service, number } = container;
  const left = container.oneoff ? {} : leftBehind(record, ship, `${service}-${number}`);
  return { ship, project, name, image, service, number, seen: container, ...left };
}

function unknown(silent: Unreachable, project: string, record: DeployRecord | undefined): PsRow[] {
  const living = Object.entries(record?.placement ?? {}).flatMap(([replica, ship]) =>
    ship === silent.ship ? [replica] : [],
  );
  const left = (record?.left?.[silent.ship]?.replicas ?? []).filter((replica) => !living.includes(replica));
  return [...living, ...left].map((replica) => {
    const spec = record?.specs[replica];
    const dash = replica.lastIndexOf('-');
    return {
      ship: silent.ship,
      project,
      name: spec?.name ?? `${project}-${replica}`,
      image: spec?.config.image ?? '',
      service: replica.slice(0, dash),
      number: Number(replica.slice(dash + 1)),
      seen: { unknown: silent.unreachable },
      ...leftBehind(record, silent.ship, replica),
    };
  });
}

function leftBehind(record: DeployRecord | undefined, ship: string, replica: string): Pick<PsRow, 'left'> {
  const to = record?.placement[replica];
  return record?.left?.[ship]?.replicas.includes(replica) && to !== ship ? { left: { to } } : {};
}
