import { dirname, join, resolve } from 'node:path';
import { Problem } from '../problem.ts';
import { type Shape, shapes } from '../schema/index.ts';
import { bringIn } from './bring-in.ts';
import type { Scope } from './documents.ts';
import type { Lookup } from './interpolate.ts';
import type { Lifted } from './lift.ts';
import { limits } from './limits.ts';
import { child, locate, type MapNode, type Mark, type Node } from './node.ts';
import { exists, type File } from './read.ts';
import { validate } from './validate.ts';
import { readVariables } from './variables.ts';

const { either, list, nothing, object, text } = shapes;
const files = either('a file or a list of files', text, list(text, 'a list of files'));

const includeShape: Shape = either(
  'a list of files',
  list(
    either(
      'a file or a map with path',
      text,
      object({ path: files, project_directory: text, env_file: files }, 'a map with path', ['path']),
    ),
    'a list of files',
  ),
  nothing,
);

type Combine = (files: readonly File[], scope: Scope) => Promise<Lifted>;

/**
 * A document with what it includes: each with a folder and a `.env` of its own, each with what it includes itself. Throws
 * a Problem where two say the same thing differently, and for a circle.
 */
export async function includeFiles(whole: Lifted, include: Node, scope: Scope, combine: Combine): Promise<Lifted> {
  validate(include, includeShape, { subject: '', path: ['include'] });
  const items = include.kind === 'list' ? include.items : [];
  let { shape, root } = whole;
  for (const item of items) {
    const inner = await innerScope(item, scope);
    const model = await combine(inner.files, inner.scope);
    if (model.shape === 'v1') throw notInclusive(inner.files, item.at);
    shape ??= model.shape;
    root = bringIn(root, inheriting(model.root, inner.scope.lookup));
  }
  return { shape, root };
}

async function innerScope(item: Node, scope: Scope): Promise<{ files: File[]; scope: Scope }> {
  const long = item.kind === 'map';
  const toFile = ({ name, at }: Named): File => ({ path: resolve(scope.directory, name), name, from: at });
  const paths = named(long ? child(item, 'path') : item).map(toFile);
  const [first] = paths;
  if (!first) throw new Problem({ what: 'include: path names no file', where: locate(item.at), remedy: 'name one' });
  for (const file of paths) refuseCircle(file, scope.trail);
  const [folder] = named(child(item, 'project_directory'));
  const directory = folder ? resolve(scope.directory, folder.name) : dirname(first.path);
  const env = envFiles(named(child(item, 'env_file')).map(toFile), directory);
  const own = await readVariables(env, scope.lookup, scope.read, scope.warn);
  const lookup: Lookup = (name) => scope.lookup(name) ?? own.get(name);
  return { files: paths.map((file) => ({ ...file, directory, lookup })), scope: { ...scope, directory, lookup } };
}

interface Named {
  name: string;
  at: Mark;
}

/** The names that a text or a list of texts says. */
function named(node: Node | undefined): Named[] {
  if (!node) return [];
  if (node.kind === 'list') return node.items.flatMap(named);
  return node.kind === 'scalar' && node.value !== null ? [{ name: String(node.value), at: node.at }] : [];
}

function envFiles(said: File[], directory: string): File[] {
  if (said.length > 0) return said;
  const path = join(directory, '.env');
  return exists(path) ? [{ path, name: path }] : [];
}

function refuseCircle(file: File, trail: readonly File[]): void {
  const first = trail.findIndex(({ path }) => path === file.path);
  if (first < 0 && trail.length <= limits.chain) return;
  const names = [...trail.slice(Math.max(first, 0)), file].map(({ name }) => name);
  throw new Problem({
    what:
      first < 0
        ? `files include each other, more than ${limits.chain} deep`
        : `files include each other in a circle: ${names.join(' -> ')}`,
    where: file.from && locate(file.from),
    remedy: 'take one of these includes out',
  });
}

function notInclusive([file]: File[], at: Mark): Problem {
  return new Problem({
    what: `${file?.name} has its services at the top level, and is included`,
    where: locate(at),
    remedy: 'put its services under services',
  });
}

/** Variables that a list of `environment` names alone come from the included file's own `.env` too. */
function inheriting(root: MapNode, lookup: Lookup): MapNode {
  const fill = (item: Node): Node => {
    if (item.kind !== 'scalar' || typeof item.value !== 'string' || item.value.includes('=')) return item;
    const value = lookup(item.value);
    return value === undefined ? item : { ...item, value: `${item.value}=${value}`, outside: true };
  };
  return mapEntries(root, 'services', (services) =>
    services.kind === 'map'
      ? [...services.entries.keys()].reduce(
          (all: Node, name) =>
            mapEntries(all, name, (service) =>
              mapEntries(service, 'environment', (said) =>
                said.kind === 'list' ? { ...said, items: said.items.map(fill) } : said,
              ),
            ),
          services,
        )
      : services,
  ) as MapNode;
}

function mapEntries(node: Node, name: string, change: (value: Node) => Node): Node {
  const entry = node.kind === 'map' ? node.entries.get(name) : undefined;
  if (node.kind !== 'map' || !entry) return node;
  return { ...node, entries: new Map([...node.entries, [name, { ...entry, value: change(entry.value) }]]) };
}
