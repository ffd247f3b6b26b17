import type { Container } from './observed.ts';
import type { Spec, Stamp } from './types.ts';

/** The name that an old container has while its successor proves itself. */
export function asideName(old: Pick<Container, 'id' | 'name'>): string {
  return `${old.id.slice(0, 12)}_${old.name.replace(/^[0-9a-f]{12}_/, '')}`;
}

/** The name that a new container has while it proves itself beside the old one. */
export function nextName({ name }: Spec, { deploy }: Stamp): string {
  return `${name}_next_${deploy}`;
}

/** The name under which a new container that was no good is kept for a look. */
export function failedName({ name }: Spec, { deploy }: Stamp): string {
  return `${name}_failed_${deploy}`;
}

/** Whether it has such a name: then it is none of its service's replicas any more. */
export function isFailed({ name, labels }: Pick<Container, 'name' | 'labels'>): boolean {
  const deploy = labels['compowarm.deploy'];
  return deploy !== undefined && name.endsWith(`_failed_${deploy}`);
}
