import { checked, type Document, oneShape, readDocuments, type Scope } from './documents.ts';
import { extendServices } from './extends.ts';
import { includeFiles } from './include.ts';
import { interpolate } from './interpolate.ts';
import type { Lifted } from './lift.ts';
import { mergeFiles } from './merge.ts';
import type { MapNode, Node } from './node.ts';
import { settle } from './tags.ts';

/** Documents as one: each with its variables, what it extends and includes, and checked by shape; merged in order. */
export async function combine(documents: readonly Document[], scope: Scope): Promise<Lifted> {
  const read: Lifted[] = [];
  for (const document of documents) read.push(await complete(document, scope, read.length > 0));
  const root = settle(read.map((one) => one.root).reduce(mergeFiles)) as MapNode;
  const whole = { root, shape: oneShape(read) };
  return read.length > 1 && !scope.literal ? checked(whole) : whole;
}

async function complete({ file, shape, root }: Document, scope: Scope, isOver: boolean): Promise<Lifted> {
  const { literal, lookup, warn } = scope;
  const { include, ...own } = takeInclude(literal ? root : interpolate(root, lookup, warn));
  const whole = { shape, root: await extendServices(own.root, file, scope) };
  const extended = literal ? whole : checked(whole, isOver);
  if (!include) return extended;
  return includeFiles(extended, include, { ...scope, trail: [...scope.trail, file] }, async (files, inner) =>
    combine(await readDocuments(files, inner.read), inner),
  );
}

function takeInclude(root: Node): { root: MapNode; include: Node | undefined } {
  const entries = new Map((root as MapNode).entries);
  const include = entries.get('include')?.value;
  entries.delete('include');
  return { root: { ...(root as MapNode), entries }, include };
}
