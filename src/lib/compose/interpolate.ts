import { Problem } from '../problem.ts';
import { type Casts, cast, casts } from './casts.ts';
import { limits } from './limits.ts';
import { locate, type Node, type ScalarNode, shorten, withValues } from './node.ts';
import { type Scope, substitute } from './template.ts';
import type { Path } from './types.ts';

/** Values of variables: the shell's and `.env`'s. */
export type Lookup = (name: string) => string | undefined;

/** Told of what is no error, and yet may not be meant. */
export type Warn = (text: string) => void;

/**
 * Puts the values of variables into all texts of a file but its keys, and makes numbers, true and false of texts where
 * Compose does. Texts that held a variable are marked as from outside the file. Throws a Problem for an invalid template,
 * for a required variable without a value, and for a text that is none of what its place wants.
 */
export function interpolate(root: Node, lookup: Lookup, warn: Warn): Node {
  // an alias is one node in several places, and what is cast there differs
  const done = new Map<Casts | undefined, Map<Node, Node>>();
  const visit = (node: Node, path: Path, here: Casts | undefined): Node => {
    if (node.kind === 'scalar') return cast(interpolateScalar(node, path, lookup, warn), path, here, warn);
    const known = done.get(here) ?? new Map<Node, Node>();
    done.set(here, known);
    const after =
      known.get(node) ??
      withValues(node, (value, key) => {
        const below = here?.below(String(key));
        return isLiteral(value) && !below?.to ? value : visit(value, [...path, key], below);
      });
    known.set(node, after);
    return after;
  };
  return visit(root, [], casts);
}

function isLiteral(node: Node): boolean {
  return node.kind === 'scalar' && !(typeof node.value === 'string' && node.value.includes('$'));
}

/** One text with its variables' values in it. */
export function interpolateScalar(node: ScalarNode, path: Path, lookup: Lookup, warn: Warn): ScalarNode {
  if (typeof node.value !== 'string' || !node.value.includes('$')) return node;
  let outside = false as boolean;
  const scope: Scope = {
    ...templateProblems(node, path),
    lookup: (name) => {
      outside = true;
      return lookup(name);
    },
    unset: (name) => warn(`The "${name}" variable is not set. Defaulting to a blank string.`),
  };
  const value = substitute(node.value, scope);
  return { ...node, value, ...(outside ? { outside: true as const } : {}) };
}

function templateProblems(node: ScalarNode, path: Path): Pick<Scope, 'invalid' | 'required'> {
  const name = path.join('.');
  return {
    invalid: (template) => {
      throw new Problem({
        what: `invalid interpolation format for ${name}: Invalid template: ${JSON.stringify(shorten(template))}`,
        where: locate(node.at),
        remedy: 'You may need to escape any $ with another $.',
      });
    },
    required: (message) => {
      throw new Problem({
        what: `error while interpolating ${name}: ${message}`,
        where: locate(node.at),
        remedy: 'set the variable in this shell or in .env',
      });
    },
  };
}

/** A lookup that gives so much text and no more, so that `$A$A` over `$B$B` ends. Then it throws a Problem. */
export function metered(lookup: Lookup): Lookup {
  let given = 0;
  return (name) => {
    const value = lookup(name);
    given += value?.length ?? 0;
    if (given <= limits.substituted) return value;
    throw new Problem({
      what: `variables put more than ${limits.substituted.toLocaleString('en')} characters into the files`,
      where: undefined,
      why: `the last of them was ${name}`,
      remedy: 'use shorter values, or fewer variables in variables',
    });
  };
}
