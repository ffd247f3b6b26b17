import { Problem } from '../problem.ts';
import { type Entry, locate, type MapNode, type Node } from './node.ts';

/** What an included file brings in. */
const sections = ['services', 'networks', 'volumes', 'secrets', 'configs', 'models', 'ships'];

/** A document with the sections of an included one. Throws a Problem where both say the same thing differently. */
export function bringIn(root: MapNode, included: MapNode): MapNode {
  const entries = new Map(root.entries);
  for (const section of sections) {
    const theirs = included.entries.get(section);
    const ours = entries.get(section);
    if (theirs) entries.set(section, ours ? { key: ours.key, value: joinSections(section, ours, theirs) } : theirs);
  }
  return { ...root, entries };
}

/** One section of both. What stands in both must be the same. */
function joinSections(section: string, ours: Entry, theirs: Entry): Node {
  if (ours.value.over === 'reset') return { ...theirs.value, over: 'override' };
  if (ours.value.kind === 'scalar' && ours.value.value === null) return theirs.value;
  if (ours.value.kind !== 'map' || theirs.value.kind !== 'map') {
    if (isSame(ours.value, theirs.value)) return ours.value;
    throw conflict(section, ours, theirs);
  }
  const entries = new Map(ours.value.entries);
  for (const [name, entry] of theirs.value.entries) {
    const before = entries.get(name);
    if (!before) entries.set(name, entry);
    else if (before.value.over === 'reset')
      entries.set(name, { ...entry, value: { ...entry.value, over: 'override' } });
    else if (!isSame(before.value, entry.value)) throw conflict(`${section}.${name}`, before, entry);
  }
  return { ...ours.value, entries };
}

function conflict(path: string, ours: Entry, theirs: Entry): Problem {
  const { file, line } = locate(theirs.key);
  return new Problem({
    what: `${path} conflicts with imported resource`,
    where: locate(ours.key),
    why: `the file that is included says something else at ${file}:${line}`,
    remedy: 'give one of them another name, or change the other in a file under include: path, or of another -f',
  });
}

/** The same values; a relative path is the same in one folder only. */
function isSame(a: Node, b: Node): boolean {
  if (a.kind === 'scalar' && b.kind === 'scalar') {
    const isPath = typeof a.value === 'string' && /^\.\.?(\/|$)/.test(a.value);
    return a.value === b.value && (!isPath || a.at.source.directory === b.at.source.directory);
  }
  if (a.kind === 'list' && b.kind === 'list') {
    return a.items.length === b.items.length && a.items.every((item, index) => isSame(item, b.items[index] as Node));
  }
  if (a.kind !== 'map' || b.kind !== 'map' || a.entries.size !== b.entries.size) return false;
  return [...a.entries].every(([name, { value }]) => {
    const other = b.entries.get(name);
    return other !== undefined && isSame(value, other.value);
  });
}
