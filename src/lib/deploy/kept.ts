import type { Spec } from '../docker/index.ts';
import type { Replacement } from '../plan/index.ts';

/** The spec with the anonymous volumes of the container before it. */
export function withKept({ spec, keep }: Pick<Replacement, 'spec' | 'keep'>): Spec {
  const kept = keep.map(({ name, target }) => ({ type: 'volume' as const, source: name, target }));
  const said = spec.config.volumes.filter((mount) => !keep.some(({ target }) => target === mount.target));
  return { ...spec, config: { ...spec.config, volumes: [...said, ...kept] } };
}
