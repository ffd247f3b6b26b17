import { EXIT } from '../../lib/problem.ts';

/** What asks the program to end. */
export const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** While nothing is being changed there is nothing to end well: the status is the same as later, the ships let go by themselves. */
export function leave(): never {
  process.exit(EXIT.interrupted);
}

/** From here on a signal is exit status 130, whichever it is. */
export function leaveOnSignals(): void {
  for (const name of SIGNALS) process.on(name, leave);
}
