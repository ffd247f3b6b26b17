import { readDuration } from '../schema/index.ts';

const DAY = 86_400_000;
const NAMED: Readonly<Record<string, number>> = { always: 0, daily: DAY, weekly: 7 * DAY };

/**
 * Milliseconds after which an image that is there is pulled again, by `pull_policy`: 0 for `always`, a day for `daily`,
 * an hour for `every_1h`; undefined where what is there is enough.
 */
export function refreshAfter(policy = 'missing'): number | undefined {
  return NAMED[policy] ?? (policy.startsWith('every_') ? readDuration(policy.slice(6)) : undefined);
}
