import { type Project, parseLink, type Service } from '../../compose/index.ts';
import {
  type Container,
  imageName,
  isReachable,
  type Observation,
  shellBeside,
  shellIn,
  shellWithin,
} from '../../docker/index.ts';
import { networkOwner } from '../joins.ts';
import { isOnHost, publicPorts } from '../ports.ts';
import { meet, overlaid } from '../ties.ts';
import { serviceOf, unique } from '../words.ts';
import type { Call, Called, Scene } from './types.ts';

/** Images that have a shell and something to connect with. */
const HANDY = /(^|\/)(busybox|alpine|bash|python|debian|ubuntu):/;
/** How many images are tried. */
const HELPERS = 4;

/**
 * Every call that services may make which name each other: from each ship that has the one to each that has the other, at
 * the ports that it publishes. What links is given an address even where both are on one ship, and some firewalls drop what
 * goes out and comes in again; what only depends on another calls it by name there.
 */
export function callsOf(scene: Scene): Call[] {
  const { project } = scene;
  return Object.keys(project.services).flatMap((service) =>
    namedBy(project, service).flatMap(({ other, isLink }) =>
      calledAt(scene, other).flatMap((to) =>
        shipsOf(scene, service)
          .filter(({ ship }) => isLink || ship !== to.ship)
          .map((ship) => callFrom(scene, ship, service, to)),
      ),
    ),
  );
}

/** The services that a service means to talk to over ships. */
function namedBy(project: Project, service: string): { other: string; isLink: boolean }[] {
  const { links, depends_on } = project.services[service] as Service;
  const linked = links.map((link) => parseLink(link).service).filter((other) => !overlaid(project, service, other));
  const needed = Object.keys(depends_on).filter((other) => meet(project, service, other));
  return unique([...linked, ...needed])
    .filter((other) => other in project.services)
    .map((other) => ({ other, isLink: linked.includes(other) }));
}

function calledAt(scene: Scene, service: string): Called[] {
  const { project } = scene;
  const ports = publicPorts(project.services[networkOwner(project, service)] as Service);
  const tcp = unique(ports.filter(({ protocol }) => protocol === 'tcp').map(({ published }) => published));
  return shipsOf(scene, service).flatMap((ship) =>
    tcp.map((port) => ({ service, ship: ship.ship, address: ship.address, port })),
  );
}

/** The ships that answer, and have the service or are to have it. */
function shipsOf({ fleet, places }: Scene, service: string): Observation[] {
  const placed = new Set(places.filter(({ replica }) => serviceOf(replica) === service).map(({ ship }) => ship));
  return fleet.filter(isReachable).filter((ship) => placed.has(ship.ship) || runningOf(ship, service).length > 0);
}

function runningOf(ship: Observation, service: string): Container[] {
  return ship.containers.filter((one) => one.service === service && one.state === 'running' && !one.oneoff);
}

function callFrom(scene: Scene, ship: Observation, service: string, to: Called): Call {
  const call = { service, ship: ship.ship, to, shells: [] };
  const target = scene.fleet.filter(isReachable).find((one) => one.ship === to.ship) as Observation;
  if (!listens(scene, target, to)) return { ...call, untried: `${to.service} does not run on ${to.ship} yet` };
  const shells = shellsFor(scene, ship, service);
  if (shells.length > 0) return { ...call, shells };
  return { ...call, untried: `${service} does not run on ${ship.ship} yet` };
}

function listens({ project }: Scene, ship: Observation, { service, port }: Called): boolean {
  const owner = networkOwner(project, service);
  if (runningOf(ship, service).length === 0) return false;
  if (isOnHost(project.services[owner] as Service)) return true;
  return runningOf(ship, owner).some(({ ports }) => ports.some(({ published }) => published === port));
}

/**
 * In a container of the service; with the tools of another image in that container's network; where none runs, in a network
 * that the service is to be in.
 */
function shellsFor({ project }: Scene, ship: Observation, service: string): string[][] {
  const images = helpersOn(ship, (project.services[service] as Service).image);
  const [running] = runningOf(ship, service);
  if (running) return [shellIn(running.id), ...images.map((image) => shellWithin(running.id, image))];
  const keys = Object.keys(project.services[service]?.networks ?? {});
  const names = keys.map((key) => project.networks[key]?.name);
  const network = ship.networks.find(({ name }) => names.includes(name));
  return network ? images.map((image) => shellBeside(network.name, image)) : [];
}

/** IDs of images of the ship in which there may be a shell: known ones, then the service's own, then any. */
function helpersOn({ images }: Observation, image: string): string[] {
  const known = images.filter(({ names }) => names.some((name) => HANDY.test(name)));
  const own = images.filter(({ names }) => names.includes(imageName(image)));
  return unique([...known, ...own, ...images].map(({ id }) => id)).slice(0, HELPERS);
}
