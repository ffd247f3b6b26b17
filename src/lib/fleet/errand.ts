import type { Ship } from '../compose/index.ts';
import { quoteAll } from '../docker/index.ts';

/** Milliseconds between two signs of life of a laptop that listens, and the seconds after which a ship gives it up. */
export const SIGN_EVERY = 10_000;
const GIVEN_UP = 30;

/**
 * Sh text of any length and with any characters as an exec string that every login shell hands on unharmed. Its standard
 * input is the command's.
 */
export function shipCommand(script: string): string {
  return `sh -c 'eval "$(echo ${Buffer.from(script).toString('base64')} | base64 -d)"'`;
}

/**
 * One docker command on a ship, in the place of the shell: its input, its output, its status. The first line on its standard
 * error is the number of its process, for `guardCommand`.
 */
export function dockerCommand(ship: Pick<Ship, 'docker'>, argv: readonly string[]): string {
  return shipCommand(`echo $$ >&2; exec ${quoteAll([...ship.docker, ...argv])}`);
}

/**
 * Ends a process on a ship when the laptop is gone, or has sent no line for half a minute: for commands whose own input
 * can't tell. A line that is not empty says that there is nothing to guard any more.
 */
export function guardCommand(ship: Pick<Ship, 'docker'>, pid: string): string {
  return shipCommand(
    [
      `if timeout 1 true; then r() { timeout ${GIVEN_UP} sh -c 'read -r l && echo "+$l"'; }`,
      'else r() { read -r l && echo "+$l"; }; fi 2>/dev/null',
      'while l=$(r); do [ "$l" = + ] || exit 0; done',
      `exec ${quoteAll([...ship.docker.slice(0, -1), 'kill', pid])}`,
    ].join('\n'),
  );
}

/**
 * Sh text that is only listened to, docker's words in it being `docker`: it has no input, and it is ended as soon as the
 * laptop is gone, or has sent no line for half a minute. Docker itself would not notice before it next has something to say.
 */
export function listenCommand(ship: Pick<Ship, 'docker'>, script: string): string {
  const rights = ship.docker.slice(0, -1);
  return shipCommand(
    [
      `docker() { command ${quoteAll(ship.docker)} "$@"; }`,
      'exec 3<&0',
      `{ ${script}\n} </dev/null 3<&- & P=$!`,
      `{ if timeout 1 true; then while timeout ${GIVEN_UP} sh -c "read -r l"; do :; done; else cat; fi`,
      ...(rights.length > 0 ? [`${quoteAll(rights)} kill -9 0`] : []),
      'kill -9 0; } <&3 >/dev/null 2>&1 &',
      'exec 3<&-',
      'wait $P',
    ].join('\n'),
  );
}
