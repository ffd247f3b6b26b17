import { isAbsolute, resolve } from 'node:path';
import type { MapNode, Node, ScalarNode } from './node.ts';

type Change = (text: string, node: ScalarNode) => string;

/** What is no folder of this machine: a URL, a repository, another service. */
const elsewhere = /:\/\/|^(git@|github\.com\/|service:)/;

const anyPath: Change = (text, node) => (elsewhere.test(text) ? text : absolute(text, node));
/** `NAME=PATH`, or the path alone. */
const context: Change = (text, node) => {
  const [, name = '', path = ''] = /^([^=/]*=)?(.*)$/s.exec(text) ?? [];
  return `${name}${anyPath(path, node)}`;
};
/** A volume is a path of this machine when it looks like one. */
const mount: Change = (text, node) => {
  const [source = '', ...rest] = text.split(':');
  return /^\.\.?(\/|$)/.test(source) ? [absolute(source, node), ...rest].join(':') : text;
};

/** Where files say paths of this machine; `*` is any key and any item, and a text may stand for a list or a map. */
const places: readonly (readonly [path: string, change: Change])[] = [
  ['services.*.build', anyPath],
  ['services.*.build.context', anyPath],
  ['services.*.build.additional_contexts.*', context],
  ['services.*.env_file', anyPath],
  ['services.*.env_file.*', anyPath],
  ['services.*.env_file.*.path', anyPath],
  ['services.*.label_file', anyPath],
  ['services.*.label_file.*', anyPath],
  ['services.*.volumes.*', mount],
  ['services.*.volumes.*.source', mount],
  ['services.*.develop.watch.*.path', anyPath],
  ['configs.*.file', anyPath],
  ['secrets.*.file', anyPath],
];

function absolute(text: string, { at }: ScalarNode): string {
  const { directory } = at.source;
  return directory === undefined || isAbsolute(text) || /^[~$]/.test(text) || text === ''
    ? text
    : resolve(directory, text);
}

/** A file that was put together with its variables as they are written: its relative paths made absolute. */
export function withAbsolutePaths(root: MapNode): MapNode {
  return places.reduce((node: Node, [path, change]) => changeAt(node, path.split('.'), change), root) as MapNode;
}

function changeAt(node: Node, [key, ...rest]: readonly string[], change: Change): Node {
  if (key === undefined) {
    return node.kind === 'scalar' && typeof node.value === 'string'
      ? { ...node, value: change(node.value, node) }
      : node;
  }
  if (node.kind === 'list') {
    return key === '*' ? { ...node, items: node.items.map((item) => changeAt(item, rest, change)) } : node;
  }
  if (node.kind === 'scalar') return node;
  const entries = [...node.entries].map(([name, entry]) => {
    const isMeant = key === '*' || key === name;
    return [name, isMeant ? { ...entry, value: changeAt(entry.value, rest, change) } : entry] as const;
  });
  return { ...node, entries: new Map(entries) };
}
