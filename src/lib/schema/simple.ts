import { readBytes } from './bytes.ts';
import { formatDuration, parseDuration } from './duration.ts';
import { append, deep, type Form, listOf, replace, type Twice } from './form.ts';
import type { NormaliseContext, Shape } from './row.ts';
import * as shapes from './shapes.ts';
import { readBoolean, readInteger, readPairs, readWords } from './values.ts';

function form<T>(shape: Shape, normalise: Form<T>['normalise'], merge = deep): Form<T> {
  return { shape, merge, normalise };
}

export const text: Form<string> = form(shapes.text, (value) => (value as string) || undefined);

/** A text that docker takes as it is when it is `like` this. */
export function textLike(like: RegExp, remedy: string): Form<string> {
  return form(shapes.text, (value, { fail }) => {
    if (value === '' || like.test(value as string)) return (value as string) || undefined;
    return fail([], `docker does not take "${value}"`, remedy);
  });
}

export function oneOf<T extends string>(...values: T[]): Form<T> {
  return form(shapes.oneOf(...values), (value) => value as T);
}

/** False is the same as nothing. */
export const flag: Form<boolean> = form(shapes.yesOrNo, (value) => readBoolean(value) || undefined);

/** False says something. */
export const yesOrNo: Form<boolean> = form(shapes.yesOrNo, (value) => readBoolean(value));

/** Zero is the same as nothing. */
export function whole(min?: number, max?: number): Form<number> {
  return form(shapes.integer(min, max), (value) => readInteger(value) || undefined);
}

/** Zero says something. */
export function count(min?: number, max?: number): Form<number> {
  return form(shapes.integer(min, max), readInteger);
}

/** With parts, to the precision that Compose keeps. */
export const decimal: Form<number> = form(shapes.number, (value) => shortest(Number(value)) || undefined);

/** A size such as 64m, as bytes in a text. */
export const bytes: Form<string> = form(shapes.bytes, (value) => asBytes(value));

/** A size that is a text and no bare number. */
export const bytesText: Form<string> = form({ kind: 'bytes', text: true }, (value) => asBytes(value));

export const duration: Form<string> = form(shapes.duration, canonicalDuration);

/** Nothing at all is the same as no duration. */
export const durationOrNone: Form<string> = form(shapes.duration, (value) => {
  const said = canonicalDuration(value);
  return said === '0s' ? undefined : said;
});

const beforeEquals = (word: string) => word.split('=')[0] as string;
const itself = (word: string) => word;

/** Texts where what stands before `=` is a name, and the last of a name counts. */
export function names(says: string): Form<string[]> {
  return listOf(text, says, { last: beforeEquals });
}

/** Texts that may not be there twice. */
export function texts(says: string): Form<string[]> {
  return listOf(text, says, { refused: itself });
}

/** Numbers are texts too. */
export function textsOrNumbers(says: string): Form<string[]> {
  const item = form(shapes.either('text or a whole number', shapes.text, shapes.integer()), (value) => String(value));
  return listOf(item, says);
}

export function textsAnyhow(says: string): Form<string[]> {
  return listOf(text, says);
}

/** One text, or several. */
export function textOr(several: Form<string[]>): Form<string[]> {
  return {
    shape: shapes.either('text or a list', shapes.text, several.shape),
    merge: append,
    normalise: (value, context) => several.normalise(Array.isArray(value) ? value : [value], context),
  };
}

/** A map or `KEY=VALUE` lines; nothing is the empty text. */
export const mapping: Form<Record<string, string>> = {
  shape: shapes.pairs('NAME=VALUE'),
  merge: { kind: 'pairs' },
  normalise: (value, context) => {
    const entries = Object.entries(readPairs(value, context));
    return entries.length === 0 ? undefined : Object.fromEntries(entries.map(([name, said]) => [name, said ?? '']));
  },
};

/** A map or `KEY=VALUE` lines; nothing is null. */
export const variables: Form<Record<string, string | null>> = {
  shape: shapes.pairs('KEY=VALUE'),
  merge: { kind: 'pairs' },
  normalise: (value, context) => {
    const read = readPairs(value, context);
    return Object.keys(read).length === 0 ? undefined : read;
  },
};

/** A map alone; nothing is the empty text. */
export const options: Form<Record<string, string>> = {
  shape: shapes.map(shapes.scalar, 'a map of options'),
  merge: deep,
  normalise: mapping.normalise,
};

/** A command: words, or a text that is split; null where it says nothing. */
export const command: Form<string[] | null> = {
  shape: shapes.either('text or a list of words', shapes.words, shapes.nothing),
  merge: replace,
  normalise: readWords,
};

export const twiceByTarget: Twice<{ target: string }> = { last: ({ target }) => target };

export function canonicalDuration(value: unknown): string {
  return formatDuration(parseDuration(value as string));
}

function asBytes(value: unknown): string | undefined {
  const size = readBytes(value);
  return size ? String(size) : undefined;
}

/** Compose keeps numbers with parts in 32 bits, and prints the fewest digits that say the same. */
function shortest(value: number): number {
  const kept = Math.fround(value);
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === kept) return short;
  }
  return Number(value.toPrecision(9));
}

export type { NormaliseContext };
