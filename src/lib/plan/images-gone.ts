import type { Project } from '../compose/index.ts';
import { imageName, imageOf, type Observation } from '../docker/index.ts';
import { unique } from './words.ts';

/**
 * The images of services that no container of the project is left to be made from: all, or those that are built and have
 * no name in the file.
 */
export function imagesGone(
  project: Project,
  left: readonly Observation[],
  chosen: ReadonlySet<string>,
  which: 'all' | 'local' | undefined,
): { ship: string; name: string }[] {
  const services = Object.entries(project.services).filter(
    ([name, { build, image }]) => chosen.has(name) && (which === 'all' || (which === 'local' && build && !image)),
  );
  const names = unique(services.map(([name, service]) => imageOf(project.name, name, service)));
  return left.flatMap((ship) => {
    const used = new Set(ship.containers.map(({ imageId }) => imageId));
    const goes = (name: string) =>
      ship.images.some(({ id, names: its }) => its.includes(imageName(name)) && !used.has(id));
    return names.filter(goes).map((name) => ({ ship: ship.ship, name }));
  });
}
