import { Problem } from '../problem.ts';
import { type Unfit, unfit } from '../schema/index.ts';
import type { Path, Project } from './types.ts';

/**
 * What the file says that is passed over on ships, for people.
 * @throws Problem for what Compose reads and ships cannot do
 */
export function passedOver(project: Project): string[] {
  return Object.entries(project.services).flatMap(([name, service]) =>
    unfit.flatMap((rule) =>
      find(service, rule.path, rule.like).flatMap((path): string[] => {
        const subject = `service ${name}: ${path.filter((part) => typeof part === 'string').join('.')}`;
        if (rule.kind === 'ignored') return [`${subject} is of no effect: ${rule.why}`];
        const where = project.where(['services', name, ...path]);
        throw new Problem({ what: `${subject} cannot be done`, where, why: rule.why, remedy: rule.remedy });
      }),
    ),
  );
}

/** Paths of a value where a rule holds. */
function find(value: unknown, [key, ...rest]: Unfit['path'], like: RegExp | undefined): Path[] {
  if (value === undefined) return [];
  if (key === undefined) return !like || like.test(String(value)) ? [[]] : [];
  if (typeof value !== 'object' || value === null) return [];
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries
    .filter(([name]) => key === '*' || name === key)
    .flatMap(([name, below]) => find(below, rest, like).map((found) => [name, ...found]));
}
