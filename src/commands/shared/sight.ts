import type { Project } from '../../lib/compose/index.ts';
import { survey } from '../../lib/deploy/index.ts';
import type { LookOptions, Observed, Section, Sighting } from '../../lib/fleet/index.ts';

/** Milliseconds from a connection to the end of its look, besides what the lock is waited for. */
export const LOOK_LIMIT = 60_000;

export interface Sight {
  sections: readonly Section[];
  connect: LookOptions['connect'];
  /** Keeps the connections, for more commands. */
  keep?: boolean;
  /** Whether what was seen of one ship is all that is wanted. */
  enough?: NonNullable<LookOptions['enough']>;
  /** Leaves it to the caller to find that two ships are one engine. */
  twins?: boolean;
}

/** Looks at the fleet of a project, without a lock: for verbs that change nothing, or no more than one container. */
export function sight(project: Project, options: Sight): Promise<Sighting[]> {
  return survey(project, { project: project.name, ...options, limit: LOOK_LIMIT });
}

/** The same where no connection is kept: what was seen of each ship. */
export async function fleetOf(project: Project, options: Omit<Sight, 'keep'>): Promise<Observed[]> {
  return (await sight(project, options)).map(({ observed }) => observed);
}
