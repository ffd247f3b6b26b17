import { type EnvSource, parseEnv } from './dotenv.ts';
import type { Lookup, Warn } from './interpolate.ts';
import { child, type MapNode, type Node } from './node.ts';
import type { Marks } from './service.ts';
import { pathKey, type Service } from './types.ts';

/** What all services' variables are read with, and what is noted of them. */
interface Known {
  lookup: Lookup;
  warn: Warn;
  marks: Marks;
  /** `pathKey` of values that came from outside the file: added to. */
  masked: Set<string>;
}

/**
 * A service's whole environment: its env files', then its own over them; keys without a value take the shell's or
 * `.env`'s.
 */
export function resolveEnvironment(
  name: string,
  node: MapNode,
  written: Service['environment'],
  sources: readonly EnvSource[],
  { lookup, warn, marks, masked }: Known,
): Service['environment'] {
  const all = pathKey(['services', name, 'environment']);
  const keyFor = (key: string) => all + pathKey([key]);
  const own = new Map(Object.entries(ownEnvironment(written, lookup)));
  const files = parseEnv(sources, (key) => lookup(key) ?? own.get(key) ?? undefined, warn);
  for (const [key, { at }] of files) {
    if (own.has(key)) continue;
    marks.set(keyFor(key), at);
    masked.add(keyFor(key));
  }
  const outside = keysFromOutside(child(node, 'environment'));
  for (const [key, value] of own) {
    if (outside.has(key) || (written[key] === null && value !== null)) masked.add(keyFor(key));
  }
  return Object.fromEntries([...[...files].map(([key, { value }]) => [key, value] as const), ...own]);
}

/** What a service says of its variables itself. */
export function ownEnvironment(written: Service['environment'], lookup: Lookup): Service['environment'] {
  return Object.fromEntries(Object.entries(written).map(([key, value]) => [key, value ?? lookup(key) ?? null]));
}

/** A service's labels: its label files', then its own over them. */
export function resolveLabels(
  name: string,
  written: Service['labels'],
  sources: readonly EnvSource[],
  { warn, marks }: Known,
): Service['labels'] {
  const files = parseEnv(sources, () => undefined, warn);
  for (const [key, { at }] of files) {
    if (!Object.hasOwn(written, key)) marks.set(pathKey(['services', name, 'labels', key]), at);
  }
  return { ...Object.fromEntries([...files].map(([key, { value }]) => [key, value])), ...written };
}

/** Notes the variables of a service's hooks whose value came from outside the file. */
export function maskHooks(name: string, node: MapNode, masked: Set<string>): void {
  for (const key of ['post_start', 'pre_stop']) {
    const list = child(node, key);
    for (const [index, hook] of (list?.kind === 'list' ? list.items : []).entries()) {
      for (const variable of keysFromOutside(child(hook, 'environment'))) {
        masked.add(pathKey(['services', name, key, index, 'environment', variable]));
      }
    }
  }
}

/** Keys of an environment, map or list, whose value held a variable. */
function keysFromOutside(node: Node | undefined): Set<string> {
  const isOutside = (value: Node) => value.kind === 'scalar' && value.outside === true;
  if (node?.kind === 'map') {
    return new Set([...node.entries].filter(([, { value }]) => isOutside(value)).map(([key]) => key));
  }
  const lines = node?.kind === 'list' ? node.items.filter(isOutside) : [];
  return new Set(lines.map((line) => (line.kind === 'scalar' ? (String(line.value).split('=')[0] as string) : '')));
}
