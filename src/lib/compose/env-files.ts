import { resolve } from 'node:path';
import { readBoolean } from '../schema/index.ts';
import { type EnvEntry, parseEnv } from './dotenv.ts';
import type { Lookup } from './interpolate.ts';
import { child, type MapNode, type Mark, type Node, plain, type Source } from './node.ts';

/** An entry of a service's `env_file`. */
export interface EnvFileRef {
  service: string;
  /** As it is written. */
  name: string;
  /** Absolute. */
  path: string;
  required: boolean;
  at: Mark;
}

/** The env files that services name, in their order; paths start at the project's folder. The last of equals counts. */
export function envFileRefs(root: MapNode, directory: string): EnvFileRef[] {
  const services = child(root, 'services');
  if (services?.kind !== 'map') return [];
  return [...services.entries].flatMap(([service, { value }]) => {
    const refs = itemsOf(child(value, 'env_file')).map((item) => readRef(service, item, directory));
    return refs.filter(({ path }, index) => !refs.slice(index + 1).some((later) => later.path === path));
  });
}

function itemsOf(node: Node | undefined): readonly Node[] {
  if (!node) return [];
  return node.kind === 'list' ? node.items : [node];
}

function readRef(service: string, item: Node, directory: string): EnvFileRef {
  const written = plain(item);
  const { path, required } =
    typeof written === 'string' ? { path: written, required: true } : (written as { path: string; required?: unknown });
  return { service, name: path, path: resolve(directory, path), required: readBoolean(required) ?? true, at: item.at };
}

/** What several env files say together, a later one over an earlier one. */
export function joinEnv(
  sources: readonly Source[],
  lookup: Lookup,
  warn: (text: string) => void,
): Map<string, EnvEntry> {
  const all = new Map<string, EnvEntry>();
  for (const source of sources) {
    const found: Lookup = (name) => lookup(name) ?? all.get(name)?.value;
    for (const [key, entry] of parseEnv(source, found, warn)) all.set(key, entry);
  }
  return all;
}
