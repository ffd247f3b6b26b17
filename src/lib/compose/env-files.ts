import { resolve } from 'node:path';
import { readBoolean } from '../schema/index.ts';
import { child, type MapNode, type Mark, type Node, plain } from './node.ts';

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

/** The env files that services name, in their order; paths start at the folder of their file. The last of equals counts, in
 * the first's place. */
export function envFileRefs(root: MapNode, directory: string): EnvFileRef[] {
  const services = child(root, 'services');
  if (services?.kind !== 'map') return [];
  return [...services.entries].flatMap(([service, { value }]) => {
    const refs = itemsOf(child(value, 'env_file')).map((item) => readRef(service, item, directory));
    return [...new Map(refs.map((ref) => [ref.path, ref])).values()];
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
  const start = item.at.source.directory ?? directory;
  return { service, name: path, path: resolve(start, path), required: readBoolean(required) ?? true, at: item.at };
}
