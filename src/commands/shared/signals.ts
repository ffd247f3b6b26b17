import { getSystemErrorMap } from 'node:util';
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

/**
 * From here on the program ends when nobody reads its answer any more (`| head`), as well as if all had been read. Nobody
 * reading what goes beside the answer ends nothing: a deploy that has begun is better finished.
 */
export function leaveUnread(): void {
  process.stdout.on('error', leaveIfUnread);
  process.stderr.on('error', () => {});
}

/** What `leaveUnread` does about the answer. An answer that can't be kept, on a full disk say, is no good end. */
export function leaveIfUnread(error: NodeJS.ErrnoException): never {
  if (error.code === 'EPIPE') process.exit();
  process.stderr.write(`${unwritable(error)}\n`);
  process.exit(EXIT.failed);
}

/** Says why the answer can't be written. */
export function unwritable({ errno = 0, message }: NodeJS.ErrnoException): string {
  return `standard output can't be written: ${getSystemErrorMap().get(errno)?.[1] ?? message}`;
}
