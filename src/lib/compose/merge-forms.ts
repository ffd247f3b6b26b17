import type { Merge } from '../schema/index.ts';
import { child, type Entry, type MapNode, type Mark, type Node, plain } from './node.ts';

type Listed = Extract<Merge, { kind: 'names' }>['value'];

/** One text as a list of one. */
export function asList(node: Node): Node {
  return node.kind === 'scalar' ? { kind: 'list', at: node.at, items: [node] } : node;
}

/** Under the key `key` of a map what a mere text says. */
export function textToMap(node: Node, key: string | undefined): Node {
  if (key === undefined || node.kind !== 'scalar') return node;
  return toMap(node.at, [[key, { key: node.at, value: node }]]);
}

/** `KEY=VALUE` lines as a map; each value stands where its line stood and is from outside where the line was. */
export function pairsToMap(node: Node): Node {
  if (node.kind !== 'list') return node;
  const entries = node.items.map((item): readonly [string, Entry] => {
    const line = item.kind === 'scalar' ? String(item.value) : '';
    const sign = line.indexOf('=');
    const value = sign < 0 ? null : line.slice(sign + 1);
    return [sign < 0 ? line : line.slice(0, sign), { key: item.at, value: { ...item, kind: 'scalar', value } }];
  });
  return toMap(node.at, entries);
}

/** A map as `KEY=VALUE` lines, a key with several values as several; a list as it is. */
export function pairsToList(node: Node): Node {
  if (node.kind !== 'map') return node;
  const items = [...node.entries].flatMap(([key, { value }]) =>
    (value.kind === 'list' ? value.items : [value]).map((one): Node => {
      const said = one.kind === 'scalar' && one.value !== null ? `=${one.value}` : '';
      return { ...one, kind: 'scalar', value: `${key}${said}` } as Node;
    }),
  );
  return { kind: 'list', at: node.at, items };
}

/** The items of a list that another does not have. */
export function without(list: Node, other: Node): Node {
  if (list.kind !== 'list' || other.kind !== 'list') return list;
  const there = new Set(other.items.map(plain));
  return { ...list, items: list.items.filter((item) => !there.has(plain(item))) };
}

/** Whether two maps say the same under a key, or one of them says nothing. */
export function areAlike(one: Node, other: Node, key: string): boolean {
  const [first, second] = [child(one, key), child(other, key)];
  return !first || !second || plain(first) === plain(second);
}

/** A list of names as a map from each to what a mere name stands for. */
export function namesToMap(node: Node, value: Listed): Node {
  if (node.kind !== 'list') return node;
  const entries = node.items.map((item): readonly [string, Entry] => {
    const name = item.kind === 'scalar' ? String(item.value) : '';
    return [name, { key: item.at, value: listedValue(item.at, value) }];
  });
  return toMap(node.at, entries);
}

function listedValue(at: Mark, value: Listed): Node {
  if (value === null) return { kind: 'scalar', at, value: null };
  return toMap(
    at,
    Object.entries(value).map(([key, said]) => [key, { key: at, value: { kind: 'scalar', at, value: said } }] as const),
  );
}

function toMap(at: Mark, entries: (readonly [string, Entry])[]): MapNode {
  return { kind: 'map', at, entries: new Map(entries) };
}
