import type { Ship } from '../../compose/index.ts';
import type { Session } from '../../ships/index.ts';

/** Who wrote a line. */
export interface LogSource {
  ship: string;
  service: string;
  number: number;
}

/** A ship, and the containers on it whose logs are wanted. */
export interface ShipLogs {
  ship: Ship;
  /** Absent where the ship does not answer. */
  session?: Session | undefined;
  containers: { id: string; service: string; number: number; running: boolean }[];
}

export interface LogsRequest {
  project: string;
  follow: boolean;
  /** In docker's words. */
  tail?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
  /** Whether the log of a replica is wanted: asked of those that come while it is followed. */
  wants(replica: { service: string; number: number }): boolean;
}

/** How more connections are made. */
export interface Dial {
  dial(ship: Ship): Promise<Session>;
}

/** What happens besides lines. */
export interface Told {
  /** The log of a container can't be read, in docker's words. */
  onFailed(source: LogSource, why: string): void;
  /** The connection was lost before all was read, and nobody waits for the rest. */
  onCut(ship: string): void;
  /** While it was followed: the rest comes when the ship is back. */
  onLost(ship: string, why: string): void;
  onBack(ship: string): void;
  /** A container that was followed has stopped. */
  onExit(source: LogSource, code: string): void;
}

/** What did not work. */
export interface LogsEnd {
  failed: boolean;
  lost: boolean;
}
