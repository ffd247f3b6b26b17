import { type Pin, volumesOf, volumesOn } from './place-data.ts';
import type { Group, Scene, Wanted } from './place-model.ts';
import type { Choice } from './place-search.ts';
import type { Placement } from './types.ts';

/** Why a replica is on its ship, for people: `stays where it runs`, `all on s1 (first in the file): db publishes no port`. */
export function whyHere(scene: Scene, member: Wanted, group: Group, choice: Choice, pin: Pin | undefined): string {
  const ship = choice.option.site.name;
  const { home, container, leaves } = member;
  if (home === ship && ship === scene.drained) return whyStay(member, group, choice, pin);
  if (container && home === ship) {
    return pin
      ? `stays with its data (${pin.data})`
      : container.state === 'running'
        ? 'stays where it runs'
        : 'stays where it is';
  }
  if (pin) return `comes back to its data (${pin.data})`;
  if (home === ship) return 'comes back where it was';
  if (member.only !== undefined)
    return isEverywhere(scene, member) ? 'one on every ship' : 'one on every ship it may use';
  const why = group.why ? `all on ${ship} (${choice.why}): ${group.why}` : choice.why;
  return (container || leaves) && home ? `${why}; leaves ${home}${whyLeave(scene, member, home)}` : why;
}

/** Why a replica does not leave a ship that is drained. */
function whyStay({ only }: Wanted, group: Group, { why }: Choice, pin: Pin | undefined): string {
  if (pin) return `its data is there (${pin.data})`;
  if (only !== undefined) return 'it is the one for that ship';
  return group.why ? `${why} (they stay together: ${group.why})` : why;
}

function isEverywhere({ shipsOf, sites }: Scene, { service }: Wanted): boolean {
  return shipsOf(service).length === sites.filter(({ inFile }) => inFile).length;
}

function whyLeave({ shipsOf, sites }: Scene, { service }: Wanted, home: string): string {
  if (!sites.some(({ name, inFile }) => name === home && inFile)) return ', which the file no longer names';
  return shipsOf(service).includes(home) ? '' : ', which it may no longer use';
}

/** Replicas that begin with an empty volume, while one of its name is on another ship. */
export function emptyVolumes(scene: Scene, placement: Placement): string[] {
  return [...placement].flatMap(([replica, { service, ship }]) =>
    volumesOf(scene, service).flatMap((volume) => {
      const there = scene.sites.map(({ name }) => name).filter((name) => volumesOn(scene, name).includes(volume));
      if (there.length === 0 || there.includes(ship)) return [];
      return [`${replica} has an empty volume ${volume} on ${ship}: the one on ${there.join(', ')} stays there`];
    }),
  );
}
