import type { Project } from '../../compose/index.ts';
import type { Observed } from '../../docker/index.ts';

/**
 * How a check came out. `warning`: it stops nothing, and is worth knowing. `untried`: it can't be told yet.
 * `unreachable`: nothing else can be told of the ship.
 */
export type Verdict = 'ok' | 'warning' | 'wrong' | 'untried' | 'unreachable';

/** What one check found on one ship, or of the whole fleet where no ship is named. */
export interface Finding {
  ship?: string;
  check: string;
  verdict: Verdict;
  /** What was found, for people. */
  found: string;
  remedy?: string;
}

/** Finding without the ship and the check that it comes from. */
export type Found = Pick<Finding, 'verdict' | 'found' | 'remedy'>;

/** All that is known when ships are examined. */
export interface Scene {
  project: Project;
  fleet: readonly Observed[];
  /** Ships that let us in by SSH, though nothing could be seen of their docker. */
  entered: readonly string[];
  /** Where the plan has each replica; nothing where there is no plan. */
  places: readonly { replica: string; ship: string }[];
}

/** A service that is called by another, at one address of one ship. */
export interface Called {
  service: string;
  ship: string;
  address: string;
  port: number;
}

/** Containers of a service on a ship, which call another service that is published on a ship. */
export interface Call {
  service: string;
  ship: string;
  to: Called;
  /** Words of docker up to those of a shell, each in the network that the call is made from, best first. */
  shells: string[][];
  /** Why it can't be tried now. */
  untried?: string;
}

/** What came of a call: `words` are what the ship said where it did not go through. */
export interface Answer {
  call: Call;
  outcome: 'reached' | 'failed' | 'untried';
  words: string;
}
