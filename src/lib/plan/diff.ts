import {
  type Container,
  countedIn,
  imageName,
  type Observation,
  type Spec,
  type SpecFile,
  type Updatable,
} from '../docker/index.ts';
import { limitChanges } from './limits.ts';
import { namespaces } from './sharing.ts';
import type { Change, Meaning } from './types.ts';
import { unique } from './words.ts';

/** What has to happen to one replica on its ship. */
export type Verdict =
  | { kind: 'create'; why: string }
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
  if (!container) return { kind: 'create', why: 'it is not there' };
  const limits = limitChanges(spec, container, last);
  const needsAnother = changesOf(spec, container, ship, last, overlays);
  const changes = needsAnother.length > 0 || !limits.inPlace ? [...needsAnother, ...limits.changes] : [];
  const [first] = changes;
  if (first) return { kind: 'replace', container, changes, why: `${first.field} differs` };
  if (container.state === 'dead' || container.state === 'removing') {
    return { kind: 'replace', container, changes, why: `it is ${container.state}` };
  }
  const lost = lostHost(spec, container, ship);
  if (lost !== undefined) return { kind: 'replace', container, changes, why: `it shares with what ${lost} was before` };
  if (limits.keys.length === 0) return asItStands(container, wantRunning);
  const { keys, changes: told } = limits;
  return { kind: 'update', container, keys, changes: told, why: `${told[0]?.field} differs` };
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
  if (changes.length === 0) changes.push(...imageMoved(spec, container, ship), ...networksGone(spec, ship, overlays));
  return changes;
}

/** A tag that now means another image on its ship is a change. */
function imageMoved(spec: Spec, container: Container, ship: Observation): Change[] {
  const now = ship.images.find((image) => image.names.includes(imageName(spec.config.image)));
  if (!now || now.id === container.imageId) return [];
  return [{ field: `image ${spec.config.image}`, old: shortId(container.imageId), new: shortId(now.id) }];
}

function networksGone(spec: Spec, ship: Observation, overlays: ReadonlySet<string>): Change[] {
  const there = new Set([...overlays, ...ship.networks.map((network) => network.name)]);
  return Object.keys(spec.config.networks)
    .filter((name) => !there.has(name))
    .map((name) => ({ field: `network ${name}`, old: 'removed', new: 'there' }));
}

function shortId(id: string): string {
  return id.replace('sha256:', '').slice(0, 12);
}

/** The fields in which two specs differ, in Compose's words; masked values show that they changed, not what they are. */
export function fieldChanges(old: Spec, now: Spec): Change[] {
  const masked = new Set([...old.masked, ...now.masked]);
  const hide = (key: string, text: string | undefined) => (text !== undefined && masked.has(key) ? '(masked)' : text);
  const inside = new Set([...masked].flatMap((name) => /^(post_start|pre_stop)\.\d/.exec(name)?.[1] ?? []));
  const hideWhole = (key: string, text: string | undefined) =>
    text !== undefined && inside.has(key) ? '(masked)' : text;
  return [
    ...mapChanges('environment.', old.config.environment, now.config.environment, hide),
    ...mapChanges('', old.links, now.links).filter(({ field }) => !field.endsWith('_ips')),
    ...mapChanges('extra_hosts.', old.hosts, now.hosts),
    ...mapChanges('', otherKeys(old), otherKeys(now), hideWhole),
    ...contentChanges(old, now),
  ];
}

/** What is given to the container of this machine under the same name and in the same place, and is not the same. */
function contentChanges({ files: old = [] }: Spec, { files: now = [] }: Spec): Change[] {
  const differs = ({ name, target, digest }: SpecFile) =>
    old.some((file) => file.name === name && file.target === target && file.digest !== digest);
  return unique(now.filter(differs).map(({ name }) => name)).map((name) => ({ field: `${name} content` }));
}

/** Keys of the service that count and are compared as wholes, plus the container's name. */
function otherKeys(spec: Spec): Record<string, unknown> {
  const { environment: _, container_name: __, ...rest } = countedIn(spec.config);
  return { ...rest, container_name: spec.name };
}

function mapChanges(
  prefix: string,
  old: Record<string, unknown>,
  now: Record<string, unknown>,
  show: (key: string, text: string | undefined) => string | undefined = (_, text) => text,
): Change[] {
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
  return keys.flatMap((key) => {
    const [before, after] = [valueText(old[key]), valueText(now[key])];
    if (before === after) return [];
    const [from, to] = [show(key, before), show(key, after)];
    return [
      { field: prefix + key, ...(from === undefined ? {} : { old: from }), ...(to === undefined ? {} : { new: to }) },
    ];
  });
}

function valueText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
