import { imageName, type Observation, refreshAfter, type Spec } from '../docker/index.ts';

/** The step that fetches the image, where it is not there or is to be fetched again; `when` the deploy is, if it may be. */
export function pulls({ config }: Spec, ship: Observation, when: string | undefined) {
  const { image, platform, pull_policy } = config;
  const after = refreshAfter(pull_policy);
  const isThere = ship.images.some(({ names }) => names.includes(imageName(image)));
  if (isThere && (after === undefined || when === undefined)) return [];
  const olderThan = isThere && after && when ? Math.floor((Date.parse(when) - after) / 1000) : undefined;
  const kind = 'pull' as const;
  return [{ kind, subject: `image ${image}`, image, ...(platform && { platform }), ...(olderThan && { olderThan }) }];
}
