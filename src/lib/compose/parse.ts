import { EVENT_ID, type Event, getScalarValue, parseEvents, SCALAR_STYLE, YAMLException } from 'js-yaml';
import { Problem } from '../problem.ts';
import { limits } from './limits.ts';
import { describe, type Entry, locate, type Mark, type Node, type Scalar, type Source } from './node.ts';
import { isDate, resolveScalar } from './scalars.ts';
import { readTag, type Tag } from './tags.ts';

interface Built {
  node: Node;
  /** Values in it, aliases written out. */
  size: number;
}

interface Reader {
  source: Source;
  events: Event[];
  next: number;
  /** undefined while the anchored value itself is being read. */
  anchors: Map<string, Built | undefined>;
}

type CollectionEvent = Extract<Event, { type: typeof EVENT_ID.MAPPING | typeof EVENT_ID.SEQUENCE }>;
type ScalarEvent = Extract<Event, { type: typeof EVENT_ID.SCALAR }>;

/** The documents of a YAML file, each value with its place. Throws a Problem for what is no YAML, or too much of it. */
export function parse(source: Source): Node[] {
  const reader: Reader = { source, events: readEvents(source), next: 0, anchors: new Map() };
  const documents: Node[] = [];
  let size = 0;
  while (reader.next < reader.events.length) {
    const event = reader.events[reader.next++] as Event;
    if (event.type !== EVENT_ID.DOCUMENT) continue;
    reader.anchors = new Map();
    const document = build(reader, mark(reader, 0));
    size = grow(size, document, document.node.at);
    documents.push(document.node);
    reader.next++;
  }
  return documents;
}

function readEvents(source: Source): Event[] {
  try {
    return parseEvents(source.text, {});
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    throw notYaml(source, error);
  }
}

function notYaml(source: Source, { reason, mark: place }: YAMLException): Problem {
  const where = locate({ source, offset: Math.min(place?.position ?? 0, source.text.length) });
  if (/^ *\t/.test(where.text ?? '')) {
    return new Problem({
      what: `line ${where.line} is indented with a tab; YAML wants spaces`,
      where,
      remedy: 'put spaces where the tab is, two for each level',
    });
  }
  return new Problem({ what: `${source.name} is not YAML: ${reason}`, where, remedy: adviceFor(where.text ?? '') });
}

function adviceFor(line: string): string {
  if (/:\s+[@`%]/.test(line) || /:\s[^"'#]*:\s/.test(line)) return 'put quotes around the value';
  return 'look at the indentation, the quotes and the brackets here and just above';
}

function mark({ source }: Reader, offset: number): Mark {
  return { source, offset };
}

/** The next value of the events; `place` is its own where it has none (an empty value). */
function build(reader: Reader, place: Mark): Built {
  const event = reader.events[reader.next++] as Event;
  if (event.type === EVENT_ID.ALIAS) return readAlias(reader, mark(reader, event.anchorStart - 1), event);
  if (event.type !== EVENT_ID.SCALAR && event.type !== EVENT_ID.SEQUENCE && event.type !== EVENT_ID.MAPPING) {
    throw new Error(`a YAML event of type ${event.type} where a value was expected`);
  }
  const anchor = event.anchorStart < 0 ? undefined : reader.source.text.slice(event.anchorStart, event.anchorEnd);
  if (anchor !== undefined) reader.anchors.set(anchor, undefined);
  const tag = tagOf(reader, event);
  const built =
    event.type === EVENT_ID.SCALAR ? buildScalar(reader, event, place, tag) : buildCollection(reader, event);
  const tagged = tag?.merge ? { ...built, node: tag.merge(built.node) } : built;
  if (anchor !== undefined) reader.anchors.set(anchor, tagged);
  return tagged;
}

function tagOf({ source }: Reader, { tagStart, tagEnd }: ScalarEvent | CollectionEvent): Tag | undefined {
  return tagStart < 0 ? undefined : readTag(source.text.slice(tagStart, tagEnd), { source, offset: tagStart });
}

function readAlias(reader: Reader, at: Mark, event: Extract<Event, { type: typeof EVENT_ID.ALIAS }>): Built {
  const name = reader.source.text.slice(event.anchorStart, event.anchorEnd);
  const anchored = reader.anchors.get(name);
  if (anchored) return anchored;
  const inside = reader.anchors.has(name);
  throw new Problem({
    what: inside ? `the alias *${name} stands inside its own anchor` : `the alias *${name} has no anchor`,
    where: locate(at),
    remedy: inside ? 'take the alias out of the value it names' : `write &${name} at the value it should repeat, above`,
  });
}

function buildScalar(reader: Reader, event: ScalarEvent, place: Mark, tag: Tag | undefined): Built {
  const value = scalarOf(reader, event, tag);
  const isDated = !tag && event.style === SCALAR_STYLE.PLAIN && typeof value === 'string' && isDate(value);
  const at = scalarMark(reader, event, place);
  return { node: { kind: 'scalar', at, value, ...(isDated && { date: true }) }, size: 1 };
}

function scalarOf({ source }: Reader, event: ScalarEvent, tag: Tag | undefined): Scalar {
  const text = getScalarValue(source.text, event);
  if (tag?.value) return tag.value(text);
  return event.style === SCALAR_STYLE.PLAIN ? resolveScalar(text) : text;
}

/** Where a scalar begins: at its quote where it has one. */
function scalarMark(reader: Reader, { valueStart, style }: ScalarEvent, place: Mark): Mark {
  if (valueStart < 0) return place;
  const quoted = style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED;
  // a block's text begins on the line after its | or >
  if (style === SCALAR_STYLE.LITERAL_BLOCK || style === SCALAR_STYLE.FOLDED_BLOCK) return place;
  return mark(reader, quoted ? valueStart - 1 : valueStart);
}

function buildCollection(reader: Reader, event: CollectionEvent): Built {
  const at = mark(reader, event.start);
  return event.type === EVENT_ID.SEQUENCE ? buildList(reader, at) : buildMap(reader, at);
}

function isPop({ events, next }: Reader): boolean {
  return events[next]?.type === EVENT_ID.POP;
}

function buildList(reader: Reader, at: Mark): Built {
  const items: Node[] = [];
  let size = 1;
  while (!isPop(reader)) {
    const item = build(reader, at);
    items.push(item.node);
    size = grow(size, item, at);
  }
  reader.next++;
  return { node: { kind: 'list', at, items }, size };
}

function buildMap(reader: Reader, at: Mark): Built {
  const written = new Map<string, Entry>();
  const merged = new Map<string, Entry>();
  let size = 1;
  while (!isPop(reader)) {
    const { text, key, isMerge } = readKey(reader, at);
    const value = build(reader, key);
    size = grow(size, value, key);
    if (isMerge) {
      for (const [name, entry] of mergeSource(value.node, key)) if (!merged.has(name)) merged.set(name, entry);
    } else {
      refuseTwice(written.get(text), text, key);
      written.set(text, { key, value: value.node });
    }
  }
  reader.next++;
  return { node: { kind: 'map', at, entries: merged.size === 0 ? written : over(merged, written) }, size };
}

/** What stands in a map itself, behind what `<<` brings in besides. */
function over(merged: ReadonlyMap<string, Entry>, written: ReadonlyMap<string, Entry>): Map<string, Entry> {
  const others = [...merged].filter(([name]) => !written.has(name));
  return new Map([...others, ...written]);
}

function readKey(reader: Reader, at: Mark): { text: string; key: Mark; isMerge: boolean } {
  const event = reader.events[reader.next] as Event;
  const isScalar = event.type === EVENT_ID.SCALAR;
  const key = isScalar ? scalarMark(reader, event, at) : at;
  const { node } = build(reader, key);
  if (node.kind !== 'scalar') {
    throw new Problem({
      what: `a ${node.kind} stands where a key is expected`,
      where: locate(node.at),
      remedy: 'put quotes around a value that begins with { or [',
    });
  }
  if (typeof node.value !== 'string') {
    throw new Problem({
      what: `a key must be text, not ${describe(node)}`,
      where: locate(node.at),
      remedy: isScalar ? `put it in quotes: "${getScalarValue(reader.source.text, event)}"` : 'write it out, in quotes',
    });
  }
  const isMerge = isScalar && node.value === '<<' && event.style === SCALAR_STYLE.PLAIN;
  return { text: node.value, key: node.at, isMerge };
}

/** The entries that `<<` brings in: of one map, or of several, the first that has a key winning. */
function mergeSource(node: Node, key: Mark): [string, Entry][] {
  const maps = node.kind === 'list' ? node.items : [node];
  return maps.flatMap((map) => {
    if (map.kind === 'map') return [...map.entries];
    throw new Problem({
      what: '<< takes a map or a list of maps',
      where: locate(key),
      remedy: 'write <<: *NAME, where &NAME is a map',
    });
  });
}

function refuseTwice(first: Entry | undefined, key: string, at: Mark): void {
  if (!first) return;
  throw new Problem({
    what: `the key "${key}" is written twice in one map`,
    where: locate(at),
    why: `it stands in line ${locate(first.key).line} already`,
    remedy: 'keep one of them',
  });
}

function grow(size: number, { size: more }: Built, at: Mark): number {
  if (size + more <= limits.values) return size + more;
  throw new Problem({
    what: `${at.source.name} has more than ${limits.values.toLocaleString('en')} values once its aliases are written out`,
    where: locate(at),
    remedy: 'use fewer aliases of aliases',
  });
}
