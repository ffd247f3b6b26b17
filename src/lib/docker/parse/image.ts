import type { ImageDetails } from '../observed.ts';
import { readJson } from './json.ts';

/** What is read of `docker image inspect`; what docker 20.10 to 28 leave out or write as null is optional. */
interface Inspected {
  Id: string;
  RepoTags?: string[] | null;
  Os: string;
  Architecture: string;
  Variant?: string;
  Size: number;
  Created?: string;
  Metadata?: { LastTagTime?: string } | null;
}

/** Go's time that was never set begins like this. */
const NEVER = '0001-';

/**
 * A line of `LOOKS.used`.
 * @throws {Problem} when it is no JSON.
 */
export function parseImage(line: string): ImageDetails {
  const { Metadata, ...image } = readJson(line) as Inspected;
  const taggedAt = Metadata?.LastTagTime ?? NEVER;
  return {
    id: image.Id,
    tags: image.RepoTags ?? [],
    platform: [image.Os, image.Architecture, image.Variant].filter((part) => part).join('/'),
    bytes: image.Size,
    createdAt: image.Created ?? '',
    ...(taggedAt.startsWith(NEVER) ? {} : { taggedAt }),
  };
}
