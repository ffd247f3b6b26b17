import { Problem } from '../problem.ts';
import { type Shape, sections, shapes } from '../schema/index.ts';
import type { Lookup, Warn } from './interpolate.ts';
import { example, type Lifted, lift } from './lift.ts';
import { locate } from './node.ts';
import { parse } from './parse.ts';
import type { File, Read } from './read.ts';
import { checkServices } from './service.ts';
import { shipsShape } from './ships.ts';
import type { Project } from './types.ts';
import { validate } from './validate.ts';

const { either, nothing, scalar, text } = shapes;

/** The sections of a file but its services, which are walked one by one. */
const sectionShapes: Readonly<Record<string, Shape>> = {
  version: scalar,
  name: text,
  ...Object.fromEntries(Object.entries(sections).map(([key, { shape }]) => [key, shape])),
  ships: either('a list of ships', shipsShape, nothing),
};

/** What files are read with. */
export interface Scope {
  /** The folder that relative paths start at, and files that are extended and included. */
  directory: string;
  lookup: Lookup;
  read: Read;
  warn: Warn;
  /** Variables stay as they are written. */
  literal: boolean;
  /** The files that include each other on the way here. */
  trail: readonly File[];
}

/** A document of a file, its sections in their places. */
export interface Document extends Lifted {
  file: File;
}

/** The documents of files in their order. Throws a Problem for a file without any. */
export async function readDocuments(files: readonly File[], read: Read): Promise<Document[]> {
  const sources = await Promise.all(files.map(async (file) => ({ file, source: await read(file) })));
  return sources.flatMap(({ file, source }) => {
    const documents = parse(source);
    const empty = documents.findIndex((document) => document.kind === 'scalar' && document.value === null);
    if (empty < 0 && documents.length > 0) return documents.map((document) => ({ file, ...lift(document) }));
    const which = documents.length > 1 ? `document ${empty + 1} of ${source.name}` : source.name;
    throw new Problem({
      what: `${which} is empty`,
      where: locate({ source, offset: 0 }),
      remedy: documents.length > 1 ? 'take its --- out' : `write services and ships: ${example}`,
    });
  });
}

/**
 * A document whose sections and services are of the shapes that they must be. Throws a Problem for the first that is not.
 * One that goes over another may leave values out that are wanted in the end.
 */
export function checked({ shape, root }: Lifted, mayBeEmpty = false): Lifted {
  for (const [key, entry] of root.entries) {
    const sectionShape = Object.hasOwn(sectionShapes, key) ? sectionShapes[key] : undefined;
    if (sectionShape) validate(entry.value, sectionShape, { subject: '', path: [key], mayBeEmpty }, entry.key);
  }
  return { shape, root: checkServices(root, mayBeEmpty) };
}

/** The shape of several files. Throws a Problem where they have their services in different places. */
export function oneShape(files: readonly Lifted[]): Project['shape'] {
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
