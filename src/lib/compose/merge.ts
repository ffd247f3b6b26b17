import { Problem } from '../problem.ts';
import { inputs, type Merge, table } from '../schema/index.ts';
import { type Entry, type ListNode, locate, type MapNode, type Mark, type Node } from './node.ts';

const deep: Merge = { kind: 'deep' };
const serviceMerge: Merge = {
  kind: 'deep',
  keys: Object.fromEntries(
    [...Object.entries(table), ...Object.entries(inputs)].map(([key, { merge }]) => [key, merge]),
  ),
};

/** A later file over an earlier one, both already lifted to sections. Throws a Problem where they cannot be one. */
export function mergeFiles(base: MapNode, over: MapNode): MapNode {
  return mergeMaps(base, over, (key) => (key === 'services' ? mergeServices : by(deep)), []);
}

type Merger = (base: Node, over: Node, path: readonly string[]) => Node;

const mergeServices: Merger = (base, over, path) =>
  base.kind === 'map' && over.kind === 'map' ? mergeMaps(base, over, () => by(serviceMerge), path) : over;

function by(rule: Merge): Merger {
  return (base, over, path) => mergeNodes(base, over, rule, path);
}

function mergeNodes(base: Node, over: Node, rule: Merge, path: readonly string[]): Node {
  if (rule.kind === 'replace') return over;
  if (isEmpty(over)) return base;
  if (isEmpty(base)) return over;
  if (rule.kind === 'append') return joinLists(asList(base), asList(over), path);
  if (rule.kind === 'pairs') return mergePairs(pairsToMap(base), pairsToMap(over));
  if (rule.kind === 'names') return mergeDeep(namesToMap(base, rule.value), namesToMap(over, rule.value), {}, path);
  return mergeDeep(base, over, rule.keys ?? {}, path);
}

function isEmpty(node: Node): boolean {
  return node.kind === 'scalar' && node.value === null;
}

function mergeDeep(base: Node, over: Node, keys: Readonly<Record<string, Merge>>, path: readonly string[]): Node {
  if (base.kind === 'scalar') return over;
  if (base.kind === 'list') return joinLists(base, over, path);
  if (over.kind !== 'map') throw cannotMerge(base, over, path);
  return mergeMaps(base, over, (key) => by((Object.hasOwn(keys, key) && keys[key]) || deep), path);
}

function mergeMaps(base: MapNode, over: MapNode, merger: (key: string) => Merger, path: readonly string[]): MapNode {
  const entries = new Map(base.entries);
  for (const [name, entry] of over.entries) {
    const before = entries.get(name);
    // what resets or overrides stays marked so: it may yet go over another file's value
    entries.set(name, before && !entry.value.over ? mergeEntry(before, entry, merger(name), [...path, name]) : entry);
  }
  return { ...base, entries };
}

function mergeEntry(base: Entry, over: Entry, merge: Merger, path: readonly string[]): Entry {
  const value = merge(base.value, over.value, path);
  return { key: value === over.value ? over.key : base.key, value };
}

function asList(node: Node): Node {
  return node.kind === 'scalar' ? { kind: 'list', at: node.at, items: [node] } : node;
}

function joinLists(base: Node, over: Node, path: readonly string[]): ListNode {
  if (base.kind !== 'list' || over.kind !== 'list') throw cannotMerge(base, over, path);
  return { ...base, items: [...base.items, ...over.items] };
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

function toMap(at: Mark, entries: (readonly [string, Entry])[]): MapNode {
  return { kind: 'map', at, entries: new Map(entries) };
}

/** By key; a later key without a value takes the shell's, and so replaces like any other. */
function mergePairs(base: Node, over: Node): Node {
  if (base.kind !== 'map' || over.kind !== 'map') return over;
  return { ...base, entries: new Map([...base.entries, ...over.entries]) };
}

/** `KEY=VALUE` lines as a map; each value stands where its line stood and is from outside where the line was. */
function pairsToMap(node: Node): Node {
  if (node.kind !== 'list') return node;
  const entries = node.items.map((item): readonly [string, Entry] => {
    const line = item.kind === 'scalar' ? String(item.value) : '';
    const sign = line.indexOf('=');
    const value = sign < 0 ? null : line.slice(sign + 1);
    return [sign < 0 ? line : line.slice(0, sign), { key: item.at, value: { ...item, kind: 'scalar', value } }];
  });
  return toMap(node.at, entries);
}

function namesToMap(node: Node, value: Extract<Merge, { kind: 'names' }>['value']): Node {
  if (node.kind !== 'list') return node;
  const entries = node.items.map((item): readonly [string, Entry] => {
    const name = item.kind === 'scalar' ? String(item.value) : '';
    return [name, { key: item.at, value: listedValue(item.at, value) }];
  });
  return toMap(node.at, entries);
}

function listedValue(at: Mark, value: Extract<Merge, { kind: 'names' }>['value']): Node {
  if (value === null) return { kind: 'scalar', at, value: null };
  return toMap(
    at,
    Object.entries(value).map(([key, said]) => [key, { key: at, value: { kind: 'scalar', at, value: said } }] as const),
  );
}
