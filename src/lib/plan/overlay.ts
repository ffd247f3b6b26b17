import type { Project } from '../compose/index.ts';
import { isReachable, type Observation, type Observed, type Swarm } from '../docker/index.ts';

/** Whether a network reaches over ships by itself. */
export function isOverlay(project: Project, network: string): boolean {
  return project.networks[network]?.driver === 'overlay';
}

/** The project with what the ships know of networks that the file does not make: their drivers. */
export function asSeen(project: Project, fleet: readonly Observed[]): Project {
  const seen = fleet.filter(isReachable).flatMap(({ networks }) => networks);
  const networks = Object.entries(project.networks).map(([key, network]) => {
    const driver = network.external ? seen.find(({ name }) => name === network.name)?.driver : undefined;
    return [key, driver === undefined ? network : { ...network, driver }];
  });
  return { ...project, networks: Object.fromEntries(networks) };
}

/** Whether two engines are joined in one Swarm. */
export function inOneSwarm(one: Swarm | undefined, other: Swarm | undefined): boolean {
  return one !== undefined && other !== undefined && one.managers.some((node) => other.managers.includes(node));
}

/**
 * Docker's names of the overlay networks that are there: a manager of their Swarm knows them all, another engine those
 * in use on it.
 */
export function overlaysIn(reachable: readonly Observation[]): Set<string> {
  const all = reachable.flatMap(({ networks }) => networks);
  return new Set(all.filter(({ driver }) => driver === 'overlay').map(({ name }) => name));
}

/** The ship that makes and removes networks over ships. */
export function managerOf(reachable: readonly Observation[]): Observation | undefined {
  return reachable.find(({ engine }) => engine.swarm?.role === 'manager');
}
