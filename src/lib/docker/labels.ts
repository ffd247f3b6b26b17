import type { Spec, Stamp } from './types.ts';

const COMPOSE = 'com.docker.compose';

/** What a container, network or volume was made from, as a hash. */
export const HASH_LABEL = `${COMPOSE}.config-hash`;

/** The labels of a container: those by which Compose's own tools and Compowarm know it, then the service's. */
export function containerLabels(spec: Spec, stamp: Stamp): Record<string, string> {
  const ours = {
    [`${COMPOSE}.project`]: spec.project,
    [`${COMPOSE}.service`]: spec.service,
    ...(spec.oneoff
      ? { [`${COMPOSE}.oneoff`]: 'True', [`${COMPOSE}.slug`]: spec.oneoff.slug }
      : { [`${COMPOSE}.container-number`]: String(spec.number), [`${COMPOSE}.oneoff`]: 'False' }),
    [HASH_LABEL]: spec.hash,
    [`${COMPOSE}.depends_on`]: dependencies(spec),
    [`${COMPOSE}.version`]: stamp.version,
    [`${COMPOSE}.project.working_dir`]: stamp.directory,
    [`${COMPOSE}.project.config_files`]: stamp.files.join(','),
    'compowarm.ship': stamp.ship,
    'compowarm.deploy': stamp.deploy,
  };
  // theirs never take the place of ours, by which the container is found again
  return { ...ours, ...spec.config.labels, ...ours };
}

/** By which Compose's own tools and Compowarm know a network or a volume, whose key in the file is `key`. */
export function resourceLabels(
  kind: 'network' | 'volume',
  { project, key, version, hash }: { project: string; key: string; version: string; hash: string },
): Record<string, string> {
  return {
    [`${COMPOSE}.${kind}`]: key,
    [`${COMPOSE}.project`]: project,
    [`${COMPOSE}.version`]: version,
    [HASH_LABEL]: hash,
  };
}

/** The labels of an image that is built for a service. */
export function imageLabels(project: string, service: string, version: string): Record<string, string> {
  return { [`${COMPOSE}.project`]: project, [`${COMPOSE}.service`]: service, [`${COMPOSE}.version`]: version };
}

/** Compose's way to write them on a container: `redis:service_started:false,db:service_healthy:true`. */
function dependencies({ config }: Spec): string {
  const entries = Object.entries(config.depends_on);
  return entries.map(([name, { condition, restart = false }]) => `${name}:${condition}:${restart}`).join(',');
}
