import { isIP } from 'node:net';
import { type Project, parseLink, type Service } from '../compose/index.ts';
import { type DeployRecord, isReachable, type Observed } from '../docker/index.ts';
import { networkOwner, networkSharers } from './joins.ts';
import { publicPorts, unpublished } from './ports.ts';
import { newestRecord } from './record.ts';
import { meet, overlaid } from './ties.ts';
import type { Placement, Replica } from './types.ts';
import { unique } from './words.ts';

/** Where one replica of a service is, as far as others are told. */
export interface Peer {
  ship: string;
  address: string;
}

/** All that links are made from: where everything is, and what the last deploy told whom. */
export interface Peers {
  project: Project;
  record?: DeployRecord;
  /** By service, in the order of their numbers. */
  of: ReadonlyMap<string, Peer[]>;
}

/** One replica, for which peers are chosen. */
export interface Linking {
  replica: Replica;
  service: string;
  number: number;
  ship: string;
}

/**
 * The peers of a placement. A replica that only waits for a silent ship counts where its service has no other. A ship
 * that did not answer has the address that the record or, failing that, the file gives; one without is left out.
 */
export function peersOf(
  project: Project,
  placement: Placement,
  frozen: readonly { service: string; number: number; ship: string; lives: boolean }[],
  fleet: readonly Observed[],
): Peers {
  const { record } = newestRecord(fleet);
  const address = (ship: string) => addressOf(project, record, fleet, ship);
  const of = new Map(
    Object.keys(project.services).map((name): [string, Peer[]] => {
      const living = [...placement.values(), ...frozen.filter(({ lives }) => lives)].filter(
        ({ service }) => service === name,
      );
      const all = living.length > 0 ? living : frozen.filter(({ service }) => service === name);
      return [
        name,
        all
          .toSorted((a, b) => a.number - b.number)
          .flatMap(({ ship }) => {
            const at = address(ship);
            return at === undefined ? [] : [{ ship, address: at }];
          }),
      ];
    }),
  );
  return { project, of, ...(record ? { record } : {}) };
}

function addressOf(
  project: Project,
  record: DeployRecord | undefined,
  fleet: readonly Observed[],
  name: string,
): string | undefined {
  const seen = fleet.find((one) => one.ship === name);
  if (seen && isReachable(seen)) return seen.address;
  const inFile = project.ships.find((ship) => ship.name === name);
  const host = inFile && isIP(inFile.host) ? inFile.host : undefined;
  return record?.ships.find((ship) => ship.name === name)?.address ?? inFile?.address ?? host;
}

/**
 * The replica of a service that another's replica talks to: the one it was told of while one lives there, else one on
 * its own ship, else they are dealt out in turn, by its number.
 */
export function peerFor(peers: Peers, linking: Linking, service: string): Peer | undefined {
  const all = peers.of.get(service) ?? [];
  const told = toldOf(peers, linking, service);
  return (
    all.find(({ address }) => address === told) ??
    all.find(({ ship }) => ship === linking.ship) ??
    all[(linking.number - 1) % all.length]
  );
}

/** The address that the replica has now. */
function toldOf({ project, record }: Peers, { replica, service }: Linking, peer: string): string | undefined {
  const spec = record?.specs[replica];
  const links = project.services[service]?.links.map(parseLink).filter((link) => link.service === peer) ?? [];
  const told = links.map(({ alias }) => spec?.links[`${alias}_ip`]).find((address) => address !== undefined);
  return told ?? spec?.hosts[peer];
}

/** Variables of one replica, and what is to be said about them. */
export interface LinkVariables {
  variables: Record<string, string>;
  warnings: string[];
}

/**
 * The variables that a replica's links give it (DESIGN, "Links"). For `redis`: `redis_ip`, the address of one replica;
 * `redis_ips`, all addresses, with commas between; `redis_port`, the first port that other ships reach at a fixed
 * number; `redis_port_<container port>` for each of these. A name that no shell takes (`my-redis`) also comes with `_`.
 * What `environment` says wins.
 */
export function linkVariables(peers: Peers, linking: Linking): LinkVariables {
  const { project } = peers;
  const service = project.services[linking.service] as Service;
  const found: LinkVariables = { variables: {}, warnings: [] };
  for (const link of service.links.map(parseLink)) {
    const target = project.services[link.service];
    const peer = peerFor(peers, linking, link.service);
    if (!target) continue;
    if (!peer) {
      found.warnings.push(
        `${linking.service} links to ${link.service}, which has no replica: ${link.alias}_ip is not set`,
      );
      continue;
    }
    const ports = publicPorts(project.services[networkOwner(project, link.service)] as Service);
    if (unpublished(target) !== undefined && ports.length === 0) {
      found.warnings.push(
        `${linking.service} links to ${link.service}, which publishes no fixed port: its name works, ${link.alias}_ip leads nowhere`,
      );
    }
    const addresses = unique((peers.of.get(link.service) ?? []).map(({ address }) => address));
    for (const [name, value] of family(link.alias, peer.address, addresses, ports)) {
      const said = service.environment[name];
      if (said === undefined || said === null) found.variables[name] ??= value;
      else
        found.warnings.push(
          `${linking.service} sets ${name} under environment: that wins over its link to ${link.service}`,
        );
    }
  }
  return found;
}

function family(
  alias: string,
  address: string,
  addresses: string[],
  ports: ReturnType<typeof publicPorts>,
): [string, string][] {
  const [first] = ports;
  const values: [string, string][] = [
    ['ip', address],
    ['ips', addresses.join(',')],
    ...(first ? [['port', String(first.published)] as [string, string]] : []),
    ...ports.map(({ target, published }): [string, string] => [`port_${target}`, String(published)]),
  ];
  const names = unique([alias, alias.replace(/^[0-9]|[^A-Za-z0-9_]/g, '_')]);
  return names.flatMap((name) => values.map(([part, value]): [string, string] => [`${name}_${part}`, value]));
}

/**
 * Names that lead to other ships, and the address of each, for `--add-host`: of the services that this one, or another
 * in its network, may talk to (in the v1 shape: is linked to), that publish a port and have no replica on this ship. On
 * the ship itself the network's aliases do it, but where one of the two has only the ship's own network. A container in
 * the network of another has that one's hosts. What extra_hosts says wins.
 */
export function remoteHosts(peers: Peers, linking: Linking): Record<string, string> {
  const { project } = peers;
  const hosts: Record<string, string> = {};
  if (project.services[linking.service]?.network_mode?.match(/^(service|container):/)) return hosts;
  const said = new Set(project.services[linking.service]?.extra_hosts?.map((line) => line.split('=')[0]));
  const sharers = networkSharers(project, linking.service);
  const links = sharers.flatMap((name) => project.services[name]?.links.map(parseLink) ?? []);
  for (const [name, service] of Object.entries(project.services)) {
    const aliases = links.filter((link) => link.service === name).map(({ alias }) => alias);
    const met = meet(project, linking.service, name);
    const peer = peerFor(peers, linking, name);
    const isHere = met && peers.of.get(name)?.some(({ ship }) => ship === linking.ship);
    const talks =
      !overlaid(project, linking.service, name) && (aliases.length > 0 || (project.shape === 'services' && met));
    if (sharers.includes(name) || !talks || !peer || isHere || unpublished(service) !== undefined) continue;
    for (const host of namesOf(project, linking.service, name, aliases)) {
      if (!said.has(host)) hosts[host] ??= peer.address;
    }
  }
  return hosts;
}

/** The names by which one service is known to another: those that docker's networks would give, and those of links. */
function namesOf(project: Project, asking: string, service: string, aliases: readonly string[]): string[] {
  const said = project.services[service] as Service;
  const networks = project.services[asking]?.networks ?? {};
  const own = Object.entries(said.networks)
    .filter(([network]) => network in networks)
    .flatMap(([, attachment]) => attachment?.aliases ?? []);
  return [service, ...(said.container_name === undefined ? [] : [said.container_name]), ...own, ...aliases];
}
