import { EXIT } from '../../lib/problem.ts';

/** When a verb ends with which status, the first that applies. */
export const statuses: readonly (readonly [number, string])[] = [
  [EXIT.interrupted, 'interrupted'],
  [EXIT.usage, 'wrong usage or file'],
  [EXIT.locked, 'another deploy of the project is going on (verbs with `--lock-wait`)'],
  [EXIT.wantsYes, 'something wants a yes (verbs with `--yes`)'],
  [EXIT.failed, 'something failed'],
  [EXIT.unreachable, 'a ship could not be reached; with the others it was done'],
  [EXIT.ok, 'done'],
];
