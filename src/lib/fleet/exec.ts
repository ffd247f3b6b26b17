import type { Ship } from '../compose/index.ts';
import { type Execution, exec } from '../docker/index.ts';
import type { Pty, Session } from '../ships/index.ts';
import { type Attached, envFileOf, openAttached } from './attached.ts';
import { detachKeys, signalScript } from './exec-signal.ts';

/** A container on a ship that is connected. */
export interface Aboard {
  session: Session;
  ship: Ship;
  /** Its ID. */
  container: string;
}

export interface ExecOptions {
  /** Tells this command from all others: hexadecimal digits, drawn by lot. */
  key: string;
  /** Nobody waits for it. */
  detach?: boolean;
  /** It has a terminal. */
  pty?: Pty;
}

/**
 * Runs a command in a container, with its streams here.
 * @throws Problem where the connection is lost, or for a variable that docker can't be given
 */
export async function execAttached(aboard: Aboard, execution: Execution, options: ExecOptions): Promise<Attached> {
  const { session, ship, container } = aboard;
  const { key, detach, pty } = options;
  const attached = ['--interactive', ...(pty ? ['--tty'] : []), '--detach-keys', detachKeys(key)];
  const command = exec(container, execution, {
    flags: detach ? ['--detach'] : attached,
    envFile: envFileOf(key),
  });
  const script = (signal: string) => signalScript(ship, container, key, signal);
  return openAttached(session, ship, command, { key, script, ...(pty ? { pty } : {}) });
}
