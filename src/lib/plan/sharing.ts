import type { Project, Service } from '../compose/index.ts';
import type { Placed, Placement } from './types.ts';

type Sharing = Pick<Service, 'network_mode' | 'ipc' | 'pid' | 'volumes_from'>;

/** Docker's name of a replica's container. */
export function containerName(project: Project, service: string, number: number): string {
  return project.services[service]?.container_name ?? `${project.name}-${service}-${number}`;
}

/**
 * The modes that share with another service, and `volumes_from`, with the name of that service's container on the
 * replica's ship in its place: the one of its number, else the first, as docker takes it.
 */
export function sharing(
  project: Project,
  placement: Placement,
  { service, ship, number }: Pick<Placed, 'service' | 'ship' | 'number'>,
): Sharing {
  const { network_mode, ipc, pid, volumes_from } = project.services[service] as Service;
  const nameOf = (other: string) => {
    const numbers = [...placement.values()].flatMap((one) =>
      one.service === other && one.ship === ship ? [one.number] : [],
    );
    const first = numbers.length > 0 ? Math.min(...numbers) : 1;
    return containerName(project, other, numbers.includes(number) ? number : first);
  };
  const mode = (said: string | undefined) =>
    said?.replace(/^service:(.+)$/, (_, other) => `container:${nameOf(other)}`);
  const source = (said: string) => {
    const [first = '', ...rest] = said.split(':');
    return first === 'container' ? rest.join(':') : [nameOf(first), ...rest].join(':');
  };
  return {
    ...(network_mode && { network_mode: mode(network_mode) as string }),
    ...(ipc && { ipc: mode(ipc) as string }),
    ...(pid && { pid: mode(pid) as string }),
    ...(volumes_from && { volumes_from: volumes_from.map(source) }),
  };
}

/** Names of the containers whose namespaces or volumes a resolved service shares. */
export function parents(sharing: Sharing): string[] {
  return [...namespaces(sharing), ...(sharing.volumes_from ?? []).map((source) => source.replace(/:(ro|rw|z|Z)$/, ''))];
}

/** Names of the containers whose namespaces a resolved service shares. */
export function namespaces({ network_mode, ipc, pid }: Sharing): string[] {
  return [network_mode, ipc, pid].flatMap((mode) => (mode?.startsWith('container:') ? [mode.slice(10)] : []));
}
