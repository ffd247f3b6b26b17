import { Problem } from '../problem.ts';

interface Rule {
  /** The rule begins with `!`: what it matches is not left out after all. */
  keeps: boolean;
  matches: RegExp;
}

export interface IgnoreRules {
  /** Whether a path is left out, given its folders' and its own names joined by `/`. */
  ignores(path: string): boolean;
  /** Whether something in a folder that is left out may be kept. */
  hasExceptions(path: string): boolean;
}

/**
 * Reads a `.dockerignore` as docker does: the last rule that matches a path or a folder above it counts. Names that are
 * `never` brought are left out wherever they stand.
 * @throws Problem for what is no pattern
 */
export function readIgnore(text: string, never: readonly string[]): IgnoreRules {
  const rules = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .flatMap(readRule);
  const isNever = (path: string) => path.split('/').some((name) => never.includes(name));
  return {
    hasExceptions: (path) => rules.some(({ keeps }) => keeps) && !isNever(path),
    ignores: (path) => {
      if (isNever(path)) return true;
      const names = path.split('/');
      const above = names.map((_, index) => names.slice(0, index + 1).join('/'));
      const last = rules.findLast(({ matches }) => above.some((one) => matches.test(one)));
      return last !== undefined && !last.keeps;
    },
  };
}

function readRule(line: string): Rule[] {
  if (line.startsWith('#')) return [];
  const trimmed = line.trim();
  const keeps = trimmed.startsWith('!');
  const pattern = clean(keeps ? trimmed.slice(1).trim() : trimmed);
  return pattern === '' ? [] : [{ keeps, matches: compile(pattern) }];
}

/** Without `.` and `..`, double and outer slashes. */
function clean(pattern: string): string {
  const parts: string[] = [];
  for (const part of pattern.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

function compile(pattern: string): RegExp {
  try {
    return new RegExp(`^${toRegExp(pattern)}$`, 's');
  } catch {
    throw new Problem({
      what: `.dockerignore: "${pattern}" is not a pattern`,
      remedy: 'look at what stands in brackets',
    });
  }
}

/** The pieces of a pattern, and what each is in a regular expression. */
const PIECES = /\*\*\/?|\*|\?|\[\^?(?:\\.|[^\]\\])+\]|\\(.)|./gs;

function toRegExp(pattern: string): string {
  return pattern.replace(PIECES, (piece, escaped: string | undefined, at: number) => {
    if (piece.startsWith('**')) return piece.length + at === pattern.length ? '.*' : '(?:.*/)?';
    if (piece === '*') return '[^/]*';
    if (piece === '?') return '[^/]';
    if (piece.length > 1 && piece.startsWith('[')) return piece;
    return (escaped ?? piece).replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  });
}
