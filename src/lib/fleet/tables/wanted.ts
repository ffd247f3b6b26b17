import { type Container, isReachable, type Observation, type Observed } from '../../docker/index.ts';

/** What of the fleet a table is about. */
export interface Wanted {
  /** None: all. */
  services?: readonly string[] | undefined;
  /** Names of ships; none: all. */
  ships?: readonly string[] | undefined;
}

type Placed = Pick<Container, 'service' | 'number' | 'name'>;

/** Whether a ship is one of those that are wanted. */
export function isWanted({ ship }: { ship: string }, { ships }: Wanted): boolean {
  return isAmong(ship, ships);
}

/** Whether it is in a list of what is wanted, of which none means all. */
export function isAmong(name: string, wanted: readonly string[] = []): boolean {
  return wanted.length === 0 || wanted.includes(name);
}

/** The wanted containers with what was seen beside them: in the order of the ships, then of services and numbers. */
export function wantedContainers(
  fleet: readonly Observed[],
  wanted: Wanted,
): { on: Observation; container: Container }[] {
  const { services } = wanted;
  return fleet
    .filter(isReachable)
    .filter((on) => isWanted(on, wanted))
    .flatMap((on) =>
      on.containers
        .filter(({ service }) => isAmong(service, services))
        .sort(byService)
        .map((container) => ({ on, container })),
    );
}

/** Orders by service, then number, then name. */
export function byService(a: Placed, b: Placed): number {
  return compare(a.service, b.service) || a.number - b.number || compare(a.name, b.name);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
