import type { Project } from '../compose/index.ts';
import type { Observed } from '../docker/index.ts';

/** The ships in the file's order, then those that only the record names, by name: the same plan whoever answered first. */
export function shipsInOrder(project: Project, fleet: readonly Observed[]): Observed[] {
  const rank = ({ ship }: Observed) =>
    project.ships.findIndex(({ name }) => name === ship) + 1 || project.ships.length + 1;
  return fleet.toSorted((a, b) => rank(a) - rank(b) || (a.ship < b.ship ? -1 : 1));
}
