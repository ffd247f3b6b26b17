import { csvField, type NetworkAttachment } from '../schema/index.ts';
import { atLeast } from './engine.ts';
import type { Engine } from './observed.ts';
import type { Command, Spec } from './types.ts';

/** How a container comes into its networks: by words of its creation, then by commands before its start. */
export interface Attachment {
  flags: string[];
  connects: Command[];
}

/** One network that a container joins; `name` is docker's. */
interface Joined extends NetworkAttachment {
  name: string;
}

/**
 * The first network goes by flags that were always there, the others by `--network name=...` each, which docker takes
 * more than once from 25 (API 1.44) on. That form lower-cases what it is given and knows no links; what would suffer goes
 * as on older engines, by `docker network connect`.
 */
export function attach(spec: Spec, engine: Engine): Attachment {
  const { network_mode, mac_address, external_links = [], networks } = spec.config;
  const links = external_links.flatMap((link) => ['--link', link]);
  if (network_mode) {
    return { flags: ['--network', network_mode, ...option('--mac-address', mac_address), ...links], connects: [] };
  }
  const [first, ...others] = Object.entries(networks).map(([name, said]): Joined => ({ ...said, name }));
  if (!first) return { flags: links, connects: [] };
  const start = firstNetwork({ ...(mac_address && { mac_address }), ...first }, spec.name, links);
  if (atLeast(engine, '25') && links.length === 0 && others.every((network) => survives(allFields(network)))) {
    const flags = others.flatMap((network) => ['--network', csv(allFields(network))]);
    return { flags: [...start.flags, ...flags], connects: start.connects };
  }
  const connects = others.map((network) => connect(network, spec.name, links));
  return { flags: start.flags, connects: [...start.connects, ...connects] };
}

/** The same container with no name in its networks but its own. */
export function nameless(spec: Spec): Spec {
  const networks = Object.entries(spec.config.networks).map(([name, said]) => [name, { ...said, aliases: [] }]);
  return { ...spec, config: { ...spec.config, networks: Object.fromEntries(networks) } };
}

/**
 * Takes a container out of each network and puts it back at once, as the spec has it: the one way to give it other names
 * there, or to take them. It keeps its address where nothing has freed a lower one meanwhile, and with that its connections.
 */
export function rejoin({ config }: Pick<Spec, 'config'>, container: string): Command[] {
  const links = (config.external_links ?? []).flatMap((link) => ['--link', link]);
  return Object.entries(config.networks).flatMap(([name, said]) => [
    { argv: ['network', 'disconnect', name, container] },
    connect({ ...said, name }, container, links),
  ]);
}

/** Driver options go by the long form alone; where that would spoil them, the network is left and joined again. */
function firstNetwork(network: Joined, container: string, links: string[]): Attachment {
  const { name, aliases = [], link_local_ips = [], mac_address } = network;
  const options = optionFields(network);
  const flags = [
    ...aliases.flatMap((alias) => ['--network-alias', alias]),
    ...option('--ip', network.ipv4_address),
    ...option('--ip6', network.ipv6_address),
    ...link_local_ips.flatMap((address) => ['--link-local-ip', address]),
    ...option('--mac-address', mac_address),
    ...links,
  ];
  if (options.length === 0) return { flags: ['--network', name, ...flags], connects: [] };
  const fields = [`name=${name}`, ...options];
  if (survives(fields)) return { flags: ['--network', csv(fields), ...flags], connects: [] };
  const leave = { argv: ['network', 'disconnect', name, container] };
  return { flags: ['--network', name, ...flags], connects: [leave, connect(network, container, links)] };
}

/** Whether the long form hands every word on as it is. */
function survives(fields: string[]): boolean {
  return fields.every((field) => field === field.toLowerCase() && !/\s(?=$|=)|=\s/.test(field));
}

function csv(fields: string[]): string {
  return fields.map(csvField).join(',');
}

function allFields(network: Joined): string[] {
  const { name, aliases = [], ipv4_address, ipv6_address, link_local_ips = [], mac_address } = network;
  return [
    `name=${name}`,
    ...aliases.map((alias) => `alias=${alias}`),
    ...(ipv4_address ? [`ip=${ipv4_address}`] : []),
    ...(ipv6_address ? [`ip6=${ipv6_address}`] : []),
    ...link_local_ips.map((address) => `link-local-ip=${address}`),
    ...(mac_address ? [`mac-address=${mac_address}`] : []),
    ...optionFields(network),
  ];
}

function optionFields(network: Joined): string[] {
  const { gw_priority } = network;
  return [
    ...driverOptions(network).map((pair) => `driver-opt=${pair}`),
    ...(gw_priority ? [`gw-priority=${gw_priority}`] : []),
  ];
}

/** The interface's name is an option to the driver, unless the options name one themselves. */
function driverOptions({ driver_opts, interface_name }: Joined): string[] {
  const options = { ...(interface_name && { 'com.docker.network.endpoint.ifname': interface_name }), ...driver_opts };
  return Object.entries(options).map(([name, value]) => `${name}=${value}`);
}

/** Puts a container into a network. */
export function joinNetwork(name: string, container: string, as: NetworkAttachment | null): Command {
  return connect({ ...as, name }, container, []);
}

function connect(network: Joined, container: string, links: string[]): Command {
  const { name, aliases = [], link_local_ips = [], gw_priority } = network;
  return {
    argv: [
      ...['network', 'connect'],
      ...aliases.flatMap((alias) => ['--alias', alias]),
      ...option('--ip', network.ipv4_address),
      ...option('--ip6', network.ipv6_address),
      ...link_local_ips.flatMap((address) => ['--link-local-ip', address]),
      ...driverOptions(network).flatMap((pair) => ['--driver-opt', csvField(pair)]),
      ...option('--gw-priority', gw_priority ? String(gw_priority) : undefined),
      ...links,
      name,
      container,
    ],
  };
}

function option(flag: string, value: string | undefined): string[] {
  return value ? [flag, value] : [];
}
