import type { Reply } from './types.ts';

/** Thrown by a verb that docker would have ended there: what it prints and its exit code. */
export class Refusal extends Error {
  readonly reply: Reply;

  constructor(err: string, code = 1, out = '') {
    super(err);
    this.name = 'Refusal';
    this.reply = { code, out, err: `${err}\n` };
  }
}

/** What the daemon refused, before the client puts its own words around it. */
export class DaemonError extends Error {}

/** What the client could not read in a flag's value: `docker: WHAT.`, a hint and 125. */
export class Malformed extends Error {}

/** The client's words for what a daemon said; other errors go on. */
export function saidByDaemon(error: unknown): string {
  if (error instanceof DaemonError) return `Error response from daemon: ${error.message}`;
  if (error instanceof Refusal) return error.message;
  throw error;
}
