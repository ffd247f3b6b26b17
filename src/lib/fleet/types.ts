import type { Ship } from '../compose/index.ts';
import type { Observed } from '../docker/index.ts';
import type { End, Session } from '../ships/index.ts';
import type { Frame } from './frames.ts';

/** A ship whose shell waits for steps. */
export interface Wire {
  send(message: string): void;
  /**
   * Brings bytes into a file of that name in the deploy's folder on the ship, which goes when the deploy ends. Resolves
   * when all of it is there; what was written of a file that is cut off stays until then. Throws a Problem where it can't
   * be brought, and whatever reading the bytes throws.
   */
  carry(name: string, bytes: AsyncIterable<Buffer>): Promise<void>;
  onFrame(listener: (frame: Frame) => void): void;
  /** End of input: the steps in hand end, the rest is not begun. */
  finish(): void;
  /** Ends the connection at once. */
  drop(): void;
  readonly ended: Promise<End>;
}

/**
 * One ship after a look. `wire` is there when steps may follow, `session` when the connection was to be kept; `held` names
 * who holds the lock.
 */
export interface Sighting {
  ship: Ship;
  observed: Observed;
  wire?: Wire;
  session?: Session;
  held?: string;
  /** It let us in by SSH, though nothing could be seen of its docker. */
  entered?: true;
}
