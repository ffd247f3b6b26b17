import { Problem } from '../problem.ts';
import { mayExport } from '../schema/index.ts';
import { type EnvSource, parseEnv } from './dotenv.ts';
import type { Lookup, Warn } from './interpolate.ts';
import { child, locate, type MapNode, type Mark, type Node } from './node.ts';
import type { Marks } from './service.ts';
import { pathKey, type Service } from './types.ts';

/** More than this in one variable is refused by kernels as an argument. */
const MAX_VALUE_BYTES = 64 * 1024;

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
 * `.env`'s. Throws a Problem for what cannot be given to a container as it is.
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
  const own = new Map(Object.entries(written).map(([key, value]) => [key, value ?? lookup(key) ?? null]));
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
  const whole = new Map([...[...files].map(([key, { value }]) => [key, value] as const), ...own]);
  for (const [key, value] of whole) checkVariable(name, key, value, marks.get(keyFor(key)) ?? markOf(node, key));
  return Object.fromEntries(whole);
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

function markOf(node: MapNode, key: string): Mark {
  const environment = child(node, 'environment');
  const entry = environment?.kind === 'map' ? environment.entries.get(key) : undefined;
  return entry?.key ?? environment?.at ?? node.at;
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

function checkVariable(service: string, key: string, value: string | null, at: Mark): void {
  const fail = (what: string, why: string, remedy: string): never => {
    throw new Problem({ what: `service ${service}: environment: ${what}`, where: locate(at), why, remedy });
  };
  if (key === '' || key.startsWith('#') || /[=\s\0]/.test(key)) {
    fail(
      `"${key}" is not a name of a variable`,
      'docker reads variables as lines of KEY=VALUE',
      'use letters, digits and underscores',
    );
  }
  if (value === null) return;
  if (value.includes('\0')) {
    fail(`the value of ${key} has a NUL character`, 'no variable can hold one', 'put it into the image');
  }
  if ((value.includes('\n') || value.endsWith('\r')) && !mayExport(key)) {
    fail(
      `the value of ${key} has several lines`,
      'docker takes such a value from its own environment, where this name is none or is read by docker or a shell',
      'give it another name, or put it on one line (in base64, say)',
    );
  }
  const bytes = Buffer.byteLength(value);
  if (bytes > MAX_VALUE_BYTES) {
    fail(
      `the value of ${key} has ${bytes} bytes, and ${MAX_VALUE_BYTES} is the most`,
      'a kernel takes no more in one variable',
      'put it into the image',
    );
  }
}
