import type { Project } from '../../compose/index.ts';
import {
  type DeployRecord,
  isReachable,
  type Observation,
  type Observed,
  storedAt,
  type Unreachable,
} from '../../docker/index.ts';
import { isWanted, type Wanted } from './wanted.ts';

/** A volume of the project, or a folder that came from a laptop and is the ship's own. */
export interface VolumeRow {
  ship: string;
  name: string;
  /** `folder` for a folder, `unknown` on a ship that does not answer. */
  driver: string;
  labels: Record<string, string>;
  /** Where its content is on the ship; empty where that is not known. */
  mountpoint: string;
  /** Services with a container there that has it; where there is no such container, those that the file gives it to. */
  services: string[];
}

export interface WantedVolumes extends Wanted {
  project: Pick<Project, 'name' | 'services' | 'volumes'>;
  /** The newest record: what silent ships hold is known from it. */
  record: DeployRecord | undefined;
}

/** The data of the project: in the order of the ships, then volumes, then folders. */
export function volumesOf(fleet: readonly Observed[], wanted: WantedVolumes): VolumeRow[] {
  const { services = [] } = wanted;
  return fleet
    .filter((on) => isWanted(on, wanted))
    .flatMap((on) => (isReachable(on) ? seen(on, wanted) : unknown(on, wanted)))
    .filter((row) => services.length === 0 || row.services.some((service) => services.includes(service)));
}

function seen(on: Observation, { project }: WantedVolumes): VolumeRow[] {
  const { ship } = on;
  const volumes = on.volumes
    .filter(({ labels }) => labels['com.docker.compose.project'] === project.name)
    .map(({ name, driver, labels, mountpoint = '' }) => {
      const users = usersOf(on, (mount) => mount.name === name);
      return { ship, name, driver, labels, mountpoint, services: users.length > 0 ? users : byFile(name, project) };
    });
  const folders = on.kept.map((id) => {
    const mountpoint = storedAt(on.store, { by: 'keep', id });
    const services = usersOf(on, (mount) => mount.source === mountpoint);
    return { ship, name: id, driver: 'folder', labels: {}, mountpoint, services };
  });
  return [...byName(volumes), ...byName(folders)];
}

function usersOf({ containers }: Observation, isIt: (mount: { name?: string; source: string }) => boolean): string[] {
  return distinct(containers.filter(({ mounts }) => mounts.some(isIt)).map(({ service }) => service));
}

function byFile(volume: string, { services, volumes }: WantedVolumes['project']): string[] {
  const keys = Object.keys(volumes).filter((key) => volumes[key]?.name === volume);
  const users = Object.entries(services).filter(([, service]) =>
    service.volumes.some(({ type, source }) => type === 'volume' && source !== undefined && keys.includes(source)),
  );
  return distinct(users.map(([name]) => name));
}

function unknown({ ship }: Unreachable, { record }: WantedVolumes): VolumeRow[] {
  const specs = Object.entries(record?.placement ?? {}).flatMap(([replica, at]) => {
    const spec = record?.specs[replica];
    return at === ship && spec ? [spec] : [];
  });
  const names = [...(record?.volumes[ship] ?? []), ...(record?.left?.[ship]?.volumes ?? [])];
  return distinct(names).map((name) => {
    const users = specs.filter(
      ({ config, files = [] }) =>
        config.volumes.some(({ source }) => source === name) ||
        files.some(({ by, id }) => by === 'keep' && id === name),
    );
    return {
      ship,
      name,
      driver: 'unknown',
      labels: {},
      mountpoint: '',
      services: distinct(users.map(({ service }) => service)),
    };
  });
}

function byName(rows: readonly VolumeRow[]): VolumeRow[] {
  return rows.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
