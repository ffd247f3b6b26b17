import { basename } from 'node:path';
import { Problem } from '../problem.ts';
import { interpolateScalar, type Lookup } from './interpolate.ts';
import { child, describe, locate, type Node, type ScalarNode } from './node.ts';

/** Compose's way to make a name of any text: lower case, only `[a-z0-9_-]`, a letter or digit first. */
export function cleanName(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '');
}

/**
 * The project's name: the flag's, COMPOSE_PROJECT_NAME, the last `name:` of the files, cleaned, else the folder's, cleaned.
 * Throws a Problem for one of the command line that is invalid, and for one that nothing is left of.
 */
export function projectName(
  flag: string | undefined,
  documents: readonly Node[],
  directory: string,
  lookup: Lookup,
): string {
  if (flag) return checked(flag);
  const fromShell = lookup('COMPOSE_PROJECT_NAME');
  if (fromShell) return checked(fromShell);
  const written = documents.map((document) => child(document, 'name')).findLast(isSaid);
  if (written) return nameIn(written, lookup);
  const name = cleanName(basename(directory));
  if (name !== '') return name;
  throw new Problem({
    what: `the folder ${directory} gives the project no name`,
    remedy: 'write "name: ..." at the top of the file, or give one with -p',
  });
}

function isSaid(node: Node | undefined): node is ScalarNode {
  return node?.kind === 'scalar' && node.value !== null && node.value !== '';
}

function nameIn(written: ScalarNode, lookup: Lookup): string {
  const { value } = interpolateScalar(written, ['name'], lookup, () => {});
  if (typeof value !== 'string') {
    throw new Problem({
      what: `name must be text, not ${describe(written)}`,
      where: locate(written.at),
      remedy: `put it in quotes: "${value}"`,
    });
  }
  const name = cleanName(value);
  if (name !== '') return name;
  throw new Problem({
    what: `"${value}" gives the project no name`,
    where: locate(written.at),
    why: 'a name is of lower-case letters, digits, dashes and underscores, and begins with a letter or digit',
    remedy: 'give another name',
  });
}

function checked(name: string): string {
  const clean = cleanName(name);
  if (name === clean) return name;
  throw new Problem({
    what: `"${name}" is not a name of a project`,
    why: 'it is of lower-case letters, digits, dashes and underscores, and begins with a letter or digit',
    remedy: clean === '' ? 'give another name' : `write ${clean}`,
  });
}
