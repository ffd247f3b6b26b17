import { containerHash, type Project } from '../compose/index.ts';
import { type Container, type DeployRecord, HASH_LABEL, type Observation, type Spec } from '../docker/index.ts';
import type { Verdict } from './diff.ts';
import type { Task } from './tasks.ts';
import type { Change, Plan } from './types.ts';
import { list, unique } from './words.ts';

/** Whether `docker compose` made a container, on the ship itself. */
export function isComposes({ labels }: Pick<Container, 'labels'>): boolean {
  return labels['compowarm.ship'] === undefined && labels[HASH_LABEL] !== undefined;
}

/**
 * The container as if we had made it, where `docker compose` made it as the file says and it lacks nothing that only we
 * give: its hash is then the spec's. Any other as it is.
 */
export function asOurs(project: Project, spec: Spec, container: Container, ship: Observation): Container {
  if (!isComposes(container) || lacking(spec).length > 0) return container;
  const byName = ship.containers.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const idOf = (service: string) => byName.find((one) => one.service === service && !one.oneoff)?.id;
  return containerHash(project, spec.service, idOf) === container.hash ? { ...container, hash: spec.hash } : container;
}

/** What `docker compose` gives no container: what links tell, names of services elsewhere, content of this machine. */
function lacking({ links, hosts, files = [] }: Spec): Change[] {
  return [
    ...Object.entries(links).map(([field, value]) => ({ field, new: value })),
    ...Object.entries(hosts).map(([name, value]) => ({ field: `extra_hosts.${name}`, new: value })),
    ...unique(files.map(({ name }) => name)).map((name) => ({ field: `${name} content` })),
  ];
}

/** The verdict with its reason, where it takes the place of a container that `docker compose` made. */
export function withMaker(verdict: Verdict, spec: Spec): Verdict {
  if (verdict.kind !== 'replace' || !isComposes(verdict.container)) return verdict;
  const lacks = lacking(spec);
  const differs = verdict.changes.some(({ field }) => field === 'configuration');
  if (lacks.length > 0) {
    const changes = [...lacks, ...verdict.changes.filter(({ field }) => field !== 'configuration')];
    return {
      ...verdict,
      changes,
      why: `docker compose made it, without ${list(lacks.map(({ field }) => field.replace(/ content$/, '')))}`,
    };
  }
  return differs ? { ...verdict, why: 'docker compose made it, from another definition' } : verdict;
}

/** Containers that `docker compose` made, that stay, and that no record knows as the project's. */
export function adoptedBy(tasks: readonly Task[], record: DeployRecord | undefined): NonNullable<Plan['adopted']> {
  return tasks.flatMap(({ replica, spec, ship, verdict }) => {
    if (verdict.kind === 'create' || verdict.kind === 'replace' || !isComposes(verdict.container)) return [];
    const isKnown = record?.placement[replica] === ship.ship && record.specs[replica]?.hash === spec.hash;
    return isKnown ? [] : [{ replica, ship: ship.ship }];
  });
}

/** Folders of a ship that containers of `docker compose` write to, and that their successors do not have. */
export function foldersLeft(tasks: readonly Task[]): string[] {
  return tasks.flatMap(({ replica, spec, ship, verdict }) => {
    if (verdict.kind !== 'replace' || !isComposes(verdict.container)) return [];
    const kept = (spec.files ?? []).filter(({ by }) => by === 'keep');
    return kept.flatMap(({ name, target }) =>
      verdict.container.mounts
        .filter((mount) => mount.type === 'bind' && mount.target === target)
        .map(
          ({ source }) =>
            `${replica} on ${ship.ship} leaves ${source} there, and is given ${name} of this machine at ${target}`,
        ),
    );
  });
}
