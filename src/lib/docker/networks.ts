import { atLeast } from './engine.ts';
import type { Command, Engine, Spec } from './types.ts';

/** How a container comes into its networks: by words of its creation, then by commands before its start. */
export interface Attachment {
  flags: string[];
  connects: Command[];
}

/**
 * One network goes by `--network` and `--network-alias`. Several go by `--network name=...` each, which docker knows
 * from 25 (API 1.44) on; that form lower-cases what it is given, so other names go the old way, as older engines do:
 * the first network at creation, the others by `docker network connect`.
 */
export function attach(spec: Spec, engine: Engine): Attachment {
  const networks = Object.entries(spec.config.networks).map(([name, attachment]) => ({
    name,
    aliases: attachment?.aliases ?? [],
  }));
  if (networks.length > 1 && atLeast(engine, 25) && networks.every(survivesLongForm)) {
    return { flags: networks.flatMap((network) => ['--network', longForm(network)]), connects: [] };
  }
  const [first, ...others] = networks;
  if (!first) return { flags: [], connects: [] };
  return {
    flags: ['--network', first.name, ...aliasFlags('--network-alias', first)],
    connects: others.map((network) => ({
      argv: ['network', 'connect', ...aliasFlags('--alias', network), network.name, spec.name],
    })),
  };
}

interface Joined {
  name: string;
  aliases: string[];
}

function survivesLongForm({ name, aliases }: Joined): boolean {
  return [name, ...aliases].every((word) => /^[a-z0-9_.-]+$/.test(word));
}

function longForm({ name, aliases }: Joined): string {
  return [`name=${name}`, ...aliases.map((alias) => `alias=${alias}`)].join(',');
}

function aliasFlags(flag: string, { aliases }: Joined): string[] {
  return aliases.flatMap((alias) => [flag, alias]);
}
