import type { Service } from './types.ts';

/** What `docker update` can change of a container that is there. */
export interface Update {
  /** The field of docker's `HostConfig` that holds it. */
  held: string;
  /** How much of docker's unit one of Compose's is: docker counts processors in billionths. */
  per?: number;
  /** The word that takes it away; without one only another container is without it. */
  unset?: string;
  /** Some engines deal out one of their own where none is said. */
  dealt?: true;
}

/** Keys of a service that `docker update` can change, in the order of its flags in `flags`. */
export const updates = {
  restart: { held: 'RestartPolicy', unset: 'no' },
  cpus: { held: 'NanoCpus', per: 1e9 },
  cpuset: { held: 'CpusetCpus' },
  cpu_shares: { held: 'CpuShares' },
  cpu_period: { held: 'CpuPeriod' },
  cpu_quota: { held: 'CpuQuota' },
  cpu_rt_period: { held: 'CpuRealtimePeriod' },
  cpu_rt_runtime: { held: 'CpuRealtimeRuntime' },
  mem_limit: { held: 'Memory' },
  mem_reservation: { held: 'MemoryReservation' },
  memswap_limit: { held: 'MemorySwap' },
  pids_limit: { held: 'PidsLimit', unset: '-1', dealt: true },
} as const satisfies Partial<Record<keyof Service, Update>>;

export type Updatable = keyof typeof updates;
