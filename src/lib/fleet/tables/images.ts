import { imageName, type Observed } from '../../docker/index.ts';
import { type Wanted, wantedContainers } from './wanted.ts';

/** The image of a container. What the ship no longer knows of it is absent. */
export interface ImageRow {
  ship: string;
  service: string;
  container: string;
  id: string;
  /** Of the name that the container was made from; absent where that means another image by now. */
  repository?: string;
  tag?: string;
  platform?: string;
  bytes?: number;
  /** ISO 8601. */
  createdAt?: string;
  taggedAt?: string;
}

/** The images of the wanted containers, stopped ones among them. */
export function imagesOf(fleet: readonly Observed[], wanted: Wanted): ImageRow[] {
  return wantedContainers(fleet, wanted).map(({ on, container }) => {
    const { id, tags = [], ...details } = on.used?.find((image) => image.id === container.imageId) ?? {};
    return {
      ship: on.ship,
      service: container.service,
      container: container.name,
      id: container.imageId,
      ...(id ? nameIn(tags, container.image) : {}),
      ...details,
    };
  });
}

function nameIn(tags: readonly string[], reference: string): Pick<ImageRow, 'repository' | 'tag'> {
  const name = imageName(reference);
  const [repository = ''] = name.split('@');
  if (repository !== name) return { repository };
  const colon = name.lastIndexOf(':');
  return tags.includes(name) ? { repository: name.slice(0, colon), tag: name.slice(colon + 1) } : {};
}
