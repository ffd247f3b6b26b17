import { Problem } from '../problem.ts';
import { nearest, readBoolean, readBytes, readDuration, readInteger, type Shape } from '../schema/index.ts';
import { describe, type Entry, locate, type MapNode, type Mark, type Node } from './node.ts';
import type { Path } from './types.ts';

/** Whose value it is, for people (`service web`), and the path below it. */
export interface Spot {
  subject: string;
  path: Path;
  /** A key without a value leaves what an earlier file says. */
  mayBeEmpty?: boolean | undefined;
  /** What the path is below, if not the subject itself: paths are only put together where something is wrong. */
  within?: Spot;
}

type ShapeOf<K extends Shape['kind']> = Extract<Shape, { kind: K }>;

/** Walks a shape beside a value. Throws a Problem at the first place where the value is none of the shape. */
export function validate(node: Node, shape: Shape, spot: Spot, at: Mark = node.at): void {
  if (node.over === 'reset' || (spot.mayBeEmpty && node.kind === 'scalar' && node.value === null)) return;
  if (shape.kind === 'refused') throw refusal(shape, spot, at);
  if (shape.kind === 'either') validateEither(node, shape, spot, at);
  else if (!accepts(shape, node)) throw mismatch(node, wanted(shape), spot, at);
  else if (node.kind === 'list' && shape.kind === 'list') validateItems(node.items, shape.of, spot);
  else if (node.kind === 'map' && shape.kind === 'map') validateValues(node, shape.of, spot);
  else if (node.kind === 'map' && shape.kind === 'object') validateObject(node, shape, spot);
}

function below(spot: Spot, key: string | number): Spot {
  return { subject: spot.subject, path: [key], mayBeEmpty: spot.mayBeEmpty, within: spot };
}

/** A scalar's own place, else its key's: what is wrong is there to be seen. */
function placeOf({ key, value }: Entry): Mark {
  return value.kind === 'scalar' ? value.at : key;
}

function validateItems(items: readonly Node[], shape: Shape, spot: Spot): void {
  for (const [index, item] of items.entries()) validate(item, shape, below(spot, index));
}

function validateValues(map: MapNode, shape: Shape, spot: Spot): void {
  for (const [key, entry] of map.entries) validate(entry.value, shape, below(spot, key), placeOf(entry));
}

function validateEither(node: Node, { of, says }: ShapeOf<'either'>, spot: Spot, at: Mark): void {
  const fitting = of.find((shape) => accepts(shape, node));
  if (!fitting) throw mismatch(node, says, spot, at);
  validate(node, fitting, spot, at);
}

function validateObject(map: MapNode, { keys, required = [], hints }: ShapeOf<'object'>, spot: Spot): void {
  for (const [key, entry] of map.entries) {
    if (key.startsWith('x-')) continue;
    if (!Object.hasOwn(keys, key)) throw unknownKey(key, entry.key, Object.keys(keys), spot, hints);
    const shape = keys[key] as Shape;
    validate(entry.value, shape, below(spot, key), shape.kind === 'refused' ? entry.key : placeOf(entry));
  }
  const missing = required.find((key) => !map.entries.has(key));
  if (missing === undefined) return;
  throw new Problem({ what: `${nameOf(spot)} has no ${missing}`, where: locate(map.at), remedy: `add ${missing}` });
}

/** The first alternative of an `either` whose outer kind fits is the one that was meant. */
function accepts(shape: Shape, node: Node): boolean {
  if (shape.kind === 'either') return shape.of.some((one) => accepts(one, node));
  if (shape.kind === 'refused') return true;
  if (shape.kind === 'map' || shape.kind === 'object') return node.kind === 'map';
  if (shape.kind === 'list' || node.kind !== 'scalar') return shape.kind === node.kind;
  const { value, date } = node;
  if (date) return false;
  switch (shape.kind) {
    case 'scalar':
      return true;
    case 'null':
      return value === null;
    case 'boolean':
      return readBoolean(value) !== undefined;
    case 'duration':
      return typeof value === 'string' && readDuration(value) !== undefined;
    case 'enum':
      return typeof value === 'string' && shape.values.includes(value);
    case 'integer':
      return within(readInteger(value), shape);
    case 'number':
      return typeof value === 'number' || (typeof value === 'string' && /^[-+]?(\d+\.?\d*|\.\d+)$/.test(value));
    case 'bytes':
      return readBytes(value) !== undefined && !(shape.text && typeof value === 'number');
    case 'string':
      return typeof value === 'string';
  }
}

function within(value: number | undefined, { min = -Infinity, max = Infinity }: ShapeOf<'integer'>): boolean {
  return value !== undefined && value >= min && value <= max;
}

function wanted(shape: Shape): string {
  switch (shape.kind) {
    case 'boolean':
      return 'true or false';
    case 'duration':
      return 'a duration such as 1m30s';
    case 'bytes':
      return 'a size such as 64m';
    case 'number':
      return 'a number';
    case 'enum':
      return `one of ${shape.values.join(', ')}`;
    case 'integer':
      return wantedNumber(shape);
    case 'scalar':
      return 'text or a number';
    case 'list':
    case 'map':
    case 'object':
    case 'either':
      return shape.says;
    default:
      return 'text';
  }
}

function wantedNumber({ min, max }: ShapeOf<'integer'>): string {
  if (min === undefined) return 'a whole number';
  return max === undefined ? `a whole number, ${min} or more` : `a whole number from ${min} to ${max}`;
}

/** `service web: healthcheck.test[1]`. */
export function nameOf(spot: Spot): string {
  const { subject } = spot;
  const name = pathOf(spot)
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('');
  return name === '' ? subject : `${subject}${subject ? ': ' : ''}${name.replace(/^\./, '')}`;
}

function pathOf({ path, within }: Spot): Path {
  return within ? [...pathOf(within), ...path] : path;
}

function mismatch(node: Node, says: string, spot: Spot, at: Mark): Problem {
  return new Problem({
    what: `${nameOf(spot)} must be ${says}, not ${describe(node)}`,
    where: locate(at),
    remedy: adviceFor(node, says),
  });
}

function adviceFor(node: Node, says: string): string {
  if (node.kind === 'scalar' && node.value === null) return 'give it a value, or leave the key out';
  const quotable = node.kind === 'scalar' && (typeof node.value !== 'string' || node.date) && says.startsWith('text');
  return quotable ? `put it in quotes: "${node.value}"` : `write ${says}`;
}

function refusal({ why, remedy }: ShapeOf<'refused'>, spot: Spot, at: Mark): Problem {
  return new Problem({ what: `${nameOf(spot)} is not supported yet`, where: locate(at), why, remedy });
}

/** A key that is none of `known`, with what to write instead or the one that was probably meant. */
export function unknownKey(
  key: string,
  at: Mark,
  known: readonly string[],
  spot: Spot,
  hints: Readonly<Record<string, string>> = {},
): Problem {
  const advice = Object.hasOwn(hints, key) ? hints[key] : undefined;
  const meant = advice === undefined ? nearest(key, known) : undefined;
  const hint = meant === undefined ? '' : `: did you mean "${meant}"?`;
  return new Problem({
    what: `${nameOf(spot)}: unknown key "${key}"${hint}`,
    where: locate(at),
    remedy: advice ?? (meant === undefined ? 'take it out, or begin it with x- if it is your own' : `write ${meant}`),
  });
}
