import type { Project } from '../compose/index.ts';
import { HASH_LABEL, type Named, networkHash, volumeHash } from '../docker/index.ts';
import type { Task } from './tasks.ts';
import { unique } from './words.ts';

const PROJECT_LABEL = 'com.docker.compose.project';

/** A network or volume that the project makes where it is missing. */
interface Wanted {
  kind: 'network' | 'volume';
  name: string;
  hash: string;
}

/**
 * Warnings of networks and volumes that are there, and are not what the file says. They stay as they are: containers may
 * be in a network, and a volume has data.
 */
export function definitionWarnings(project: Project, tasks: readonly Task[]): string[] {
  const wanted = wantedBy(project);
  return unique(
    tasks.flatMap(({ spec, ship }) => {
      const used = new Set([...Object.keys(spec.config.networks), ...spec.config.volumes.map(({ source }) => source)]);
      return wanted
        .filter(({ name }) => used.has(name))
        .flatMap((one) => {
          const there = ship[`${one.kind}s`].find(({ name }) => name === one.name);
          const text = there && difference(project.name, one, there);
          return text ? [`${one.kind} ${one.name} on ${ship.ship} ${text}`] : [];
        });
    }),
  );
}

function wantedBy({ networks, volumes }: Project): Wanted[] {
  const own = <T extends { external?: boolean }>(things: Record<string, T>) =>
    Object.values(things).filter(({ external }) => !external);
  return [
    ...own(networks).map((one) => ({ kind: 'network' as const, name: one.name, hash: networkHash(one) })),
    ...own(volumes).map((one) => ({ kind: 'volume' as const, name: one.name, hash: volumeHash(one) })),
  ];
}

/** The project that a network or a volume was made for. */
export function ownerOf({ labels }: Pick<Named, 'labels'>): string | undefined {
  return labels[PROJECT_LABEL];
}

function difference(project: string, { kind, name, hash }: Wanted, there: Named): string | undefined {
  const owner = ownerOf(there);
  if (owner !== project) {
    const whose = owner === undefined ? 'no project' : `project ${owner}`;
    return `was made for ${whose}: say external: true to use it as it is`;
  }
  const made = there.labels[HASH_LABEL];
  if (made === undefined || made === hash) return undefined;
  const away = kind === 'volume' ? 'with its data' : `until it is removed (docker network rm ${name})`;
  return `was made from another definition: it stays as it is, ${away}`;
}
