import { attachTo as attachCommand, attachedStart, type Command, inspectTerminal, quote } from '../docker/index.ts';
import type { Pty } from '../ships/index.ts';
import { type Attached, openAttached } from './attached.ts';
import { dockerCommand } from './errand.ts';
import type { Aboard } from './exec.ts';
import { dockerFunction } from './look.ts';

interface Seat {
  /** Drawn by lot: hexadecimal digits. */
  key: string;
  /** The container has a terminal. */
  pty?: Pty;
}

/**
 * Starts a container that was made, with its streams here; its status is the container's.
 * @throws Problem where the connection is lost
 */
export function startAttached(aboard: Aboard, seat: Seat): Promise<Attached> {
  return attended(aboard, attachedStart(aboard.container), seat, true);
}

export interface AttachOptions extends Seat {
  input: boolean;
  detachKeys?: string | undefined;
  /** Signals are passed on. */
  proxy: boolean;
}

/**
 * Has the streams of a container that runs here; its status is the container's, when that ends. One with a terminal gets
 * its signals by keys, and is left when this terminal goes.
 * @throws Problem where the connection is lost
 */
export function attachTo(aboard: Aboard, { input, detachKeys, proxy, ...seat }: AttachOptions): Promise<Attached> {
  const flags = [...(input ? [] : ['--no-stdin']), ...(detachKeys ? ['--detach-keys', detachKeys] : [])];
  return attended(aboard, attachCommand(aboard.container, flags), seat, proxy && !seat.pty);
}

/** Whether a container has a terminal. */
export async function isTerminal({ session, ship, container }: Aboard): Promise<boolean> {
  const channel = await session.open(dockerCommand(ship, inspectTerminal(container).argv));
  let is = false;
  channel.onLine((line) => {
    is = line === 'true';
  });
  await channel.ended;
  return is;
}

function attended(
  { session, ship, container }: Aboard,
  command: Command,
  seat: Seat,
  proxy: boolean,
): Promise<Attached> {
  const script = (signal: string) =>
    `${dockerFunction(ship.docker)}\ndocker container kill --signal ${signal} ${quote(container)} </dev/null >/dev/null`;
  return openAttached(session, ship, command, { ...seat, ...(proxy && { script }) });
}
