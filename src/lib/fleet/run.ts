import { attachedStart, quote } from '../docker/index.ts';
import type { Pty } from '../ships/index.ts';
import { type Attached, openAttached } from './attached.ts';
import type { Aboard } from './exec.ts';
import { dockerFunction } from './look.ts';

/**
 * Starts a container that was made, with its streams here; its status is the container's.
 * @throws Problem where the connection is lost
 */
export async function startAttached(
  { session, ship, container }: Aboard,
  { key, pty }: { key: string; pty?: Pty },
): Promise<Attached> {
  const script = (signal: string) =>
    `${dockerFunction(ship.docker)}\ndocker container kill --signal ${signal} ${quote(container)} </dev/null >/dev/null`;
  return openAttached(session, ship, attachedStart(container), { key, script, ...(pty ? { pty } : {}) });
}
