import { createHash } from 'node:crypto';
import type { Network, Volume } from '../compose/index.ts';

/**
 * Compose's own hash of a network's definition, which it keeps in the label `com.docker.compose.config-hash`: with another
 * hash `docker compose up` on the ship would make the network anew. The fields are in the order of Compose's types.
 */
export function networkHash(network: Network): string {
  const { name, driver, ipam = {}, external, internal, attachable, enable_ipv4, enable_ipv6 } = network;
  const pools = (ipam.config ?? []).map(({ subnet, gateway, ip_range, aux_addresses }) => ({
    subnet,
    gateway,
    ip_range,
    aux_addresses: sorted(aux_addresses),
  }));
  return sha256({
    name,
    driver: driver || undefined,
    driver_opts: sorted(network.driver_opts),
    ipam: { driver: ipam.driver || undefined, config: pools.length > 0 ? pools : undefined },
    external: external || undefined,
    internal: internal || undefined,
    attachable: attachable || undefined,
    labels: sorted(network.labels),
    enable_ipv4,
    enable_ipv6,
  });
}

/** Compose's own hash of a volume's definition. */
export function volumeHash({ name, driver = 'local', driver_opts, external, labels }: Volume): string {
  return sha256({
    name,
    driver,
    driver_opts: sorted(driver_opts),
    external: external || undefined,
    labels: sorted(labels),
  });
}

function sorted(map: Record<string, string> = {}): Record<string, string> | undefined {
  const entries = Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/** JSON as Go writes it, which has these letters as escapes. */
function sha256(value: unknown): string {
  const json = JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return createHash('sha256').update(json).digest('hex');
}
