import { type Project, parseLink, pathKey, type Service } from '../compose/index.ts';
import { environmentsOf, foldDeploy, hashSpec, imageOf, type Observed, type Spec } from '../docker/index.ts';
import { type Linking, linkVariables, type Peers, peersOf, remoteHosts } from './links.ts';
import type { Frozen } from './place.ts';
import { containerName, sharing } from './sharing.ts';
import { filesOf, localMount } from './spec-files.ts';
import type { Placement, Replica } from './types.ts';
import { unique } from './words.ts';

export interface Resolved {
  /** One for each replica that has a place, in the placement's order. */
  specs: Map<Replica, Spec>;
  warnings: string[];
}

/** What each container should be, with all that placement decides put in. */
export function resolve(
  project: Project,
  placement: Placement,
  frozen: readonly Frozen[],
  fleet: readonly Observed[],
): Resolved {
  const peers = peersOf(project, placement, frozen, fleet);
  const warnings: string[] = [];
  const specs = new Map<Replica, Spec>();
  for (const [replica, { service, number, ship }] of placement) {
    const linking = { replica, service, number, ship };
    const links = linkVariables(peers, linking);
    warnings.push(...links.warnings);
    specs.set(replica, specOf(peers, placement, linking, links.variables));
  }
  return { specs, warnings: unique([...warnings, ...shadowed(project)]) };
}

/** What one more container should be, that is not one of the placement's. */
export function resolveOne(
  project: Project,
  placement: Placement,
  frozen: readonly Frozen[],
  fleet: readonly Observed[],
  linking: Linking,
): Spec {
  const peers = peersOf(project, placement, frozen, fleet);
  return specOf(peers, placement, linking, linkVariables(peers, linking).variables);
}

function specOf(peers: Peers, placement: Placement, linking: Linking, links: Record<string, string>): Spec {
  const { project } = peers;
  const { service, number } = linking;
  const said = project.services[service] as Service;
  const name = containerName(project, service, number);
  const shared = sharing(project, placement, linking);
  const files = filesOf(project, service);
  const environment = Object.fromEntries(Object.entries(said.environment).filter(([, value]) => value !== null));
  const spec = {
    project: project.name,
    service,
    number,
    name,
    config: {
      ...said,
      ...foldDeploy(said),
      ...shared,
      image: imageOf(project.name, service, said),
      environment,
      networks: networks(project, service, name),
      volumes: volumes(project, service),
    },
    links,
    // a container in the network of another has that one's hosts
    hosts: shared.network_mode?.startsWith('container:') ? {} : remoteHosts(peers, linking),
    masked: maskedIn(project, service),
    ...(files.length > 0 ? { files } : {}),
  };
  return { ...spec, hash: hashSpec(spec) };
}

/**
 * By docker's names, those of the highest priority first, else by the file's, as Compose joins them; with the aliases
 * that Compose gives: the container's and the service's name, then its own.
 * The alias of a link (`redis:cache`) is one of the linked container wherever it is, so that no container is made
 * anew because one that links to it came to its ship.
 */
function networks(project: Project, service: string, name: string): Service['networks'] {
  const said = project.services[service]?.networks ?? {};
  return Object.fromEntries(
    Object.entries(said)
      .sort(inTurn)
      .map(([key, attachment]) => {
        const aliases = unique([name, service, ...(attachment?.aliases ?? []), ...linkAliases(project, service, key)]);
        return [project.networks[key]?.name ?? key, { ...attachment, aliases }];
      }),
  );
}

function inTurn([a, one]: Joined, [b, other]: Joined): number {
  return (other?.priority ?? 0) - (one?.priority ?? 0) || (a < b ? -1 : 1);
}

type Joined = [key: string, attachment: Service['networks'][string]];

/** The names under which services of one network link to a service, but for those that are another service's own. */
function linkAliases(project: Project, service: string, network: string): string[] {
  return Object.values(project.services)
    .filter((other) => network in other.networks)
    .flatMap((other) => other.links.map(parseLink))
    .filter((link) => link.service === service && !(link.alias in project.services))
    .map(({ alias }) => alias);
}

/** Aliases of links that are also services' names: the name stays the service's. */
function shadowed(project: Project): string[] {
  return Object.entries(project.services).flatMap(([name, { links }]) =>
    links
      .map(parseLink)
      .filter(({ service, alias }) => alias !== service && alias in project.services)
      .map(
        ({ service, alias }) =>
          `${name} links to ${service} as ${alias}, but the name ${alias} is another service's here`,
      ),
  );
}

/** By docker's names of volumes; what is of this machine by its path in the project's folder. */
function volumes(project: Project, service: string): Service['volumes'] {
  return (project.services[service] as Service).volumes.map((mount, index) => {
    const local = localMount(project, service, index);
    if (local) return { ...mount, source: local.source };
    const volume = mount.type === 'volume' && mount.source !== undefined ? project.volumes[mount.source] : undefined;
    return volume ? { ...mount, source: volume.name } : mount;
  });
}

/** A service's variables whose value came from outside the file: `NAME`, or of a hook `post_start.0.NAME`. */
export function maskedIn(project: Project, service: string): string[] {
  return environmentsOf(project.services[service] as Service).flatMap(({ path, environment }) =>
    Object.entries(environment).flatMap(([name, value]) => {
      const isMasked = value !== null && project.masked.has(pathKey(['services', service, ...path, name]));
      return isMasked ? [[...path.slice(0, -1), name].join('.')] : [];
    }),
  );
}
