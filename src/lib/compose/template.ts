import { limits } from './limits.ts';

/** What a template's variables are looked up in, and what to do where one has no value or the template is none. */
export interface Scope {
  lookup(name: string): string | undefined;
  /** A variable without a value and without a default: it becomes blank. */
  unset(name: string): void;
  /** Compose's words for a template that cannot be read. */
  invalid(template: string): never;
  /** Compose's words for `${NAME:?text}` without a value. */
  required(message: string): never;
}

const named = /[_a-zA-Z]\w*/y;
/** A name and what stands between it and the line's last brace. */
const opening = /\{([_a-zA-Z]\w*)(?:(:?)([-?+]))?/y;

/**
 * Puts values for `$NAME`, `${NAME}`, `${NAME:-default}`, `-`, `:?`, `?`, `:+`, `+`; what stands on the right side may
 * hold variables too, and is read whether it is needed or not, as by Compose. `$$` is `$`, and a `$` before anything else
 * is itself.
 */
export function substitute(template: string, scope: Scope, depth = 0): string {
  if (depth > limits.nested) scope.invalid(template);
  let read = '';
  let done = 0;
  for (let at = template.indexOf('$'); at >= 0; at = template.indexOf('$', done)) {
    read += template.slice(done, at);
    named.lastIndex = at + 1;
    const name = named.exec(template)?.[0];
    if (template[at + 1] === '$') {
      [read, done] = [`${read}$`, at + 2];
    } else if (template[at + 1] === '{') {
      const braced = readBraced(template, at + 1) ?? scope.invalid(template);
      [read, done] = [read + valueOfBraced(braced, scope, depth), braced.end];
    } else if (name !== undefined) {
      [read, done] = [read + valueOrBlank(name, scope), at + 1 + name.length];
    } else {
      [read, done] = [`${read}$`, at + 1];
    }
  }
  return read + template.slice(done);
}

interface Braced {
  name: string;
  /** An empty value counts as none. */
  colon: boolean;
  operator: string | undefined;
  right: string;
  /** Behind the closing brace. */
  end: number;
}

/** What stands in braces, which begin at `open`; it ends on its line. Undefined when it is none of the forms. */
function readBraced(text: string, open: number): Braced | undefined {
  opening.lastIndex = open;
  const [whole, name, colon, operator] = opening.exec(text) ?? [];
  if (whole === undefined || name === undefined) return undefined;
  const right = open + whole.length;
  if (operator === undefined) {
    return text[right] === '}' ? { name, colon: false, operator, right: '', end: right + 1 } : undefined;
  }
  const end = closingBrace(text, open, right);
  return end < right
    ? undefined
    : { name, colon: colon === ':', operator, right: text.slice(right, end), end: end + 1 };
}

/** The brace that closes the one at `open`; where the line has none, its last brace at or after `from`, or -1. */
function closingBrace(text: string, open: number, from: number): number {
  let depth = 0;
  let last = -1;
  // Compose passes over what follows a brace: {{ counts once
  let passOver = false;
  for (let at = open; at < text.length && text[at] !== '\n'; at++) {
    if (text[at] === '}' && at >= from) last = at;
    if (passOver) passOver = false;
    else if (text[at] === '}' && --depth === 0) break;
    else if (text[at] === '{') [depth, passOver] = [depth + 1, true];
  }
  return last;
}

function valueOrBlank(name: string, scope: Scope): string {
  const value = scope.lookup(name);
  if (value === undefined) scope.unset(name);
  return value ?? '';
}

function valueOfBraced({ name, colon, operator, right }: Braced, scope: Scope, depth: number): string {
  if (operator === undefined) return valueOrBlank(name, scope);
  const other = substitute(right, scope, depth + 1);
  const value = scope.lookup(name);
  const given = value !== undefined && (!colon || value !== '');
  if (operator === '+') return given ? other : '';
  if (given) return value;
  if (operator === '-') return other;
  return scope.required(`required variable ${name} is missing a value${other && `: ${other}`}`);
}

/** A variable as a template wants it. */
export interface Variable {
  name: string;
  /** There is an error where it has no value. */
  required: boolean;
  /** What stands instead of it where it has no value; as it is written. */
  fallback: string;
  /** What stands instead of it where it has a value. */
  alternate: string;
}

/** The variables of a template, and of what stands on their right sides. */
export function variablesOf(template: string): Variable[] {
  const found: Variable[] = [];
  let done = 0;
  for (let at = template.indexOf('$'); at >= 0; at = template.indexOf('$', done)) {
    named.lastIndex = at + 1;
    const name = named.exec(template)?.[0];
    const braced = template[at + 1] === '{' ? readBraced(template, at + 1) : undefined;
    done = braced?.end ?? at + (template[at + 1] === '$' ? 2 : 1);
    if (name !== undefined) found.push({ name, required: false, fallback: '', alternate: '' });
    if (!braced) continue;
    const { operator, right } = braced;
    found.push({
      name: braced.name,
      required: operator === '?',
      fallback: operator === '-' ? right : '',
      alternate: operator === '+' ? right : '',
    });
    if (operator !== '?') found.push(...variablesOf(right));
  }
  return found;
}
