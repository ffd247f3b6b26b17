import { isReachable, type Member, type Observed } from '../../docker/index.ts';
import { isWanted, type Wanted } from './wanted.ts';

/** A Compose project, whoever made it. */
export interface ProjectRow {
  name: string;
  /** `exited(1), running(2)` */
  status: string;
  /** The same on each of its ships. */
  ships: { ship: string; status: string }[];
  /** Paths on the machine that it was made from, where its containers say so. */
  files: string[] | undefined;
}

export interface WantedProjects extends Pick<Wanted, 'ships'> {
  /** Those with none but stopped containers too. */
  all: boolean;
  /** Regular expressions, any of which the name has to match; absent: all. */
  names?: readonly RegExp[] | undefined;
}

/** States of containers that `docker ps` lists without `--all`. */
const UP = new Set(['running', 'paused', 'restarting']);

/** The projects on the fleet, by their names. */
export function projectsOf(fleet: readonly Observed[], wanted: WantedProjects): ProjectRow[] {
  const { all, names } = wanted;
  const members = fleet
    .filter(isReachable)
    .filter((on) => isWanted(on, wanted))
    .flatMap(({ ship, members = [] }) => members.map((member) => ({ ship, ...member })))
    .filter(({ state }) => all || UP.has(state));
  const found = [...new Set(members.map(({ project }) => project))].sort();
  return found
    .filter((name) => !names || names.some((pattern) => pattern.test(name)))
    .map((name) => {
      const own = members.filter(({ project }) => project === name);
      const ships = [...new Set(own.map(({ ship }) => ship))];
      return {
        name,
        status: statusOf(own),
        ships: ships.map((ship) => ({ ship, status: statusOf(own.filter((one) => one.ship === ship)) })),
        files: filesOf(own),
      };
    });
}

function statusOf(members: readonly Member[]): string {
  const states = [...new Set(members.map(({ state }) => state))].sort();
  return states.map((state) => `${state}(${members.filter((one) => one.state === state).length})`).join(', ');
}

function filesOf(members: readonly Member[]): string[] | undefined {
  const files = members.flatMap(({ files }) => files ?? []);
  return members.every(({ files }) => files) ? [...new Set(files)] : undefined;
}
