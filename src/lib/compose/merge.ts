import { Problem } from '../problem.ts';
import { inputs, type Merge, sections, table } from '../schema/index.ts';
import { areAlike, asList, namesToMap, pairsToList, pairsToMap, textToMap, without } from './merge-forms.ts';
import { type Entry, type ListNode, locate, type MapNode, type Node } from './node.ts';

const deep: Merge = { kind: 'deep' };
const service: Merge = {
  kind: 'deep',
  keys: Object.fromEntries(
    [...Object.entries(table), ...Object.entries(inputs)].map(([key, { merge }]) => [key, merge]),
  ),
};
const file: Merge = {
  kind: 'deep',
  keys: {
    ...Object.fromEntries(Object.entries(sections).map(([key, { merge }]) => [key, merge])),
    services: { kind: 'deep', each: service },
  },
};

/** A later file over an earlier one, both already lifted to sections. Throws a Problem where they cannot be one. */
export function mergeFiles(base: MapNode, over: MapNode): MapNode {
  return mergeNodes(base, over, file, []) as MapNode;
}

function mergeNodes(base: Node, over: Node, rule: Merge, path: readonly string[]): Node {
  if (rule.kind === 'replace') return over;
  if (isEmpty(over)) return base;
  if (isEmpty(base)) return over;
  switch (rule.kind) {
    case 'append':
      return joinLists(asList(base), asList(over), path);
    case 'lines':
      return joinLists(pairsToList(base), without(pairsToList(over), pairsToList(base)), path);
    case 'pairs':
      return mergePairs(pairsToMap(base), pairsToMap(over));
    case 'names':
      return mergeDeep(namesToMap(base, rule.value), namesToMap(over, rule.value), { each: rule.each }, path);
    case 'alike':
      return areAlike(base, over, rule.key) ? mergeNodes(base, over, rule.merge, path) : over;
    case 'items':
      return mergeItems(base, over, rule.key, path);
    case 'deep':
      return mergeDeep(textToMap(base, rule.text), textToMap(over, rule.text), rule, path);
  }
}

function isEmpty(node: Node): boolean {
  return node.kind === 'scalar' && node.value === null;
}

interface Rules {
  keys?: Readonly<Record<string, Merge>>;
  each?: Merge | undefined;
}

function mergeDeep(base: Node, over: Node, { keys = {}, each = deep }: Rules, path: readonly string[]): Node {
  if (base.kind === 'scalar') return over;
  if (base.kind === 'list') return joinLists(base, over, path);
  if (over.kind !== 'map') throw cannotMerge(base, over, path);
  return mergeMaps(base, over, (key) => (Object.hasOwn(keys, key) && keys[key]) || each, path);
}

function mergeMaps(base: MapNode, over: MapNode, ruleOf: (key: string) => Merge, path: readonly string[]): MapNode {
  const entries = new Map(base.entries);
  for (const [name, entry] of over.entries) {
    const before = entries.get(name);
    // what resets or overrides stays marked so: it may yet go over another file's value
    entries.set(name, before && !entry.value.over ? mergeEntry(before, entry, ruleOf(name), [...path, name]) : entry);
  }
  return { ...base, entries };
}

function mergeEntry(base: Entry, over: Entry, rule: Merge, path: readonly string[]): Entry {
  const value = mergeNodes(base.value, over.value, rule, path);
  return { key: value === over.value ? over.key : base.key, value };
}

function joinLists(base: Node, over: Node, path: readonly string[]): ListNode {
  if (base.kind !== 'list' || over.kind !== 'list') throw cannotMerge(base, over, path);
  return { ...base, items: [...base.items, ...over.items] };
}

/** The later list, as Compose has it: what is only in the earlier one is gone. */
function mergeItems(base: Node, over: Node, key: string, path: readonly string[]): Node {
  if (base.kind !== 'list' || over.kind !== 'list') throw cannotMerge(base, over, path);
  const items = over.items.map((item) => {
    const before = base.items.find((other) => areAlike(other, item, key));
    return before ? mergeNodes(before, item, deep, path) : item;
  });
  return { ...over, items };
}

function cannotMerge(base: Node, over: Node, path: readonly string[]): Problem {
  const first = locate(base.at);
  return new Problem({
    what: `cannot override ${path.join('.')}: it is a ${over.kind} here and a ${base.kind} in ${first.file}`,
    where: locate(over.at),
    why: `the other stands at ${first.file}:${first.line}`,
    remedy: `write a ${base.kind} in both files`,
  });
}

/** By key; a later key without a value takes the shell's, and so replaces like any other. */
function mergePairs(base: Node, over: Node): Node {
  if (base.kind !== 'map' || over.kind !== 'map') return over;
  return { ...base, entries: new Map([...base.entries, ...over.entries]) };
}
