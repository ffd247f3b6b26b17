import { basename } from 'node:path';
import { Problem } from '../problem.ts';
import { interpolateScalar, type Lookup } from './interpolate.ts';
import { child, describe, locate, type Node } from './node.ts';
import type { Position } from './types.ts';

/** Compose's way to make a name of any text: lower case, only `[a-z0-9_-]`, a letter or digit first. */
export function cleanName(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '');
}

/**
 * The project's name: the flag's, COMPOSE_PROJECT_NAME, the last `name:` of the files, else the folder's, cleaned.
 * Throws a Problem for one that is written and invalid.
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
  const written = documents.map((document) => child(document, 'name')).findLast((node) => node?.kind === 'scalar');
  if (written?.kind === 'scalar') {
    const { value } = interpolateScalar(written, ['name'], lookup, () => {});
    if (typeof value !== 'string') {
      throw new Problem({
        what: `name must be text, not ${describe(written)}`,
        where: locate(written.at),
        remedy: `put it in quotes: "${value}"`,
      });
    }
    if (value !== '') return checked(value, locate(written.at));
  }
  const name = cleanName(basename(directory));
  if (name !== '') return name;
  throw new Problem({
    what: `the folder ${directory} gives the project no name`,
    remedy: 'write "name: ..." at the top of the file, or give one with -p',
  });
}

function checked(name: string, where?: Position): string {
  const clean = cleanName(name);
  if (name === clean) return name;
  throw new Problem({
    what: `"${name}" is not a name of a project`,
    where,
    why: 'it is of lower-case letters, digits, dashes and underscores, and begins with a letter or digit',
    remedy: clean === '' ? 'give another name' : `write ${clean}`,
  });
}
