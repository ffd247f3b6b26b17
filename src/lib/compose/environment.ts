import { Problem } from '../problem.ts';
import type { EnvEntry } from './dotenv.ts';
import type { Lookup } from './interpolate.ts';
import { child, locate, type MapNode, type Mark, type Node } from './node.ts';
import type { Marks } from './service.ts';
import { pathKey, type Service } from './types.ts';

/** More than this in one variable is refused by kernels as an argument. */
const MAX_VALUE_BYTES = 64 * 1024;

/** What is known of a service's variables. */
interface Known {
  name: string;
  node: MapNode;
  marks: Marks;
  /** `pathKey` of values that came from outside the file: added to. */
  masked: Set<string>;
}

/**
 * The service's whole environment: its env files', then its own over them; keys without a value take the shell's or
 * `.env`'s. Throws a Problem for what cannot be given to a container as it is.
 */
export function resolveEnvironment(
  own: Service['environment'],
  files: ReadonlyMap<string, EnvEntry>,
  lookup: Lookup,
  known: Known,
): Service['environment'] {
  const { name, node, marks, masked } = known;
  const keyFor = (key: string) => pathKey(['services', name, 'environment', key]);
  const environment: [string, string | null][] = [];
  for (const [key, { value, at }] of files) {
    if (Object.hasOwn(own, key)) continue;
    environment.push([key, value]);
    marks.set(keyFor(key), at);
    masked.add(keyFor(key));
  }
  const outside = keysFromOutside(child(node, 'environment'));
  for (const [key, value] of Object.entries(own)) {
    const inherited = value === null ? lookup(key) : undefined;
    environment.push([key, value ?? inherited ?? null]);
    if (inherited !== undefined || outside.has(key)) masked.add(keyFor(key));
  }
  const whole = Object.fromEntries(environment);
  for (const [key, value] of environment) checkVariable(name, key, value, marks.get(keyFor(key)) ?? markOf(node, key));
  return whole;
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
  if (/[\n\r\0]/.test(value)) {
    fail(
      `the value of ${key} has ${value.includes('\0') ? 'a NUL character' : 'several lines'}`,
      'docker reads variables as lines of KEY=VALUE',
      'put it on one line (in base64, say), or into the image',
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
