import { claimsOf } from './place-claims.ts';
import type { Pin } from './place-data.ts';
import type { Afar, Claim, Group, Scene } from './place-model.ts';
import type { Taken } from './place-open.ts';
import { nowhere } from './place-problems.ts';
import type { Choice } from './place-search.ts';
import type { Replica } from './types.ts';

/** The silent ship that replicas wait for, and why. */
export interface Wait {
  ship: string;
  why: string;
}

/**
 * A group that can only be on a silent ship: what it goes with is there, or its data, or no other ship is open to it.
 * @throws Problem where the hard rules leave no ship at all
 */
export function wait(scene: Scene, group: Group, pins: ReadonlyMap<Replica, Pin>, exit: number): Wait | undefined {
  const [mate] = group.mates;
  if (mate) return waitFor(mate.ship, `${mate.replica} is there, and ${group.why}`);

  const answers = (name: string) => scene.sites.some((site) => site.name === name && site.answers);
  for (const { replica, service } of group.members) {
    const pin = pins.get(replica);
    const [ship] = pin?.ships ?? [];
    if (pin && ship && !answers(ship))
      return waitFor(ship, `the data of ${replica} (${pin.data}) is there${inFailover(scene, group, service, ship)}`);
  }

  const open = group.options.filter(({ excluded }) => !excluded);
  const [first] = open;
  if (!first) {
    throw nowhere(
      scene,
      group,
      new Map(group.options.flatMap((one) => (one.excluded ? [[one, one.excluded]] : []))),
      exit,
    );
  }
  if (open.some(({ site }) => site.answers)) return undefined;
  const barred = group.options.find(({ site }) => site.answers)?.excluded?.text;
  return waitFor(first.site.name, barred ?? 'no ship answers');
}

/** What a person who leaves the ship may say, and who else hangs on it. */
function inFailover({ failed }: Scene, { members, why }: Group, service: string, ship: string): string {
  if (failed?.ship !== ship) return '';
  return `${why && members.length > 1 ? `, and ${why}` : ''} (--without-data ${service} gives it up)`;
}

/** A choice that fell on a silent ship, since no ship that answers was left. */
export function silentChoice({ option, why }: Choice): Wait | undefined {
  return option.site.answers ? undefined : waitFor(option.site.name, why);
}

/** What is held on the ships before anything is placed: by replicas afar, and by those that wait where they are. */
export function takenBefore(scene: Scene, afar: readonly Afar[], waiting: readonly Group[]): Taken {
  const held = [
    ...afar.map(({ ship, service, replica }) => ({ ship, service, replica })),
    ...waiting.flatMap(({ members }) =>
      members.flatMap(({ home, container, service, replica }) =>
        home && container ? [{ ship: home, service, replica }] : [],
      ),
    ),
  ].filter(({ service }) => service in scene.project.services);
  const taken = new Map<string, Claim[]>();
  for (const { ship, service, replica } of held) {
    taken.set(ship, [...(taken.get(ship) ?? []), ...claimsOf(scene.project, service, replica)]);
  }
  return taken;
}

function waitFor(ship: string, why: string): Wait {
  return { ship, why: `waits for ${ship}, which does not answer: ${why}` };
}
