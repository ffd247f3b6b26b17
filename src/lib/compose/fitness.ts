import { isAbsolute } from 'node:path';
import { Problem } from '../problem.ts';
import { taken, unfit } from '../schema/index.ts';
import { type Path, type Project, pathKey, type Service } from './types.ts';
import { checkVariables } from './variable-values.ts';

/**
 * What the file says that is passed over on ships, for people.
 * @throws Problem for what Compose reads, and ships cannot do or docker would not take
 */
export function passedOver(project: Project): string[] {
  checkVolumes(project);
  return Object.entries(project.services).flatMap(([name, service]) => {
    checkTaken(project, name, service);
    checkVariables(project, name, service);
    return checkUnfit(project, name, service);
  });
}

/** A volume that is a folder is one of each ship's own. */
function checkVolumes({ volumes, local, where }: Project): void {
  for (const [key, { driver = 'local', driver_opts: { o = '', device } = {} }] of Object.entries(volumes)) {
    const isFolder = driver === 'local' && /(^|,)r?bind(,|$)/.test(o);
    if (!isFolder || device === undefined) continue;
    if (isAbsolute(device) && !local.has(pathKey(['volumes', key]))) continue;
    throw new Problem({
      what: `volume ${key}: driver_opts.device is a path of this machine, ${device}`,
      where: where(['volumes', key, 'driver_opts', 'device']),
      why: 'a volume is on ships, and its device is a folder there',
      remedy: 'write an absolute path of the ship, or mount ./FOLDER of the project under volumes of the service',
    });
  }
}

function checkTaken(project: Project, name: string, service: Service): void {
  for (const { path, like, remedy } of taken) {
    for (const { at, value } of find(service, path)) {
      if (like.test(String(value))) continue;
      const what = `${subjectOf(name, at)}: docker does not take "${value}"`;
      throw new Problem({ what, where: project.where(['services', name, ...at]), remedy });
    }
  }
}

function checkUnfit(project: Project, name: string, service: Service): string[] {
  return unfit.flatMap(({ path, like, kind, why, remedy }) =>
    find(service, path)
      .filter(({ value }) => !like || like.test(String(value)))
      .map(({ at }) => {
        const subject = subjectOf(name, at);
        if (kind === 'ignored') return `${subject} is of no effect: ${why}`;
        const where = project.where(['services', name, ...at]);
        throw new Problem({ what: `${subject} cannot be done`, where, why, remedy });
      }),
  );
}

function subjectOf(name: string, path: Path): string {
  return `service ${name}: ${path.filter((part) => typeof part === 'string').join('.')}`;
}

interface Found {
  at: Path;
  value: unknown;
}

/** The values below a value at a path in which `*` is any key or item. */
function find(value: unknown, [key, ...rest]: readonly string[]): Found[] {
  if (value === undefined) return [];
  if (key === undefined) return [{ at: [], value }];
  if (typeof value !== 'object' || value === null) return [];
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries
    .filter(([name]) => key === '*' || name === key)
    .flatMap(([name, below]) => find(below, rest).map((found) => ({ ...found, at: [name, ...found.at] })));
}
