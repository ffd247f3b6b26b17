import type { Container, Spec } from '../docker/index.ts';
import { hostPorts } from './ports.ts';
import { namespaces } from './sharing.ts';

/** Which goes first in a replacement: the start of the new container, or the stop of the old one. */
export interface UpdateOrder {
  order: 'start-first' | 'stop-first';
  /** What keeps the new one from running beside the old one, for people; or who wants it so. */
  forbids?: string;
}

/**
 * The order of a replacement: the new container starts first, unless the file says otherwise or the two cannot run side
 * by side. Where the old one does not run, or the new one is not to, there is nothing to choose.
 */
export function updateOrder(spec: Spec, old: Container, run: boolean): UpdateOrder {
  if (!run || old.state !== 'running') return { order: 'stop-first' };
  const forbids = forbidsStartFirst(spec, old);
  if (forbids !== undefined) return { order: 'stop-first', forbids };
  const said = spec.config.deploy?.update_config?.order;
  return said === 'stop-first' ? { order: said, forbids: 'the file wants it so' } : { order: 'start-first' };
}

/** Why a new container cannot run beside the old one, for people; undefined where it can. */
export function forbidsStartFirst(spec: Spec, old: Container): string | undefined {
  for (const obstacle of OBSTACLES) {
    const found = obstacle(spec, old);
    if (found !== undefined) return found;
  }
  return undefined;
}

const OBSTACLES: ((spec: Spec, old: Container) => string | undefined)[] = [
  ({ config }) => (config.network_mode === 'host' ? 'it uses the network of its ship' : undefined),
  ({ config }) => {
    const [home] = namespaces({ ...(config.network_mode ? { network_mode: config.network_mode } : {}) });
    return home === undefined ? undefined : `it lives in the network of ${home}`;
  },
  ({ config }) => {
    const [port] = hostPorts(config);
    return port && `it publishes port ${port.number}${port.protocol === 'tcp' ? '' : `/${port.protocol}`}`;
  },
  ({ config }) => config.container_name && `its name is ${config.container_name} alone`,
  fixedAddress,
  writtenData,
];

function fixedAddress({ config }: Spec): string | undefined {
  if (config.mac_address) return `its address ${config.mac_address} is fixed`;
  const fixed = Object.values(config.networks).flatMap((joined) => [
    ...[joined?.ipv4_address, joined?.ipv6_address, joined?.mac_address].flatMap((one) => one ?? []),
    ...(joined?.link_local_ips ?? []),
  ]);
  return fixed[0] && `its address ${fixed[0]} is fixed`;
}

/** What both would write: volumes and folders of the ship, and the anonymous volumes that one hands to the other. */
function writtenData({ config }: Spec, { mounts }: Container): string | undefined {
  const mount = config.volumes.find(({ type, read_only }) => (type === 'volume' || type === 'bind') && !read_only);
  if (mount) return `it writes to ${mount.source ?? mount.target}`;
  const kept = mounts.find(
    ({ type, name, writable }) => type === 'volume' && /^[0-9a-f]{64}$/.test(name ?? '') && writable,
  );
  if (kept) return `it writes to ${kept.target}`;
  const lent = (config.volumes_from ?? []).find((source) => !source.endsWith(':ro'));
  return lent && `it writes to volumes of ${lent.replace(/:(rw|z|Z)$/, '')}`;
}
