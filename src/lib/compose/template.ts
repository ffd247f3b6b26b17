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
const braced = /^([_a-zA-Z]\w*)(?:(:?)([-?+])([\s\S]*))?$/;

/**
 * Puts values for `$NAME`, `${NAME}`, `${NAME:-default}`, `-`, `:?`, `?`, `:+`, `+`; what stands on the right side may
 * hold variables too and is read only when needed. `$$` is `$`, and a `$` before anything else is itself.
 */
export function substitute(template: string, scope: Scope): string {
  let read = '';
  let done = 0;
  for (let at = template.indexOf('$'); at >= 0; at = template.indexOf('$', done)) {
    read += template.slice(done, at);
    named.lastIndex = at + 1;
    const name = named.exec(template)?.[0];
    if (template[at + 1] === '$') {
      [read, done] = [`${read}$`, at + 2];
    } else if (template[at + 1] === '{') {
      const end = closingBrace(template, at + 1);
      if (end < 0) scope.invalid(template);
      [read, done] = [read + substituteBraced(template.slice(at + 2, end), template, scope), end + 1];
    } else if (name !== undefined) {
      [read, done] = [read + valueOrBlank(name, scope), at + 1 + name.length];
    } else {
      [read, done] = [`${read}$`, at + 1];
    }
  }
  return read + template.slice(done);
}

function closingBrace(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '{') depth++;
    if (text[at] === '}' && --depth === 0) return at;
  }
  return -1;
}

function valueOrBlank(name: string, scope: Scope): string {
  const value = scope.lookup(name);
  if (value === undefined) scope.unset(name);
  return value ?? '';
}

function substituteBraced(body: string, template: string, scope: Scope): string {
  const [, name, colon, operator, right = ''] = braced.exec(body) ?? [];
  if (name === undefined) return scope.invalid(template);
  if (operator === undefined) return valueOrBlank(name, scope);
  const value = scope.lookup(name);
  const given = value !== undefined && (colon === '' || value !== '');
  if (operator === '+') return given ? substitute(right, scope) : '';
  if (given) return value;
  if (operator === '-') return substitute(right, scope);
  const reason = substitute(right, scope);
  return scope.required(`required variable ${name} is missing a value${reason && `: ${reason}`}`);
}
