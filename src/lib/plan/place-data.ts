import type { Container } from '../docker/index.ts';
import { abandonedOn } from './left.ts';
import type { Afar, Scene, Wanted } from './place-model.ts';
import { keptFolders } from './spec-files.ts';
import type { Replica } from './types.ts';
import { isGlobal } from './usable.ts';
import { list, unique } from './words.ts';

/** Where a replica's data is: it can be nowhere else, for data never moves by itself. */
export interface Pin {
  ships: string[];
  /** For people: `volume demo_data`, `an anonymous volume at /data`. */
  data: string;
  /** What a person who moved the data has to remove: `container demo-db-1 and volume demo_data`. */
  remains: string;
}

/** What a container holds that would be lost with it, for people: volumes and writable binds. */
export function dataOf(container: Container): string | undefined {
  const kept = container.mounts.flatMap((mount) => {
    if (mount.type === 'bind') return mount.writable ? [mount.source] : [];
    if (mount.type !== 'volume') return [];
    return /^[0-9a-f]{64}$/.test(mount.name ?? '')
      ? [`an anonymous volume at ${mount.target}`]
      : [`volume ${mount.name}`];
  });
  return kept.length > 0 ? list(unique(kept)) : undefined;
}

/**
 * Replicas that data holds to a ship: those whose container has any, or wrote into folders of its ship before it was lost,
 * and of a service whose volume is on a ship without a replica that uses it or was on its way there, as many as there are
 * such ships: the lost ones first. One that is for a ship of its own has what is there.
 */
export function pins(scene: Scene, wanted: readonly Wanted[], afar: readonly Afar[]): Map<Replica, Pin> {
  const found = new Map<Replica, Pin>();
  for (const one of wanted) {
    const { replica, container, home } = one;
    const data = container ? dataOf(container) : lostData(scene, one);
    if (!data || !home) continue;
    const remains = container ? `container ${container.name} and ${data}` : data;
    found.set(replica, { ships: [home], data, remains });
  }
  for (const service of Object.keys(scene.project.services).filter((name) => !isGlobal(scene.project, name))) {
    const users = [...wanted, ...afar].filter((one) => one.service === service);
    const used = new Set(users.flatMap((one) => [...shipInUse(one), ...shipAhead(scene, one)]));
    const waiting = waitingVolumes(scene, service).filter(
      ({ ship }) => !used.has(ship) && !isGivenUp(scene, service, ship),
    );
    const names = unique(waiting.flatMap(({ volumes }) => volumes));
    const whole = waiting.filter(({ volumes }) => volumes.length === names.length);
    const places = names.length > 0 && whole.length === 0 ? [[]] : heldTogether(whole);
    const data = list(names.map((name) => `${name.startsWith('.') ? 'folder' : 'volume'} ${name}`));
    const homeless = wanted.filter((one) => one.service === service && !one.container && !found.has(one.replica));
    const isHome = (one: Wanted) => (whole.some(({ ship }) => ship === one.home) ? 0 : 1);
    homeless
      .sort((a, b) => isHome(a) - isHome(b) || a.number - b.number)
      .slice(0, places.length)
      .forEach((one, index) => {
        found.set(one.replica, { ships: places[index] as string[], data, remains: data });
      });
  }
  return found;
}

/** Whether the person goes on without what a service has on a ship that is left. */
function isGivenUp({ failed }: Scene, service: string, ship: string | undefined): boolean {
  return failed !== undefined && failed.ship === ship && failed.withoutData.includes(service);
}

/**
 * What a container that nobody sees held, by the record: folders of its ship that it wrote into are still there; where
 * its ship is silent, so are its volumes that docker named.
 */
function lostData(scene: Scene, { replica, service, home, leaves }: Wanted): string | undefined {
  if (isGivenUp(scene, service, home)) return undefined;
  const mounts = scene.record?.specs[replica]?.config.volumes ?? [];
  const folders = mounts.flatMap(({ type, source, read_only }) =>
    type === 'bind' && source?.startsWith('/') && !read_only ? [source] : [],
  );
  const said = mounts.flatMap(({ type, source, target }) =>
    type === 'volume' && source === undefined ? [target] : [],
  );
  const seen = scene.record?.images?.[replica]?.volumes ?? [];
  const volumes = leaves ? unique([...said, ...seen]).map((target) => `an anonymous volume at ${target}`) : [];
  return list(unique([...folders, ...volumes])) || undefined;
}

/** Docker's names of the volumes that a service mounts, and its folders that are a ship's own. */
export function volumesOf(scene: Scene, service: string): string[] {
  const mounts = scene.project.services[service]?.volumes ?? [];
  const volumes = mounts.flatMap((mount) => {
    const volume = mount.type === 'volume' && mount.source !== undefined && scene.project.volumes[mount.source];
    return volume ? [volume.name] : [];
  });
  return unique([...volumes, ...keptFolders(scene.project, service)]);
}

/** The volumes on a ship: seen there, or by the record where the ship is silent; not those that were given up. */
export function volumesOn(scene: Scene, ship: string): string[] {
  const site = scene.sites.find(({ name }) => name === ship);
  const abandoned = abandonedAt(scene, ship);
  if (site?.answers) return site.volumes.filter((name) => !abandoned.includes(name));
  const recorded = Object.entries(scene.record?.volumes ?? {}).flatMap(([name, volumes]) =>
    scene.nameOf(name) === ship ? volumes : [],
  );
  return recorded.filter((name) => !abandoned.includes(name));
}

/** Data on a ship that was given up with it. */
export function abandonedAt({ record, nameOf }: Scene, ship: string): string[] {
  const names = Object.keys(record?.left ?? {}).filter((name) => nameOf(name) === ship);
  return names.flatMap((name) => abandonedOn(record, name));
}

interface Waiting {
  ship: string;
  answers: boolean;
  volumes: string[];
}

function waitingVolumes(scene: Scene, service: string): Waiting[] {
  const names = volumesOf(scene, service);
  return scene.sites
    .map(({ name, answers }) => ({
      ship: name,
      answers,
      volumes: volumesOn(scene, name).filter((volume) => names.includes(volume)),
    }))
    .filter(({ volumes }) => volumes.length > 0);
}

/** One place for each ship: any that answers for as many replicas as such ships there are, then each silent one. */
function heldTogether(whole: Waiting[]): string[][] {
  const answering = whole.filter(({ answers }) => answers).map(({ ship }) => ship);
  const silent = whole.filter(({ answers }) => !answers).map(({ ship }) => [ship]);
  return [...answering.map(() => answering), ...silent];
}

/** Where a deploy that was cut off was moving a replica: what was made for it there is not another's. */
function shipAhead({ record, nameOf }: Scene, one: Wanted | Afar): string[] {
  const recorded = record?.placement[one.replica];
  return recorded !== undefined && 'container' in one && one.container ? [nameOf(recorded)] : [];
}

function shipInUse(one: Wanted | Afar): string[] {
  if ('ship' in one) return [one.ship];
  return one.container && one.home ? [one.home] : [];
}
