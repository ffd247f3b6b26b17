import { Problem } from '../problem.ts';
import { readBoolean, type Shape, sections, shapes } from '../schema/index.ts';
import type { Warn } from './interpolate.ts';
import { locate, type Scalar, type ScalarNode } from './node.ts';
import { serviceShape } from './service.ts';
import type { Path } from './types.ts';

/** What becomes of a text: undefined where it is none. */
type Cast = { name: string; read(text: string): Scalar | undefined };

/** What is cast at a place of a file, and below it. */
export interface Casts {
  to: Cast | undefined;
  /** Under a key, or of any item of a list. */
  below(key: string): Casts | undefined;
}

const boolean: Cast = { name: 'boolean', read: readBoolean };
const integer: Cast = { name: 'integer', read: (text) => numberLike(text, /^[-+]?\d+$/) };
const number: Cast = { name: 'number', read: (text) => numberLike(text, /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i) };

function numberLike(text: string, like: RegExp): number | undefined {
  const value = like.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value)) ? value : undefined;
}

const TEXTS: ReadonlySet<Shape['kind']> = new Set(['string', 'scalar', 'enum', 'bytes', 'duration']);
const CASTS: { readonly [K in Shape['kind']]?: Cast } = { boolean, integer, number };

/** Where a number, true or false is made of a text, which a variable always is: wherever no text may stand. */
export const casts: Casts = castsOf([
  shapes.object(
    {
      ...Object.fromEntries(Object.entries(sections).map(([key, { shape }]) => [key, shape])),
      services: shapes.map(serviceShape, ''),
    },
    '',
  ),
]);

/** What is cast of a value that is of one of some shapes, and below it: found out where a file has such a value. */
function castsOf(choice: readonly Shape[]): Casts {
  const all = choice.flatMap(alternatives);
  const isText = all.some(({ kind }) => TEXTS.has(kind));
  const values = all.map(valuesOf);
  const known = new Map<string, Casts | undefined>();
  return {
    to: isText ? undefined : all.map(({ kind }) => CASTS[kind]).find(Boolean),
    below: (key) => {
      const place = values.some((of) => Object.hasOwn(of, key)) ? key : '*';
      if (!known.has(place)) {
        const deeper = values.flatMap((of) => (Object.hasOwn(of, place) ? [of[place] as Shape] : []));
        known.set(place, deeper.length > 0 ? castsOf(deeper) : undefined);
      }
      return known.get(place);
    },
  };
}

function alternatives(shape: Shape): Shape[] {
  return shape.kind === 'either' ? shape.of.flatMap(alternatives) : [shape];
}

function valuesOf(shape: Shape): Readonly<Record<string, Shape>> {
  if (shape.kind === 'object') return shape.keys;
  return shape.kind === 'list' || shape.kind === 'map' ? { '*': shape.of } : {};
}

/** A text as its place wants it. Throws a Problem with Compose's words for one that is none. */
export function cast(node: ScalarNode, path: Path, here: Casts | undefined, warn: Warn): ScalarNode {
  if (!here?.to || typeof node.value !== 'string') return node;
  const value = here.to.read(node.value);
  if (value === undefined) throw uncastable(node, path, here.to);
  const isWord = typeof value === 'boolean' && node.value.toLowerCase() !== String(value);
  if (isWord) warn(`"${node.value}" for boolean is not supported by YAML 1.2, please use \`${value}\``);
  return { ...node, value };
}

function uncastable({ value, at }: ScalarNode, path: Path, { name }: Cast): Problem {
  return new Problem({
    what: `error while interpolating ${path.join('.')}: failed to cast to expected type: invalid ${name}: ${value}`,
    where: locate(at),
    remedy: name === 'boolean' ? 'write true or false' : `write ${name === 'integer' ? 'a whole number' : 'a number'}`,
  });
}
