import { Problem } from '../problem.ts';
import { type Shape, shapes } from '../schema/index.ts';
import { interpolate, type Lookup, type Warn } from './interpolate.ts';
import { type Lifted, lift } from './lift.ts';
import { mergeFiles } from './merge.ts';
import { locate, type MapNode, type Node } from './node.ts';
import { networksShape, volumesShape } from './resources.ts';
import { checkServices } from './service.ts';
import { shipsShape } from './ships.ts';
import { settle } from './tags.ts';
import type { Project } from './types.ts';
import { validate } from './validate.ts';

const { either, nothing, scalar, text } = shapes;

/** The sections of a file but its services, which are walked one by one. */
const sectionShapes: Readonly<Record<string, Shape>> = {
  version: scalar,
  name: text,
  networks: networksShape,
  volumes: volumesShape,
  ships: either('a list of ships', shipsShape, nothing),
};

/** Documents of one or several files as one: interpolated, lifted to sections, checked by shape, merged in order. */
export function combine(
  documents: readonly Node[],
  lookup: Lookup,
  warn: Warn,
): { root: MapNode; shape: Project['shape'] } {
  const lifted = documents.map((document) => checked(lift(interpolate(document, lookup, warn))));
  const [first, ...rest] = lifted as [Lifted, ...Lifted[]];
  const root = rest.reduce((base, { root: over }) => mergeFiles(base, over), first.root);
  return { root: settle(root) as MapNode, shape: oneShape(lifted) };
}

function checked({ shape, root }: Lifted): Lifted {
  for (const [key, entry] of root.entries) {
    const sectionShape = Object.hasOwn(sectionShapes, key) ? sectionShapes[key] : undefined;
    if (sectionShape) validate(entry.value, sectionShape, { subject: '', path: [key] }, entry.key);
  }
  return { shape, root: checkServices(root) };
}

function oneShape(files: readonly Lifted[]): Project['shape'] {
  const [first, ...others] = files.filter(({ shape }) => shape !== undefined);
  if (!first) return 'services';
  const other = others.find(({ shape }) => shape !== first.shape);
  if (!other) return first.shape ?? 'services';
  const [here, there] = [other.root.entries.get('services'), locate(first.root.at)];
  throw new Problem({
    what: `${other.root.at.source.name} has its services ${placeOf(other)}, and ${there.file} has them ${placeOf(first)}`,
    where: here && locate(here.key),
    why: 'which services may be apart depends on it',
    remedy: 'write all files in one shape: put the services under services',
  });
}

function placeOf({ shape }: Lifted): string {
  return shape === 'v1' ? 'at the top level' : 'under services';
}
