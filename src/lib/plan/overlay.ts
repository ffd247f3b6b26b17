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

/** Whether a ship can make networks that reach over ships. */
export function isManager({ engine }: Observation): boolean {
  return engine.swarm?.role === 'manager';
}
