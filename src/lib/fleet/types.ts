import type { Ship } from '../compose/index.ts';
import type { Observed } from '../docker/index.ts';
import type { End } from '../ships/index.ts';
import type { Frame } from './frames.ts';

/** A ship whose shell waits for steps. */
export interface Wire {
  send(message: string): void;
  onFrame(listener: (frame: Frame) => void): void;
  /** End of input: the steps in hand end, the rest is not begun. */
  finish(): void;
  /** Ends the connection at once. */
  drop(): void;
  readonly ended: Promise<End>;
}

/** One ship after a look. `wire` is there when steps may follow; `held` names who holds the lock. */
export interface Sighting {
  ship: Ship;
  observed: Observed;
  wire?: Wire;
  held?: string;
}
