import { imageName, imageOf } from '../docker/index.ts';
import { type Attribute, spreadsOf } from './constraints.ts';
import type { Group, Option, Scene, Site, Wanted } from './place-model.ts';

/** What replicas that were placed so far weigh on the ships. */
export interface Load {
  scene: Scene;
  /** Replicas by ship, and by ship and service. */
  count: Map<string, number>;
  /** Bytes of memory that are reserved, by ship. */
  reserved: Map<string, number>;
  /** What the replicas of each service are spread over. */
  spreads: ReadonlyMap<string, Attribute[]>;
}

/** @throws Problem for preferences that make no sense */
export function emptyLoad(scene: Scene): Load {
  const services = Object.keys(scene.project.services);
  const spreads = new Map(services.map((name) => [name, spreadsOf(scene.project, name)]));
  return { scene, count: new Map(), reserved: new Map(), spreads };
}

/** Puts a group on a ship (`by` 1), or takes it off again (-1). */
export function weigh({ scene, count, reserved }: Load, { members }: Group, { site }: Option, by: 1 | -1): void {
  for (const { service } of members) {
    for (const key of [site.name, `${site.name} ${service}`]) count.set(key, (count.get(key) ?? 0) + by);
    reserved.set(site.name, (reserved.get(site.name) ?? 0) + by * reservation(scene, service));
  }
}

/** Bytes that a replica of the service wants for itself. */
function reservation({ project }: Scene, service: string): number {
  const said = project.services[service];
  return Number(said?.deploy?.resources?.reservations?.memory ?? said?.mem_reservation ?? 0);
}

/** What makes one ship better than another, in order: the lower value wins, and says why. */
export const CRITERIA: {
  why(loser: Option, group: Group, load: Load): string;
  value(group: Group, option: Option, load: Load): number;
}[] = [
  { why: ({ site }) => `${site.name} does not answer`, value: (_, { site }) => (site.answers ? 0 : 1) },
  {
    why: ({ site }) => `${site.name} is drained`,
    value: (_, { site }, { scene }) => (site.name === scene.drained ? 1 : 0),
  },
  {
    why: () => 'it was there then',
    value: (group, { site }) => -group.members.filter(({ wish }) => wish === site.name).length,
  },
  {
    why: () => 'most of them are there',
    value: (group, { site }) => -group.members.filter(({ home }) => home === site.name).length,
  },
  {
    why: (_, { services }, { spreads }) =>
      `spread over ${services.flatMap((name) => spreads.get(name) ?? [])[0]?.name}`,
    value: ({ services }, { site }, load) => services.reduce((sum, name) => sum + crowd(load, name, site), 0),
  },
  {
    // a container of a moment is not worth a build or a pull
    why: () => 'has the image',
    value: ({ members }, { site }, { scene }) =>
      -imagesOf(scene, site, servicesOf(members.filter(({ guest }) => guest))),
  },
  {
    why: () => 'fewest of this service',
    value: ({ services }, { site }, { count }) =>
      services.reduce((sum, service) => sum + (count.get(`${site.name} ${service}`) ?? 0), 0),
  },
  { why: () => 'fewest of this project', value: (_, { site }, { count }) => count.get(site.name) ?? 0 },
  {
    why: () => 'most memory',
    value: (_, { site }, { reserved }) => (reserved.get(site.name) ?? 0) - (site.engine?.memory ?? 0),
  },
  {
    why: () => 'has the image',
    value: ({ services }, { site }, { scene }) => -imagesOf(scene, site, services),
  },
  { why: () => 'first in the file', value: (_, { index }) => index },
];

/** How many of the services have their image on the ship. */
function imagesOf({ project }: Scene, { images }: Site, services: readonly string[]): number {
  return services.filter((name) => {
    const service = project.services[name];
    return service && images.has(imageName(imageOf(project.name, name, service)));
  }).length;
}

function servicesOf(members: readonly Wanted[]): string[] {
  return members.map(({ service }) => service);
}

/** More than there are replicas: what the first attribute says outweighs all behind it. */
const MANY = 10_000;

/** How many replicas of a service are on ships like this one, by what it is to be spread over. */
function crowd({ scene, count, spreads }: Load, service: string, site: Site): number {
  let alike = scene.sites;
  return (spreads.get(service) ?? []).reduce((sum, attribute) => {
    const value = placeOf(attribute, site);
    alike = alike.filter((one) => placeOf(attribute, one) === value);
    return sum * MANY + alike.reduce((all, { name }) => all + (count.get(`${name} ${service}`) ?? 0), 0);
  }, 0);
}

function placeOf(attribute: Attribute, site: Site): string {
  return attribute.of(site)?.[0] ?? '';
}
