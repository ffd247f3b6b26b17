import type { Ship } from '../compose/index.ts';
import type { ConnectOptions, Session } from './types.ts';

export { sshCommand } from './ssh-words.ts';
export type { Channel, ConnectOptions, End, Pty, Session, Size, Stream } from './types.ts';

/**
 * Connects to a ship as ssh would: its configuration, its known hosts, its keys.
 *
 * @throws Problem (exit 3) that says why the ship can't be reached and what to do.
 */
export async function connect(ship: Ship, options: ConnectOptions): Promise<Session> {
  // ssh2 takes 50 ms to load, which commands that reach no ship need not wait for.
  const { connectShip } = await import('./connect.ts');
  return connectShip(ship, options);
}
