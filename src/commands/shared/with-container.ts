import type { Project } from '../../lib/compose/index.ts';
import { type Aboard, isFirst, type LookOptions, type Observed, pick } from '../../lib/fleet/index.ts';
import { newestRecord } from '../../lib/plan/index.ts';
import { sight } from './sight.ts';

/** Which container is meant. */
interface Meant {
  service: string;
  index: number | undefined;
  ships: string[] | undefined;
}

/**
 * Finds the container that is meant, which has to run, and hands it to `use` with the name of its replica, on a ship that
 * is connected; the connections go when that has ended. Ships that are slow to answer are not waited for.
 * @throws Problem where there is none
 */
export async function withContainer<T>(
  project: Project,
  meant: Meant,
  connect: LookOptions['connect'],
  use: (aboard: Aboard, replica: string) => Promise<T>,
): Promise<T> {
  const enough = (observed: Observed) => isFirst(observed, meant);
  const sightings = await sight(project, { sections: ['containers'], connect, keep: true, enough });
  try {
    const fleet = sightings.map(({ observed }) => observed);
    const { record } = newestRecord(fleet);
    const { ship: name, container } = pick(fleet, { ...meant, running: true, record });
    const { ship, session } = sightings.find((one) => one.ship.name === name) ?? {};
    if (!ship || !session) throw new Error(`${name} was seen and is not connected`);
    return await use({ session, ship, container: container.id }, `${container.service}-${container.number}`);
  } finally {
    for (const { session } of sightings) session?.close();
  }
}
