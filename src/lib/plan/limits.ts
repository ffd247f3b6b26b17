import { type Container, type Limits, type Spec, type Updatable, updates, wantedLimits } from '../docker/index.ts';
import type { Change } from './types.ts';

/** What of a container's limits is not as the file says. */
export interface LimitChanges {
  /** The keys that differ, those too that follow from others. */
  keys: Updatable[];
  /** What people are told of them. */
  changes: Change[];
  /** Whether `docker update` can say all of them: most limits can be moved and not be taken away. */
  inPlace: boolean;
}

/**
 * Compares what docker holds of a container with what the spec gives it. `last` is the spec that it was made from or
 * changed to, where that is known.
 */
export function limitChanges(spec: Spec, container: Container, last: Spec | undefined): LimitChanges {
  const wanted = wantedLimits(spec.config);
  const held: Limits = { ...container.limits, restart: container.restart };
  if (container.restart === 'no') delete held.restart;
  const before = last?.hash === container.hash ? wantedLimits(last.config) : undefined;
  const keys = (Object.keys(updates) as Updatable[]).filter(
    (key) => wanted[key] !== held[key] && !isEnginesOwn(key, spec, wanted[key], held[key], before),
  );
  const told = keys.filter((key) => key !== 'memswap_limit' || isSaid(spec, key) || keys.length === 1);
  return {
    keys,
    changes: told.map((key) => ({
      field: key,
      ...(held[key] === undefined ? {} : { old: shown(key, held[key]) }),
      ...(wanted[key] === undefined ? {} : { new: shown(key, wanted[key]) }),
    })),
    inPlace: keys.every((key) => wanted[key] !== undefined || 'unset' in updates[key]),
  };
}

/** Engines deal out limits of their own, and let go of those that their kernel does not know. */
function isEnginesOwn(
  key: Updatable,
  spec: Spec,
  wanted: string | undefined,
  held: string | undefined,
  before: Limits | undefined,
): boolean {
  if (key === 'memswap_limit' && held === '-1') return !isSaid(spec, key);
  if (wanted === undefined) return 'dealt' in updates[key] && before?.[key] === undefined;
  return held === undefined && before?.[key] === wanted && !('unset' in updates[key]);
}

function isSaid({ config }: Spec, key: Updatable): boolean {
  return config[key] !== undefined && config[key] !== null;
}

/** Sizes as Compose writes them: `512m`. */
function shown(key: Updatable, text: string): string {
  if (!key.startsWith('mem')) return text;
  const units: [string, number][] = [
    ['g', 2 ** 30],
    ['m', 2 ** 20],
    ['k', 2 ** 10],
  ];
  const unit = units.find(([, bytes]) => Number(text) > 0 && Number(text) % bytes === 0);
  return unit ? `${Number(text) / unit[1]}${unit[0]}` : text;
}
