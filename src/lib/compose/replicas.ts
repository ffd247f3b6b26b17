import type { Service } from './types.ts';

/** How many containers a service has, where no ship decides it: `scale` and `deploy.replicas` say the same. */
export function replicasOf({ scale, deploy }: Pick<Service, 'scale' | 'deploy'>): number {
  return scale ?? deploy?.replicas ?? 1;
}
