import { flags, type Service, type Updatable, updates } from '../schema/index.ts';
import type { Command } from './types.ts';

/** Values of the keys that `docker update` changes, as Compose writes them; what is not there is not limited. */
export type Limits = Partial<Record<Updatable, string>>;

const KEYS = Object.keys(updates) as Updatable[];

/** What is written where nothing is meant. */
const NOTHING: ReadonlySet<string> = new Set(['', '0', 'no']);

/** What docker holds of a container: its `HostConfig`, where the restart policy stands as one word. */
export function heldLimits(host: Readonly<Record<string, unknown>>): Limits {
  return limits((key) => {
    const { held, per = 1 } = updates[key] as { held: string; per?: number };
    const value = host[held];
    return typeof value === 'number' ? value / per : value;
  });
}

/** What docker holds of a container that is made from this service. Unless said, docker gives as much swap as memory. */
export function wantedLimits(config: Service): Limits {
  const said = limits((key) => config[key]);
  const swap = said.mem_limit === undefined ? undefined : String(2 * Number(said.mem_limit));
  return swap === undefined ? said : { memswap_limit: swap, ...said };
}

function limits(read: (key: Updatable) => unknown): Limits {
  return Object.fromEntries(
    KEYS.flatMap((key) => {
      const text = String(read(key) ?? '');
      return NOTHING.has(text) || (key === 'pids_limit' && text === '-1') ? [] : [[key, text]];
    }),
  );
}

/** Changes these limits of a container in place, to what they are in the service. */
export function update(name: string, keys: readonly Updatable[], config: Service): Command {
  const wanted = wantedLimits(config);
  const words = KEYS.filter((key) => keys.includes(key)).flatMap((key) => {
    const { unset = '' } = updates[key] as { unset?: string };
    return (flags[key] as { words(value: string): string[] }).words(wanted[key] ?? unset);
  });
  return { argv: ['update', ...words, name] };
}
