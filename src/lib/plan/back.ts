import type { Contents, Project } from '../compose/index.ts';
import {
  type DeployRecord,
  imageName,
  isReachable,
  type Observation,
  type Observed,
  type Spec,
  type SpecFile,
  type UsedImage,
} from '../docker/index.ts';
import { EXIT, Problem } from '../problem.ts';
import { absentFiles, type Ready } from './changes.ts';
import { currentName } from './record.ts';
import type { Steps } from './steps.ts';
import type { Task } from './tasks.ts';
import type { Placement, Replica } from './types.ts';

/** A deploy that is gone back to. */
export interface Back {
  deploy: string;
  /** Where its replicas were, by today's names of ships. */
  placement: Readonly<Record<Replica, string>>;
  images: Readonly<Record<Replica, UsedImage>>;
  /** What of this machine's content is there today. */
  contents: Contents | undefined;
}

/** What has to be known of a deploy to go back to it. */
export function backTo(then: DeployRecord, fleet: readonly Observed[], contents: Contents | undefined): Back {
  const placement = Object.entries(then.placement).map(([replica, ship]) => [replica, currentName(then, fleet, ship)]);
  return { deploy: then.deploy, placement: Object.fromEntries(placement), images: then.images ?? {}, contents };
}

/** A name that is to mean another image on a ship; `digest` to pull it by, where the ship lacks it. */
export interface Tag {
  ship: string;
  image: string;
  id: string;
  /** What the name means now. */
  now?: string;
  digest?: string;
}

/**
 * The fleet as it is when the names of images mean again what they meant then, and the names that have to be put back.
 * @throws Problem for an image that cannot be had any more
 */
export function imagesPutBack(
  fleet: readonly Observed[],
  placement: Placement,
  specs: ReadonlyMap<Replica, Spec>,
  back: Back,
): { fleet: Observed[]; tags: Tag[] } {
  const tags: Tag[] = [];
  const now = fleet.map((ship): Observed => {
    if (!isReachable(ship)) return ship;
    const own = tagsFor(ship, placement, specs, back);
    tags.push(...own);
    return own.reduce(retagged, ship);
  });
  return { fleet: now, tags };
}

function tagsFor(ship: Observation, placement: Placement, specs: ReadonlyMap<Replica, Spec>, back: Back): Tag[] {
  const tags = new Map<string, Tag>();
  for (const [replica, placed] of placement) {
    const spec = specs.get(replica);
    if (placed.ship !== ship.ship || !spec) continue;
    const { image, build } = spec.config;
    const name = imageName(image);
    const means = ship.images.find(({ names }) => names.includes(name))?.id;
    const want = back.images[replica];
    if (!want && build && means === undefined) throw imageLost(back, image, ship);
    // of two that shared a name and not an image the first counts: a name means one
    if (!want || want.id === means || name.includes('@') || tags.has(name)) continue;
    const isThere = ship.images.some(({ id }) => id === want.id);
    if (!isThere && !want.digest) throw imageLost(back, image, ship);
    tags.set(name, {
      ...{ ship: ship.ship, image, id: want.id },
      ...(means ? { now: means } : {}),
      ...(!isThere && want.digest ? { digest: want.digest } : {}),
    });
  }
  return [...tags.values()];
}

function retagged(ship: Observation, { image, id }: Tag): Observation {
  const name = imageName(image);
  const others = ship.images
    .filter((one) => one.id !== id)
    .map((one) => ({ ...one, names: one.names.filter((other) => other !== name) }));
  const names = ship.images.find((one) => one.id === id)?.names ?? [];
  return { ...ship, images: [...others, { id, names: [...names, name] }] };
}

function imageLost({ deploy }: Back, image: string, { ship }: Observation): Problem {
  return new Problem({
    what: `deploy ${deploy} cannot be gone back to: the image ${image} of then is no longer there`,
    where: { ship },
    why: 'it was built or loaded there, and no registry has it',
    remedy: 'bring the image there, or name one in the file that can be had and start',
    exit: EXIT.failed,
  });
}

/** A step for each name that is put back, in front of the replicas that are made from it. */
export function tagSteps(
  plan: Steps,
  { deploy }: Back,
  tags: readonly Tag[],
  intent: ReadonlyMap<string, string[]>,
  ready: Ready,
  changing: readonly Task[],
): void {
  for (const { ship, image, id, now, digest } of tags) {
    const tagged = plan.add({
      ...{ kind: 'tag', ship, after: intent.get(ship) ?? [], subject: `image ${image}`, image, imageId: id },
      ...(digest ? { digest } : {}),
      why: `deploy ${deploy} had it`,
      changes: [{ field: image, ...(now ? { old: short(now) } : {}), new: short(id) }],
    });
    for (const { replica, ship: own, spec } of changing) {
      if (own.ship === ship && imageName(spec.config.image) === imageName(image)) ready.get(replica)?.push(tagged);
    }
  }
}

function short(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, 12);
}

/** Throws a Problem where a container needs content of then that neither its ship nor this machine has any more. */
export function refuseLost(project: Project, { deploy, contents }: Back, changing: readonly Task[]): void {
  for (const { spec, ship } of changing) {
    const lost = absentFiles(spec, ship).find(({ file }) => !isHere(file, contents));
    if (!lost) continue;
    throw new Problem({
      what: `deploy ${deploy} cannot be gone back to: the content of ${lost.subject} of then is no longer there`,
      where: { ship: ship.ship },
      why: `ships keep it for the last deploys, and ${project.directory} holds another`,
      remedy: 'put it back as it was on this machine',
      exit: EXIT.failed,
    });
  }
}

function isHere({ by, id, digest }: SpecFile, contents: Contents | undefined): boolean {
  const mounts = Object.values(contents?.mounts ?? {});
  if (by === 'keep') return mounts.some(({ keep, source }) => keep && source === id);
  const texts = [contents?.configs, contents?.secrets].flatMap((section) => Object.values(section ?? {}));
  return [...texts, ...mounts].some((one) => one.digest === digest);
}
