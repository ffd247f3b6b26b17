import type { Deploy, RestartPolicy, Service } from './types.ts';

type Folded = Partial<
  Pick<Service, 'cpus' | 'mem_limit' | 'pids_limit' | 'mem_reservation' | 'gpus' | 'devices' | 'restart'>
>;

/**
 * What `deploy` says of one container, under the service's own keys, over which it wins. Reserved CPUs and generic
 * resources are hints for Swarm's scheduler, as in Compose.
 */
export function foldDeploy({ deploy, gpus = [], devices = [] }: Pick<Service, 'deploy' | 'gpus' | 'devices'>): Folded {
  const { limits = {}, reservations = {} } = deploy?.resources ?? {};
  const reserved = reservations.devices ?? [];
  const named = reserved.filter(({ driver }) => driver === 'cdi').flatMap(({ device_ids = [] }) => device_ids);
  const requests = [...gpus, ...reserved.filter(({ driver }) => driver !== 'cdi')];
  const mappings = [...devices, ...named.map((name) => ({ source: name, target: name }))];
  return {
    ...(limits.cpus && { cpus: limits.cpus }),
    ...(limits.memory && { mem_limit: limits.memory }),
    ...(limits.pids && { pids_limit: limits.pids }),
    ...(reservations.memory && { mem_reservation: reservations.memory }),
    ...(requests.length > 0 && { gpus: requests }),
    ...(mappings.length > 0 && { devices: mappings }),
    ...restartOf(deploy),
  };
}

function restartOf(deploy: Deploy | undefined): Pick<Service, 'restart'> {
  return deploy?.restart_policy ? { restart: policyWord(deploy.restart_policy) } : {};
}

/** `any`, which it is when nothing is said, restarts whatever the exit status. */
function policyWord({ condition = 'any', max_attempts }: RestartPolicy): string {
  if (condition === 'on-failure') return max_attempts ? `on-failure:${max_attempts}` : 'on-failure';
  return WORDS[condition] ?? condition;
}

const WORDS: Readonly<Record<string, string>> = { none: 'no', any: 'always' };
