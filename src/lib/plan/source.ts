import { relative } from 'node:path';
import { type Contents, type Project, pathKey } from '../compose/index.ts';
import { type DeployRecord, isReachable, type Source, type UsedImage, usedImage } from '../docker/index.ts';
import { anonymousMounts } from './losses.ts';
import type { Known } from './next-record.ts';
import { replicaOf, serviceOf } from './tasks.ts';
import type { Replica } from './types.ts';

/** Deploys that can be gone back to without the files of then: what they used stays on ships. */
export const KEPT_DEPLOYS = 5;

/** The Compose files, from the project's folder. */
export function fileNames({ directory, files }: Project): string[] {
  return files.map((file) => relative(directory, file) || file);
}

/**
 * What has to be known of the project to plan it again. Services that the deploy is not about are as they were when
 * they were last deployed; those without a place are left out.
 */
export function sourceOf(
  { project, record, tasks, chosen }: Known,
  placement: Readonly<Record<Replica, string>>,
): Source {
  const meant = new Set([...chosen, ...tasks.map(({ spec }) => spec.service)]);
  const before = record?.source;
  const placed = new Set(Object.keys(placement).map(serviceOf));
  const services = Object.entries(project.services).flatMap(([name, service]) => {
    if (!placed.has(name)) return [];
    return [[name, meant.has(name) ? service : (before?.services[name] ?? service)] as const];
  });
  const isOf = (path: string) => services.some(([name]) => path.startsWith(`${pathKey(['services', name])}/`));
  const { shape, disabled, networks, volumes, masked, local } = project;
  const contents = contentsOf(before?.contents, project.contents);
  return {
    shape,
    services: Object.fromEntries(services),
    disabled,
    networks,
    volumes,
    ...(contents ? { contents: { ...contents, mounts: pick(contents.mounts, isOf) } } : {}),
    masked: [...masked].filter(isOf),
    local: [...local].filter(isOf),
  };
}

function contentsOf(before: Contents | undefined, now: Contents | undefined): Contents | undefined {
  if (!before || !now) return now ?? before;
  return {
    configs: { ...before.configs, ...now.configs },
    secrets: { ...before.secrets, ...now.secrets },
    mounts: { ...before.mounts, ...now.mounts },
  };
}

function pick<T>(map: Readonly<Record<string, T>>, takes: (key: string) => boolean): Record<string, T> {
  return Object.fromEntries(Object.entries(map).filter(([key]) => takes(key)));
}

/** Content of the last deploys and of this one, by its ids, with the last generation that gave it to a container. */
export function contentsUsed(
  before: DeployRecord | undefined,
  { generation, specs }: Pick<DeployRecord, 'generation' | 'specs'>,
): Record<string, number> {
  const recent = Object.entries(before?.contents ?? {}).filter(([, last]) => last > generation - KEPT_DEPLOYS);
  const given = Object.values(specs).flatMap(({ files = [] }) =>
    files.flatMap(({ by, id }) => (by === 'keep' ? [] : [[id, generation] as const])),
  );
  return Object.fromEntries([...recent, ...given]);
}

/** What each replica's container was made from, as far as it was seen or is known from before. */
export function imagesSeen(
  { fleet, record }: Pick<Known, 'fleet' | 'record'>,
  placement: Readonly<Record<Replica, string>>,
): Record<Replica, UsedImage> {
  return Object.fromEntries(
    Object.entries(placement).flatMap(([replica, name]) => {
      const ship = fleet.filter(isReachable).find((one) => one.ship === name);
      const container = ship?.containers.find((one) => replicaOf(one) === replica);
      if (!ship) return record?.images?.[replica] ? [[replica, record.images[replica]]] : [];
      if (!container) return [];
      const id = container.imageId;
      const volumes = anonymousMounts(container).map(({ target }) => target);
      const names = ship.images.find((image) => image.id === id)?.names ?? [];
      return [[replica, usedImage(id, container.image, names, volumes)]];
    }),
  );
}
