import type { Position } from '../problem.ts';
import type { Path } from './types.ts';

/** A file as it was read; `name` is how people are told of it. */
export interface Source {
  name: string;
  text: string;
  /** The folder that relative paths in it start at: the project's, or that of a file that is extended or included. */
  directory?: string;
  /** What variables that it names are looked up in, where that is not what the project's are: those of an included file. */
  lookup?(name: string): string | undefined;
}

/** A place in a source; `offset` counts UTF-16 units. */
export interface Mark {
  source: Source;
  offset: number;
}

export type Scalar = string | number | boolean | null;

/** A value of a file that still knows where it was written. Nodes are never changed, so anchors may share them. */
export type Node = ScalarNode | ListNode | MapNode;

interface Tagged {
  /** What it does to the value of an earlier file: takes it away, or stands in its place instead of being merged. */
  over?: 'reset' | 'override';
}

export interface ScalarNode extends Tagged {
  kind: 'scalar';
  at: Mark;
  value: Scalar;
  /** It is written as a date without quotes, which Compose takes nowhere but under `x-`. */
  date?: true;
  /** Some part of it came from outside the file. */
  outside?: true;
}

export interface ListNode extends Tagged {
  kind: 'list';
  at: Mark;
  items: readonly Node[];
}

export interface MapNode extends Tagged {
  kind: 'map';
  at: Mark;
  entries: ReadonlyMap<string, Entry>;
}

export interface Entry {
  /** Where the key stands. */
  key: Mark;
  value: Node;
}

const lineStarts = new WeakMap<Source, number[]>();

function startsOf(source: Source): number[] {
  let starts = lineStarts.get(source);
  if (!starts) {
    starts = [0, ...Array.from(source.text.matchAll(/\r\n|\n|\r/g), (end) => end.index + end[0].length)];
    lineStarts.set(source, starts);
  }
  return starts;
}

/** The line and column of a mark, and the line itself. */
export function locate({ source, offset }: Mark): Position {
  const starts = startsOf(source);
  let line = 0;
  for (let low = 0, high = starts.length - 1; low <= high; ) {
    const middle = (low + high) >> 1;
    if ((starts[middle] as number) <= offset) [line, low] = [middle, middle + 1];
    else high = middle - 1;
  }
  const start = starts[line] as number;
  const text = source.text.slice(start, starts[line + 1]).replace(/[\r\n]+$/, '');
  return { file: source.name, line: line + 1, column: offset - start + 1, text };
}

/** The plain value of a node. */
export function plain(node: Node): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plain);
  return Object.fromEntries(Array.from(node.entries, ([key, { value }]) => [key, plain(value)]));
}

/** A list or map with what becomes of each of its values, which is gone if undefined; itself where all stay as they are. */
export function withValues(
  node: ListNode | MapNode,
  become: (value: Node, key: string | number) => Node | undefined,
): ListNode | MapNode {
  if (node.kind === 'list') {
    const items = node.items.map(become);
    return items.every((item, index) => item === node.items[index])
      ? node
      : { ...node, items: items.filter((item) => item !== undefined) };
  }
  let changed: Map<string, Entry> | undefined;
  for (const [name, { key, value }] of node.entries) {
    const after = become(value, name);
    if (after === value) continue;
    changed ??= new Map(node.entries);
    if (after) changed.set(name, { key, value: after });
    else changed.delete(name);
  }
  return changed ? { ...node, entries: changed } : node;
}

/** How many values a node is, itself among them. */
export function sizeOf(node: Node): number {
  if (node.kind === 'scalar') return 1;
  const below = node.kind === 'list' ? node.items : [...node.entries.values()].map(({ value }) => value);
  return below.reduce((size, value) => size + sizeOf(value), 1);
}

/** All texts in a node. */
export function textsOf(node: Node): string[] {
  if (node.kind === 'scalar') return typeof node.value === 'string' ? [node.value] : [];
  return (node.kind === 'list' ? node.items : [...node.entries.values()].map(({ value }) => value)).flatMap(textsOf);
}

/** The value under a key of a map, else undefined. */
export function child(node: Node | undefined, key: string | number): Node | undefined {
  if (node?.kind === 'map') return node.entries.get(String(key))?.value;
  return node?.kind === 'list' && typeof key === 'number' ? node.items[key] : undefined;
}

/** Where the value at a path stands: a scalar itself, else its key. Undefined where there is no such value. */
export function markAt(root: Node, path: Path): Mark | undefined {
  let node: Node | undefined = root;
  let mark = root.at;
  for (const key of path) {
    const entry: Entry | undefined = node.kind === 'map' ? node.entries.get(String(key)) : undefined;
    node = entry?.value ?? child(node, key);
    if (!node) return undefined;
    mark = node.kind === 'scalar' ? node.at : (entry?.key ?? node.at);
  }
  return mark;
}

/** Where the value at a path stands, else its nearest ancestor. */
export function nearestMark(root: Node, path: Path): Mark {
  for (let length = path.length; length > 0; length--) {
    const mark = markAt(root, path.slice(0, length));
    if (mark) return mark;
  }
  return root.at;
}

/** What people call a value of a file: `the number 5`, `a list`, `"text"`. */
export function describe(node: Node): string {
  if (node.kind !== 'scalar') return `a ${node.kind}`;
  if (node.value === null) return 'empty';
  if (node.date) return `the date ${node.value}`;
  if (typeof node.value === 'number') return `the number ${node.value}`;
  return typeof node.value === 'boolean' ? String(node.value) : JSON.stringify(shorten(node.value));
}

/** A text that people see the beginning of. */
export function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
