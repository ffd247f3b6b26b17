import { Problem } from '../problem.ts';
import { nearest } from '../schema/index.ts';
import { locate, type Mark, type Node, type Scalar, withValues } from './node.ts';
import { resolveScalar } from './scalars.ts';

/** What a YAML tag makes of a value; a tag that means nothing to Compose leaves it as text, as Compose does. */
export interface Tag {
  /** Of a scalar; without it the way it is quoted says what it is. */
  value?(text: string): Scalar;
  /** Says what the value does to an earlier file's. */
  merge?(node: Node): Node;
}

const asText: Tag = { value: (text) => text };
const resolved: Tag = { value: resolveScalar };

const tags: ReadonlyMap<string, Tag> = new Map<string, Tag>([
  ['!!int', resolved],
  ['!!float', resolved],
  ['!!bool', resolved],
  ['!!null', resolved],
  ['!!binary', { value: (text: string) => Buffer.from(text, 'base64').toString() }],
  ['!reset', { merge: (node: Node): Node => ({ kind: 'scalar', at: node.at, value: null, over: 'reset' }) }],
  ['!override', { merge: (node: Node): Node => ({ ...node, over: 'override' }) }],
]);

/** The tag that is written so. Throws a Problem for a mistyped `!reset` or `!override`, which would merge in silence. */
export function readTag(written: string, at: Mark): Tag {
  const tag = tags.get(written);
  if (tag) return tag;
  const meant = nearest(written, ['!reset', '!override']);
  if (meant === undefined) return asText;
  throw new Problem({
    what: `the tag ${written} means nothing: did you mean ${meant}?`,
    where: locate(at),
    remedy: `write ${meant}`,
  });
}

/** A merged value without what said how to merge it: values that were reset are gone. Undefined when it is one. */
export function settle(root: Node): Node | undefined {
  const done = new Map<Node, Node>();
  const visit = (node: Node): Node | undefined => {
    if (node.over === 'reset') return undefined;
    if (node.kind === 'scalar') return unmarked(node);
    const settled = done.get(node) ?? unmarked(withValues(node, visit));
    done.set(node, settled);
    return settled;
  };
  return visit(root);
}

function unmarked(node: Node): Node {
  if (node.over === undefined) return node;
  const { over, ...bare } = node;
  return bare;
}
