import type { Project, Ship } from '../compose/index.ts';
import { isReachable } from '../docker/index.ts';
import { type LookOptions, lookAtFleet, type Sighting } from '../fleet/index.ts';
import { newestRecord } from '../plan/index.ts';
import { EXIT, Problem } from '../problem.ts';

/**
 * Looks at all ships of the file, then at those that only the record names: what was left there is part of the project.
 * @throws Problem where another deploy holds the lock of a ship (exit 4)
 */
export async function survey(project: Project, options: LookOptions): Promise<Sighting[]> {
  const sightings = await lookAtFleet(project.ships, options);
  refuseHeld(sightings);
  if (sightings.some(({ observed }) => options.enough?.(observed))) return sightings;
  try {
    const dropped = droppedShips(project, sightings);
    if (dropped.length === 0) return sightings;
    const { lock } = options;
    const more = await lookAtFleet(dropped, {
      ...options,
      ...(lock ? { lock: (place: number) => lock(project.ships.length + place) } : {}),
    });
    refuseHeld([...more, ...sightings]);
    return [...sightings, ...more];
  } catch (error) {
    for (const { wire } of sightings) wire?.drop();
    throw error;
  }
}

function refuseHeld(sightings: readonly Sighting[]): void {
  const held = sightings.find((one) => one.held !== undefined);
  if (!held) return;
  for (const { wire } of sightings) wire?.drop();
  throw new Problem({
    what: 'another deploy of this project is going on',
    where: { ship: held.ship.name },
    why: held.held ? `${held.held} holds its lock` : 'its lock is held',
    remedy: 'wait until it has ended, or let this one wait: --lock-wait 60',
    exit: EXIT.locked,
  });
}

/** Ships that the newest record names and the file does not, under this name or another. */
function droppedShips(project: Project, sightings: readonly Sighting[]): Ship[] {
  const fleet = sightings.map(({ observed }) => observed);
  const { record } = newestRecord(fleet);
  const names = new Set(project.ships.map((ship) => ship.name));
  const engines = new Set(fleet.filter(isReachable).map((ship) => ship.engine.id));
  const left = Object.entries(record?.left ?? {}).flatMap(([ship, { replicas }]) =>
    replicas.length > 0 ? [ship] : [],
  );
  const used = new Set([...Object.values(record?.placement ?? {}), ...Object.keys(record?.volumes ?? {}), ...left]);
  return (record?.ships ?? [])
    .filter((ship) => used.has(ship.name) && !names.has(ship.name) && !engines.has(ship.engine))
    .map(({ engine: _, ...ship }) => ({ ...ship, labels: {} }));
}
