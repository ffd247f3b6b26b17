import type { Image, Member, Named, Neighbour } from '../observed.ts';
import { readJson } from './json.ts';
import { parsePorts } from './ports.ts';

type Labels = string | Record<string, string> | null;

const HOLDS_PORTS = new Set(['running', 'paused', 'restarting']);

/**
 * A line of `LOOKS.neighbours`. A container that is paused or restarting counts as running: its ports are taken.
 * @throws {Problem} when it is not such a line.
 */
export function parseNeighbour(line: string): Neighbour {
  const [id, names, state, ports, labels] = readJson(line) as [string, string, string, string, Labels];
  return {
    id,
    // other containers' legacy links show here as OTHER/ALIAS
    name: names.split(',').find((name) => !name.includes('/')) ?? '',
    running: HOLDS_PORTS.has(state),
    project: parseLabels(labels)['com.docker.compose.project'] ?? '',
    ports: parsePorts(ports),
  };
}

/**
 * The lines of `LOOKS.images`: one image for each ID, in the order of the IDs, whatever the order of the lines.
 * @throws {Problem} when one is not such a line.
 */
export function parseImages(lines: readonly string[]): Image[] {
  const images = new Map<string, Set<string>>();
  for (const line of lines) {
    const [id, repository, tag, digest] = readJson(line) as [string, string, string, string];
    const names = images.get(id) ?? new Set();
    if (isThere(tag)) names.add(`${repository}:${tag}`);
    if (isThere(digest)) names.add(`${repository}@${digest}`);
    images.set(id, names);
  }
  const sorted = [...images].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([id, names]) => ({ id, names: [...names].sort() }));
}

function isThere(field: string): boolean {
  return field !== '' && field !== '<none>';
}

/**
 * A line of `LOOKS.networks` or `LOOKS.volumes`.
 * @throws {Problem} when it is not such a line.
 */
export function parseNamed(line: string): Named {
  const [name, driver, labels, mountpoint] = readJson(line) as [string, string, Labels, string?];
  return { name, driver, labels: parseLabels(labels), ...(mountpoint ? { mountpoint } : {}) };
}

/**
 * A line of `LOOKS.members`.
 * @throws {Problem} when it is not such a line.
 */
export function parseMember(line: string): Member {
  const [state, text] = readJson(line) as [string, Labels];
  const labels = parseLabels(text);
  const files = labels['com.docker.compose.project.config_files'];
  return {
    project: labels['com.docker.compose.project'] ?? '',
    state,
    ...(files ? { files: files.split(',') } : {}),
  };
}

/**
 * Labels as docker's lists print them, `a=1,b=x,y`: what follows a comma and does not look like `name=` belongs to the
 * value before it. Where a value holds what looks like another label, the first of the two counts. Podman prints them as a
 * map.
 */
export function parseLabels(text: Labels): Record<string, string> {
  if (typeof text !== 'string') return { ...text };
  const pairs: [string, string][] = [];
  for (const piece of text.split(',')) {
    const [, name, value = ''] = /^([\w./-]+)=(.*)$/s.exec(piece) ?? [];
    const last = pairs.at(-1);
    if (name !== undefined) pairs.push([name, value]);
    else if (last) last[1] += `,${piece}`;
  }
  // the networks' and volumes' come in another order each time
  const labels = new Map([...pairs].reverse());
  return Object.fromEntries([...labels].sort(([a], [b]) => (a < b ? -1 : 1)));
}
