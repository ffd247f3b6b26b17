import type { Network, Project, Volume } from '../compose/index.ts';
import {
  type DeployRecord,
  HASH_LABEL,
  type Named,
  networkHash,
  type Observation,
  volumeHash,
} from '../docker/index.ts';
import { differences } from './fields.ts';
import type { Task } from './tasks.ts';
import type { Change } from './types.ts';
import { list, unique } from './words.ts';

const PROJECT_LABEL = 'com.docker.compose.project';

interface Found<T> {
  key: string;
  wanted: T;
  /** What it was made from, where the record knows. */
  former?: T;
  changes: Change[];
  /** Whose it is, where it is not the project's. */
  stranger?: string;
}

/** A network or volume of a ship that the project would make, and that is not what the file says. */
export type Diverged = { ship: Observation } & (
  | ({ kind: 'network' } & Found<Network>)
  | ({ kind: 'volume' } & Found<Volume>)
);

/** What replicas use on their ships that was made from another definition, or for somebody else. */
export function divergedOn(project: Project, tasks: readonly Task[], record: DeployRecord | undefined): Diverged[] {
  const { networks, volumes } = record?.definitions ?? {};
  return unique(tasks.map(({ ship }) => ship)).flatMap((ship): Diverged[] => {
    const configs = tasks.flatMap((task) => (task.ship === ship ? [task.spec.config] : []));
    const joined = new Set(configs.flatMap((config) => Object.keys(config.networks)));
    const mounted = new Set(configs.flatMap((config) => config.volumes.map(({ source }) => source)));
    const look = { project: project.name, hash: networkHash, made: networks };
    return [
      ...find(project.networks, ship.networks, { ...look, isUsed: (name) => joined.has(name) }).map(
        (found): Diverged => ({ ship, kind: 'network', ...found }),
      ),
      ...find(project.volumes, ship.volumes, {
        ...{ ...look, hash: volumeHash, made: volumes },
        isUsed: (name) => mounted.has(name),
      }).map((found): Diverged => ({ ship, kind: 'volume', ...found })),
    ];
  });
}

interface Look<T> {
  project: string;
  hash(thing: T): string;
  made: Record<string, T> | undefined;
  isUsed(name: string): boolean;
}

/** The project that a network or a volume was made for. */
export function ownerOf({ labels }: Pick<Named, 'labels'>): string | undefined {
  return labels[PROJECT_LABEL];
}

function find<T extends Network | Volume>(
  things: Record<string, T>,
  seen: readonly Named[],
  { project, hash, made = {}, isUsed }: Look<T>,
): Found<T>[] {
  return Object.entries(things).flatMap(([key, wanted]): Found<T>[] => {
    const there = seen.find(({ name }) => name === wanted.name);
    if (wanted.external || !there || !isUsed(wanted.name)) return [];
    const [owner, label] = [ownerOf(there), there.labels[HASH_LABEL]];
    if (owner !== project) {
      return [{ key, wanted, changes: [], stranger: owner === undefined ? 'no project' : `project ${owner}` }];
    }
    if (label === undefined || label === hash(wanted)) return [];
    const last = made[wanted.name];
    if (!last || label !== hash(last)) return [{ key, wanted, changes: [] }];
    return [{ key, wanted, former: last, changes: differences('', last, wanted) }];
  });
}

/** `driver_opts.mtu and labels.team`; nothing where no record knows. */
export function fieldsOf({ changes }: Diverged): string {
  return list(changes.map(({ field }) => field));
}

/** What people are told of a network or volume that stays as it is; `held` says why a network does. */
export function definitionWarning(one: Diverged, held: string): string {
  const { ship, kind, wanted, stranger } = one;
  const subject = `${kind} ${wanted.name} on ${ship.ship}`;
  if (stranger) return `${subject} was made for ${stranger}: say external: true to use it as it is`;
  const fields = fieldsOf(one);
  const differs = `was made from another definition${fields && ` (it differs in ${fields})`}`;
  const remedy = `with its data: to have another, save what is in it and docker volume rm ${wanted.name}`;
  return `${subject} ${differs} and stays as it is ${kind === 'network' ? held : remedy}`;
}
