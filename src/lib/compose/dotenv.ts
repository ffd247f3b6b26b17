import { Problem } from '../problem.ts';
import { type Lookup, metered, type Warn } from './interpolate.ts';
import { locate, type Mark, type Source, shorten } from './node.ts';
import { substitute } from './template.ts';

/** A variable of an env file, and where it stands. */
export interface EnvEntry {
  value: string;
  at: Mark;
}

/** An env file; `raw` is docker's own format, where all behind the `=` is the value. */
export interface EnvSource {
  source: Source;
  raw?: boolean;
}

const keyPattern = /[\p{L}\p{N}_.[\]-]+/uy;
const escapePattern = /\\(?:([abcfnrtv$"\\])|0(\d{0,3}))/g;
const escaped: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  $: '$$',
  '"': '"',
  '\\': '\\',
};

/**
 * The variables of env files in Compose's syntax: `KEY=value`, `KEY: value`, `export`, quotes, ` #` comments; a later one
 * over an earlier one. Values may hold variables, looked up outside first, then in what was read so far; a bare `KEY`
 * takes its value from outside. Throws a Problem with its place.
 */
export function parseEnv(sources: readonly EnvSource[], lookup: Lookup, warn: Warn): Map<string, EnvEntry> {
  const entries = new Map<string, EnvEntry>();
  for (const { source, raw } of sources) {
    if (raw) readRaw(entries, source, lookup);
    else readInto(entries, source, lookup, warn);
  }
  return entries;
}

/** Lines of `KEY=VALUE` with nothing to be read into them; a bare `KEY` takes its value from outside. */
function readRaw(entries: Map<string, EnvEntry>, source: Source, lookup: Lookup): void {
  for (const { 0: line, index } of source.text.matchAll(/[^\r\n]+/g)) {
    const start = skip(line, 0, /\s+/y);
    if (start === line.length || line[start] === '#') continue;
    const at = { source, offset: index + start };
    const [, key = '', value = lookup(key)] = /^\s*([^=]*)(?:=(.*))?$/.exec(line) ?? [];
    if (key === '' || /\s/.test(key)) {
      const what = key === '' ? 'a line has no name before its =' : `the name "${key}" has spaces in it`;
      throw new Problem({ what, where: locate(at), remedy: 'write KEY=value' });
    }
    if (value !== undefined) entries.set(key, { value, at });
  }
}

function readInto(entries: Map<string, EnvEntry>, source: Source, lookup: Lookup, warn: Warn): void {
  const { text } = source;
  const found = metered((name) => lookup(name) ?? entries.get(name)?.value);
  let next = skip(text, 0, /(?:\s+|#[^\n]*)*/y);
  while (next < text.length) {
    const start = skip(text, next, /export[^\S\n]+/y);
    const at = { source, offset: start };
    const { key, after, bare } = readKey(at);
    if (bare) {
      const inherited = lookup(key);
      if (inherited !== undefined) entries.set(key, { value: inherited, at });
      next = after;
    } else {
      const { raw, end, literal } = readValue({ source, offset: after });
      entries.set(key, { value: literal ? raw : expand(raw, { source, offset: after }, found, warn), at });
      next = end;
    }
    next = skip(text, next, /(?:\s+|#[^\n]*)*/y);
  }
}

function skip(text: string, from: number, pattern: RegExp): number {
  pattern.lastIndex = from;
  return from + (pattern.exec(text)?.[0].length ?? 0);
}

/** `after` is where the value begins, or the next line for a bare key. */
function readKey(at: Mark): { key: string; after: number; bare: boolean } {
  const { text } = at.source;
  const end = skip(text, at.offset, keyPattern);
  const key = text.slice(at.offset, end);
  const sign = skip(text, end, /[^\S\n]+/y);
  const char = text[sign];
  if (key !== '' && (char === undefined || char === '\n')) return { key, after: sign, bare: true };
  if (key !== '' && (char === '=' || char === ':'))
    return { key, after: skip(text, sign + 1, /[^\S\n]+/y), bare: false };
  const what =
    sign > end ? `the key "${key}" is followed by more words` : `${JSON.stringify(char)} cannot be part of a name`;
  throw new Problem({ what, where: locate({ ...at, offset: end }), remedy: 'write KEY=value' });
}

/** A value as it is written; `literal` when nothing in it is to be expanded. */
function readValue({ source, offset }: Mark): { raw: string; end: number; literal: boolean } {
  const { text } = source;
  const quote = text[offset];
  if (quote !== '"' && quote !== "'") {
    const end = skip(text, offset, /[^\n]*/y);
    const line = text.slice(offset, end);
    return { raw: (line.split(' #')[0] as string).trimEnd(), end, literal: false };
  }
  const end = skip(text, offset, quote === '"' ? /"(?:\\[\s\S]|[^"\\])*/y : /'(?:\\[\s\S]|[^'\\])*/y);
  if (text[end] !== quote) {
    throw new Problem({
      what: `a ${quote} is never closed`,
      where: locate({ source, offset }),
      remedy: 'close the quote at the end of the value',
    });
  }
  const inside = text.slice(offset + 1, end).replaceAll(`\\${quote}`, quote);
  return { raw: quote === '"' ? expandEscapes(inside) : inside, end: end + 1, literal: quote === "'" };
}

function expandEscapes(text: string): string {
  return text.replace(escapePattern, (whole, letter: string | undefined, octal: string | undefined) => {
    if (letter !== undefined) return escaped[letter] ?? whole;
    return octal ? String.fromCharCode(Number.parseInt(octal, 8)) : '\0';
  });
}

function expand(raw: string, at: Mark, lookup: Lookup, warn: Warn): string {
  const fail = (what: string, remedy: string): never => {
    throw new Problem({ what, where: locate(at), remedy });
  };
  return substitute(raw, {
    lookup,
    unset: (name) => warn(`The "${name}" variable is not set. Defaulting to a blank string.`),
    invalid: (template) =>
      fail(`Invalid template: ${JSON.stringify(shorten(template))}`, 'You may need to escape any $ with another $.'),
    required: (message) => fail(message, 'set the variable in this shell'),
  });
}
