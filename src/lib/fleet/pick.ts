import { type Container, type DeployRecord, isReachable, isUnreachable, type Observed } from '../docker/index.ts';
import { EXIT, Problem } from '../problem.ts';

/** Which container of a service is meant. */
export interface Choice {
  service: string;
  /** Its number; without it the lowest that will do. */
  index?: number | undefined;
  /** Names of ships; absent: all. */
  ships?: readonly string[] | undefined;
  /** It has to run. */
  running: boolean;
  /** The newest record: what silent ships hold is known from it. */
  record: DeployRecord | undefined;
}

/** A container, and its ship's name. */
export interface Picked {
  ship: string;
  container: Container;
}

/**
 * The one container of a service that a verb is about, and its ship's name. Containers of `run` are not meant.
 * @throws Problem where none will do; of status 3 where it may be on a ship that does not answer
 */
export function pick(fleet: readonly Observed[], choice: Choice): Picked {
  const { service, running } = choice;
  const found = ofService(fleet, service, false);
  const named = found.filter((one) => isNamed(one, choice));
  const fit = named.find(({ container }) => !running || container.state === 'running');
  if (fit) return fit;
  const what = `${nameOf(choice)} has no container${running ? ' that runs' : ''}`;
  const silent = silentOne(fleet, choice);
  if (silent) {
    throw new Problem({
      what,
      why: `what ${silent.ship} holds of it is not known: ${silent.unreachable}`,
      remedy: silent.remedy,
      exit: EXIT.unreachable,
    });
  }
  const others = found.map(({ ship, container }) => `${service}-${container.number} on ${ship} (${container.state})`);
  throw new Problem({
    what,
    why: others.length > 0 ? `there is ${others.join(', ')}` : undefined,
    remedy: remedyOf(choice, named, found),
    exit: EXIT.failed,
  });
}

/**
 * Every container of a service that will do, in the order of their numbers, and those of `run` behind them where they are
 * meant too.
 * @throws Problem as `pick`, where none will do
 */
export function pickEach(fleet: readonly Observed[], choice: Choice & { oneoffs: boolean }): Picked[] {
  const found = [
    ...ofService(fleet, choice.service, false),
    ...(choice.oneoffs ? ofService(fleet, choice.service, true) : []),
  ];
  const fit = found.filter((one) => isNamed(one, choice) && (!choice.running || one.container.state === 'running'));
  return fit.length > 0 ? fit : [pick(fleet, choice)];
}

function ofService(fleet: readonly Observed[], service: string, oneoff: boolean): Picked[] {
  return fleet
    .filter(isReachable)
    .flatMap(({ ship, containers }) => containers.map((container) => ({ ship, container })))
    .filter(({ container }) => container.service === service && container.oneoff === oneoff)
    .sort((a, b) => a.container.number - b.container.number);
}

function isNamed({ ship, container }: Picked, { index, ships }: Choice): boolean {
  return (index === undefined || container.number === index) && (!ships || ships.length === 0 || ships.includes(ship));
}

/** Whether no ship can hold a better choice than this one does: the container is on it, and none has a lower number. */
export function isFirst(
  observed: Observed,
  { service, index = 1, ships }: Omit<Choice, 'record' | 'running'>,
): boolean {
  if (!isReachable(observed) || (ships && ships.length > 0 && !ships.includes(observed.ship))) return false;
  return observed.containers.some(
    (one) => one.service === service && !one.oneoff && one.number === index && one.state === 'running',
  );
}

function nameOf({ service, index, ships }: Choice): string {
  const replica = index === undefined ? `service ${service}` : `${service}-${index}`;
  return ships && ships.length > 0 ? `${replica} on ${ships.join(', ')}` : replica;
}

/** The verb that helps a container to run, where that is not `start`, which leaves these alone. */
const HELPS: Readonly<Record<string, string>> = { paused: 'unpause', restarting: 'logs' };

function remedyOf({ service }: Choice, named: readonly Picked[], found: readonly Picked[]): string {
  if (named.length === 0 && found.length > 0) return 'name one that is there';
  return `compowarm ${HELPS[named[0]?.container.state ?? ''] ?? 'start'} ${service}`;
}

/** A ship that does not answer, and that holds what is meant by the record. */
function silentOne(fleet: readonly Observed[], { service, index, ships, record }: Choice) {
  const placement = Object.entries(record?.placement ?? {});
  return fleet.filter(isUnreachable).find(({ ship }) => {
    if (ships && ships.length > 0 && !ships.includes(ship)) return false;
    return placement.some(([replica, at]) => {
      const dash = replica.lastIndexOf('-');
      const isMeant = replica.slice(0, dash) === service && (index === undefined || replica === `${service}-${index}`);
      return at === ship && isMeant;
    });
  });
}
