import type { Network, Volume } from '../compose/index.ts';
import { resourceLabels } from './labels.ts';
import { networkHash, volumeHash } from './resource-hash.ts';
import type { Command } from './types.ts';

/** Makes a network of the project; `key` is its key in the file, `version` Compowarm's. */
export function networkCreate(project: string, key: string, network: Network, version: string): Command {
  const { driver, ipam = {}, enable_ipv4, enable_ipv6 } = network;
  const labels = resourceLabels('network', { project, key, version, hash: networkHash(network) });
  return {
    argv: [
      ...['network', 'create'],
      ...pairs('--label', { ...network.labels, ...labels }),
      ...option('--driver', driver),
      ...pairs('--opt', network.driver_opts),
      ...(network.internal ? ['--internal'] : []),
      // without it only Swarm's own services may join an overlay network
      ...(network.attachable || driver === 'overlay' ? ['--attachable'] : []),
      ...(enable_ipv4 === false ? ['--ipv4=false'] : []),
      ...(enable_ipv6 === undefined ? [] : [enable_ipv6 ? '--ipv6' : '--ipv6=false']),
      ...option('--ipam-driver', ipam.driver),
      ...(ipam.config ?? []).flatMap((pool) => [
        ...option('--subnet', pool.subnet),
        ...option('--ip-range', pool.ip_range),
        ...option('--gateway', pool.gateway),
        ...pairs('--aux-address', pool.aux_addresses),
      ]),
      network.name,
    ],
  };
}

/** Makes a volume of the project; `key` is its key in the file, `version` Compowarm's. */
export function volumeCreate(project: string, key: string, volume: Volume, version: string): Command {
  const labels = resourceLabels('volume', { project, key, version, hash: volumeHash(volume) });
  return {
    argv: [
      ...['volume', 'create'],
      ...pairs('--label', { ...volume.labels, ...labels }),
      ...option('--driver', volume.driver),
      ...pairs('--opt', volume.driver_opts),
      volume.name,
    ],
  };
}

function pairs(flag: string, map: Record<string, string> = {}): string[] {
  return Object.entries(map).flatMap(([name, value]) => [flag, `${name}=${value}`]);
}

function option(flag: string, value: string | undefined): string[] {
  return value ? [flag, value] : [];
}
