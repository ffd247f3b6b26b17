import type { Container, DeployRecord, Observed, Unreachable } from '../docker/index.ts';

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

export interface PsOptions {
  /** The newest record: what silent ships hold is known from it. */
  record: DeployRecord | undefined;
  /** Stopped containers and those of `run` too, as in Compose. */
  all: boolean;
  services?: readonly string[] | undefined;
  /** States, `unknown` among them, in which a container is listed; absent: as `all` says. */
  states?: readonly string[] | undefined;
  /** Names of ships; absent: all. */
  ships?: readonly string[] | undefined;
}

const SHOWN = new Set(['running', 'restarting', 'paused']);

/** What runs where: in the order of the ships, then of services and numbers. */
export function psRows(observed: readonly Observed[], project: string, options: PsOptions): PsRow[] {
  const { record, services, ships, states } = options;
  const all = options.all || states !== undefined;
  return observed
    .filter(({ ship }) => !ships || ships.includes(ship))
    .flatMap((one) => {
      const rows =
        'engine' in one
          ? one.containers
              .filter((container) => wanted(container, all))
              .map((container) => seen(one.ship, project, container, record))
          : unknown(one, project, record);
      return rows
        .filter((row) => !services || services.includes(row.service))
        .filter((row) => !states || states.includes(stateOf(row)))
        .sort(byService);
    });
}

/** The state as docker has it, `unknown` of what was not seen. */
export function stateOf({ seen }: PsRow): string {
  return 'unknown' in seen ? 'unknown' : seen.state;
}

/** The whole IDs of what was seen, one a line. */
export function psIds(rows: readonly PsRow[]): string {
  return rows.flatMap(({ seen }) => ('unknown' in seen ? [] : [seen.id])).join('\n');
}

/** The services of the rows, one a line. */
export function psServices(rows: readonly PsRow[]): string {
  return [...new Set(rows.map(({ service }) => service))].join('\n');
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

function byService(a: PsRow, b: PsRow): number {
  return compare(a.service, b.service) || a.number - b.number || compare(a.name, b.name);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
