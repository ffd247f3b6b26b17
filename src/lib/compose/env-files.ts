import { resolve } from 'node:path';
import { Problem } from '../problem.ts';
import { readBoolean } from '../schema/index.ts';
import type { EnvSource } from './dotenv.ts';
import { child, locate, type MapNode, type Mark, type Node, plain } from './node.ts';
import { exists, type Read } from './read.ts';
import type { Pairs } from './types.ts';

/** Files of pairs that a service names, and as they were read. */
export interface PairFiles extends Pick<Pairs, 'env_file' | 'label_file'> {
  env: readonly EnvSource[];
  labels: readonly EnvSource[];
}

interface Ref {
  path: string;
  required: boolean;
  raw: boolean;
  /** As it is written. */
  name: string;
  at: Mark;
}

/** Reads the `env_file` and `label_file` of a service. Throws a Problem for one that is not there and is required. */
export async function readPairFiles(service: MapNode, directory: string, read: Read): Promise<PairFiles> {
  const env = refs(child(service, 'env_file'), directory);
  const labels = refs(child(service, 'label_file'), directory);
  return {
    env: await readAll(env, read),
    labels: await readAll(labels, read),
    env_file: env.map(({ path, required, raw }) =>
      required ? path : { path, required, ...(raw && { format: 'raw' as const }) },
    ),
    label_file: labels.map(({ path }) => path),
  };
}

async function readAll(files: readonly Ref[], read: Read): Promise<EnvSource[]> {
  const sources: EnvSource[] = [];
  for (const { path, name, required, raw, at } of files) {
    if (!required && !exists(path)) continue;
    sources.push({ source: await read({ path, name, from: at }), raw });
  }
  return sources;
}

/** In their order; paths start at the folder of their file. The last of equals counts, in the first's place. */
function refs(node: Node | undefined, directory: string): Ref[] {
  const items = node?.kind === 'list' ? node.items : node ? [node] : [];
  const all = items.map((item) => readRef(item, directory));
  return [...new Map(all.map((ref) => [ref.path, ref])).values()];
}

function readRef(item: Node, directory: string): Ref {
  const written = plain(item);
  const { path, required, format } =
    typeof written === 'string'
      ? { path: written }
      : (written as { path: string; required?: unknown; format?: string });
  if (format !== undefined && format !== '' && format !== 'raw') throw unknownFormat(format, child(item, 'format'));
  return {
    name: path,
    path: resolve(item.at.source.directory ?? directory, path),
    required: readBoolean(required) ?? true,
    raw: format === 'raw',
    at: item.at,
  };
}

function unknownFormat(format: string, node: Node | undefined): Problem {
  return new Problem({
    what: `unsupported env_file format "${format}"`,
    where: node && locate(node.at),
    remedy: 'write raw, or leave it out',
  });
}
