import { type Container, imageName, type Observation, type Spec, type Updatable } from '../docker/index.ts';
import { fieldChanges } from './fields.ts';
import { limitChanges } from './limits.ts';
import { namespaces } from './sharing.ts';
import type { Change, Meaning } from './types.ts';

/** What has to happen to one replica on its ship. */
export type Verdict =
  | { kind: 'create' }
  | { kind: 'start'; container: Container; why: string }
  | { kind: 'restart'; container: Container; why: string }
  | { kind: 'update'; container: Container; why: string; changes: Change[]; keys: Updatable[] }
  | { kind: 'replace'; container: Container; why: string; changes: Change[] }
  | { kind: 'refresh'; container: Container; why: string; unless: Meaning[] }
  | { kind: 'same'; container: Container };

/** Whether the container that is there stays, and is only started or changed. */
export function stays({ kind }: Verdict): boolean {
  return kind === 'start' || kind === 'restart' || kind === 'update';
}

/**
 * Of several containers that claim to be one replica on one ship (a deploy was cut off in the middle), the one to go on
 * with: as the file wants it and running, else running, else as the file wants it, else the one of the right name, else
 * the first by name.
 */
export function keeperOf(containers: readonly Container[], spec: Spec): Container | undefined {
  const worth = (container: Container) =>
    (container.state === 'running' ? 4 : 0) +
    (container.name === spec.name ? (container.hash === spec.hash ? 3 : 1) : 0);
  return containers.toSorted((a, b) => worth(b) - worth(a) || (a.name < b.name ? -1 : 1))[0];
}

/** Compares what should be with what is. `last` is the spec that the record holds for this replica. */
export function judge(
  spec: Spec,
  container: Container | undefined,
  ship: Observation,
  last: Spec | undefined,
  wantRunning: boolean,
  overlays: ReadonlySet<string> = new Set(),
): Verdict {
  if (!container) return { kind: 'create' };
  const limits = limitChanges(spec, container, last);
  const needsAnother = changesOf(spec, container, ship, last, overlays);
  const changes = needsAnother.length > 0 || !limits.inPlace ? [...needsAnother, ...limits.changes] : [];
  const [first] = changes;
  if (first) return { kind: 'replace', container, changes, why: `it differs in ${first.field}` };
  if (container.state === 'dead' || container.state === 'removing') {
    return { kind: 'replace', container, changes, why: `it is ${container.state}` };
  }
  const lost = lostHost(spec, container, ship);
  if (lost !== undefined) return { kind: 'replace', container, changes, why: `it shares with what ${lost} was before` };
  if (limits.keys.length === 0) return asItStands(container, wantRunning);
  const { keys, changes: told } = limits;
  return { kind: 'update', container, keys, changes: told, why: `it differs in ${told[0]?.field}` };
}

/** The name of a container whose namespaces this one should share: it shares those of one that had the name before. */
function lostHost(spec: Spec, container: Container, ship: Observation): string | undefined {
  const there = [...ship.containers, ...ship.neighbours];
  return namespaces(spec.config).find((name) => {
    const now = there.find((one) => one.name === name);
    return now !== undefined && !container.shares.includes(now.id);
  });
}

/** What has to happen to a container that is not made anew. */
export function asItStands(container: Container, wantRunning: boolean): Verdict {
  const stopped = container.state === 'created' || container.state === 'exited';
  if (wantRunning && stopped) return { kind: 'start', container, why: `it is ${stateText(container)}` };
  return { kind: 'same', container };
}

function stateText(container: Container): string {
  return container.state === 'exited' ? `stopped (exit ${container.exitCode})` : 'created, not started';
}

function changesOf(
  spec: Spec,
  container: Container,
  ship: Observation,
  last: Spec | undefined,
  overlays: ReadonlySet<string>,
): Change[] {
  const changes: Change[] = [];
  if (container.hash !== spec.hash) {
    const fields = last?.hash === container.hash ? fieldChanges(last, spec) : [];
    changes.push(...(fields.length > 0 ? fields : [{ field: 'configuration' }]));
  }
  if (container.name !== spec.name && !changes.some((change) => change.field === 'container_name')) {
    changes.push({ field: 'container_name', old: container.name, new: spec.name });
  }
  if (changes.length === 0) {
    changes.push(...imageMoved(spec, container, ship), ...networksLost(spec, container, ship, overlays));
  }
  return changes;
}

/** A tag that now means another image on its ship is a change. */
function imageMoved(spec: Spec, container: Container, ship: Observation): Change[] {
  const now = ship.images.find((image) => image.names.includes(imageName(spec.config.image)));
  if (!now || now.id === container.imageId) return [];
  return [{ field: `image ${spec.config.image}`, old: shortId(container.imageId), new: shortId(now.id) }];
}

/** Networks that are not there, or that the container is not in. */
function networksLost(spec: Spec, container: Container, ship: Observation, overlays: ReadonlySet<string>): Change[] {
  const there = new Set([...overlays, ...ship.networks.map((network) => network.name)]);
  return Object.keys(spec.config.networks).flatMap((name) => {
    const field = `network ${name}`;
    if (!there.has(name)) return [{ field, old: 'removed', new: 'there' }];
    return container.networks.includes(name) ? [] : [{ field, old: 'left', new: 'joined' }];
  });
}

function shortId(id: string): string {
  return id.replace('sha256:', '').slice(0, 12);
}
