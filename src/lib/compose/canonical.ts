import type { Project, Service } from './types.ts';

/** A project as plain data: what `docker compose config --format json` prints, and `ships`. */
export type Canonical = Record<string, unknown>;

/** Keys of a service that are there when nothing is said of them, and are left out then. */
const OWN: ReadonlySet<string> = new Set([
  'depends_on',
  'env_file',
  'environment',
  'expose',
  'label_file',
  'labels',
  'links',
  'networks',
  'ports',
  'volumes',
]);

/** The project with Docker Compose's keys in Docker Compose's order, what is empty left out. */
export function canonical(project: Project): Canonical {
  const { name, services, networks, volumes, configs, secrets, extensions, ships } = project;
  const sections = { networks, volumes, configs, secrets };
  return {
    name,
    services: sortedMap(services, canonicalService),
    ...sortedMap(filled(sections), (section) => sortedMap(section as Record<string, unknown>)),
    ...extensions,
    ...filled({ ships }),
  };
}

/** What a service says, sorted by its keys. */
export function canonicalService(service: Service): Canonical {
  const said = Object.entries(service).filter(([key, value]) => !(OWN.has(key) && isEmpty(value)));
  return sortedMap(Object.fromEntries(said));
}

function filled(map: object): Canonical {
  return Object.fromEntries(Object.entries(map).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
}

function sortedMap<T>(map: Record<string, T>, become: (value: T) => unknown = (value) => value): Canonical {
  const entries = Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, become(value)]));
}
