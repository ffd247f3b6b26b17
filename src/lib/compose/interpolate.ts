import { Problem } from '../problem.ts';
import { locate, type Node, type ScalarNode } from './node.ts';
import { type Scope, substitute } from './template.ts';
import type { Path } from './types.ts';

/** Values of variables: the shell's and `.env`'s. */
export type Lookup = (name: string) => string | undefined;

/** Told of what is no error, and yet may not be meant. */
export type Warn = (text: string) => void;

/**
 * Puts the values of variables into all texts of a document but its keys. Texts that held a variable are marked as from
 * outside the file. Throws a Problem for an invalid template and for a required variable without a value.
 */
export function interpolate(root: Node, lookup: Lookup, warn: Warn): Node {
  const done = new Map<Node, Node>();
  const visit = (node: Node, path: Path): Node => {
    const before = done.get(node);
    if (before) return before;
    const after = interpolateNode(node, path);
    done.set(node, after);
    return after;
  };
  const interpolateNode = (node: Node, path: Path): Node => {
    if (node.kind === 'scalar') return interpolateScalar(node, path, lookup, warn);
    if (node.kind === 'list') return { ...node, items: node.items.map((item, index) => visit(item, [...path, index])) };
    const entries = [...node.entries].map(
      ([name, { key, value }]) => [name, { key, value: visit(value, [...path, name]) }] as const,
    );
    return { ...node, entries: new Map(entries) };
  };
  return visit(root, []);
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
        what: `invalid interpolation format for ${name}: Invalid template: ${JSON.stringify(template)}`,
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
