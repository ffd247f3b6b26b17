import { isFailed } from './names.ts';
import type { ContainerState } from './observed.ts';
import { readJson } from './parse/json.ts';
import { parseLabels } from './parse/lists.ts';
import type { Command } from './types.ts';

const COMPOSE = 'com.docker.compose';

/** A container of a service, as far as its labels and its name tell. */
export interface Labelled {
  id: string;
  name: string;
  service: string;
  number: number;
  /** It is one of its service's replicas: no container of `run`, and none that was no good and is kept for a look. */
  replica: boolean;
}

/** Something that happened to a container. */
export interface DockerEvent extends Labelled {
  /** Docker's word: `start`, `die`, `health_status: healthy`. */
  action: string;
  /** RFC 3339 in UTC, with nanoseconds. */
  stamp: string;
  /** Its image, its name and its labels, and what belongs to the action: `exitCode`. */
  attributes: Record<string, string>;
}

/** Lists the containers of a project, one a line, for `parseListed`. */
export function listContainers(project: string): Command {
  const format = '[{{json .ID}},{{json .Names}},{{json .State}},{{json .Labels}}]';
  return { argv: ['ps', '-a', '--no-trunc', '--filter', ofProject(project), '--format', format] };
}

/** Prints what happens to the containers of a project, or only some actions, one event a line, for `parseEvent`. */
export function containerEvents(project: string, actions: readonly string[] = []): Command {
  const filters = ['type=container', ofProject(project), ...actions.map((action) => `event=${action}`)];
  return { argv: ['events', ...filters.flatMap((filter) => ['--filter', filter]), '--format', '{{json .}}'] };
}

/**
 * A line of `listContainers`.
 * @throws {Problem} when it is not such a line
 */
export function parseListed(line: string): Labelled & { state: ContainerState } {
  const [id, names, state, labels] = readJson(line) as [string, string, ContainerState, string];
  // other containers' legacy links show here as OTHER/ALIAS
  const name = names.split(',').find((one) => !one.includes('/')) ?? '';
  return { ...labelled(id, name, parseLabels(labels)), state };
}

/**
 * A line of `containerEvents`.
 * @throws {Problem} when it is not such a line
 */
export function parseEvent(line: string): DockerEvent {
  const { Action: action, Actor: actor } = readJson(line) as {
    Action: string;
    Actor: { ID: string; Attributes: Record<string, string> };
  };
  // no number of JavaScript's holds it
  const [, seconds = '0', nanoseconds = ''] = /"timeNano":(\d+)(\d{9})\b/.exec(line) ?? [];
  const stamp = `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}.${nanoseconds}Z`;
  const { ID: id, Attributes: attributes } = actor;
  return { ...labelled(id, attributes.name ?? '', attributes), action, stamp, attributes };
}

function ofProject(project: string): string {
  return `label=${COMPOSE}.project=${project}`;
}

function labelled(id: string, name: string, labels: Record<string, string>): Labelled {
  return {
    id,
    name,
    service: labels[`${COMPOSE}.service`] ?? '',
    number: Number(labels[`${COMPOSE}.container-number`] ?? 0),
    replica: labels[`${COMPOSE}.oneoff`] !== 'True' && !isFailed({ name, labels }),
  };
}
