type Scope = { dot: unknown; vars: Record<string, unknown> };
type Node =
  | { text: string }
  | { action: string; column: number }
  | { kind: 'if' | 'range' | 'with'; head: string; column: number; body: Node[]; otherwise: Node[] };

/** Why Go could not fill in a template; verbs put words of their own before it. */
export class TemplateError extends Error {}

/** Go's way of JSON: no spaces, and for rows of lists `<`, `>` and `&` escaped. */
export function goJson(value: unknown, escaped = false): string {
  const json = JSON.stringify(value) ?? 'null';
  if (!escaped) return json;
  return json.replace(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`);
}

function print(value: unknown): string {
  if (value === null || value === undefined) return '<no value>';
  if (Array.isArray(value)) return `[${value.map(print).join(' ')}]`;
  if (typeof value !== 'object') return String(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${entries.map(([key, item]) => `${key}:${print(item)}`).join(' ')}]`;
}

function truthy(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (value !== null && typeof value === 'object') return Object.keys(value).length > 0;
  return Boolean(value);
}

function parse(text: string): Node[] {
  const pieces = text
    .replace(/\s*\{\{- /g, '{{')
    .replace(/ -\}\}\s*/g, '}}')
    .split(/(\{\{.*?\}\})/s);
  let column = 0;
  const read = (): { nodes: Node[]; stop: string } => {
    const nodes: Node[] = [];
    for (let piece = pieces.shift(); piece !== undefined; piece = pieces.shift()) {
      const at = column + 2;
      column += piece.length;
      if (!piece.startsWith('{{')) {
        if (piece) nodes.push({ text: piece });
        continue;
      }
      const action = piece.slice(2, -2).trim();
      if (action === 'end' || action.startsWith('else')) return { nodes, stop: action };
      const block = /^(if|range|with)\s+(.*)$/s.exec(action);
      if (!block) {
        nodes.push({ action, column: at });
        continue;
      }
      const body = read();
      const otherwise = body.stop === 'else' ? read().nodes : [];
      nodes.push({
        kind: block[1] as 'if',
        head: block[2] ?? '',
        column: at + block[0].length,
        body: body.nodes,
        otherwise,
      });
    }
    return { nodes, stop: '' };
  };
  return read().nodes;
}

function field(value: unknown, path: string, start: number): unknown {
  const keys = path.split('.').filter(Boolean);
  // Go says where the second name of a path begins
  const column = keys.length > 1 ? start + 1 + (keys[0]?.length ?? 0) : start;
  const wrong = (why: string) => new TemplateError(`template: :1:${column}: executing "" at <${path}>: ${why}`);
  return keys.reduce((inside: unknown, key, i) => {
    if (inside === null || inside === undefined) throw wrong(`nil pointer evaluating interface {}.${key}`);
    if (typeof inside !== 'object') throw wrong(`can't evaluate field ${key} in type interface {}`);
    const found = (inside as Record<string, unknown>)[key];
    const isLast = i === keys.length - 1;
    if (!(key in inside) || (found === undefined && !isLast)) throw wrong(`map has no entry for key "${key}"`);
    return found;
  }, value);
}

const FUNCTIONS: Record<string, (...args: unknown[]) => unknown> = {
  json: (value) => goJson(value),
  len: (value) => (Array.isArray(value) || typeof value === 'string' ? value.length : Object.keys(value ?? {}).length),
  index: (value, ...keys) =>
    keys.reduce((inside, key) => (inside as Record<string, unknown> | null)?.[String(key)] ?? '', value),
  eq: (one, ...others) => others.some((other) => other === one),
  ne: (one, other) => one !== other,
  not: (value) => !truthy(value),
  and: (...values) => values.find((value) => !truthy(value)) ?? values.at(-1),
  or: (...values) => values.find(truthy) ?? values.at(-1),
  join: (list, by) => (list as string[]).join(String(by)),
  lower: (text) => String(text).toLowerCase(),
  upper: (text) => String(text).toUpperCase(),
  println: (...values) => `${values.map(print).join(' ')}\n`,
};

function evaluate(expression: string, scope: Scope, column: number): unknown {
  const tokens = expression.match(/"(?:\\.|[^"])*"|`[^`]*`|[()|]|[^\s()|]+/g) ?? [];
  const operand = (token: string): unknown => {
    if (token === '(') return pipeline();
    if (/^["`]/.test(token)) return token.startsWith('"') ? JSON.parse(token) : token.slice(1, -1);
    if (/^-?\d+$/.test(token)) return Number(token);
    if (token === 'true' || token === 'false') return token === 'true';
    const [, name, path = ''] = /^(\$\w*)?(.*)$/s.exec(token) ?? [];
    return field(name ? scope.vars[name] : scope.dot, path, column);
  };
  const command = (piped: unknown[]): unknown => {
    const head = tokens.shift() ?? '';
    const call = FUNCTIONS[head];
    const value = call ?? operand(head);
    const args: unknown[] = [];
    for (let token = tokens[0]; token && token !== '|' && token !== ')'; token = tokens[0]) {
      tokens.shift();
      args.push(operand(token));
    }
    return typeof value === 'function' ? value(...args, ...piped) : value;
  };
  const pipeline = (): unknown => {
    let value = command([]);
    while (tokens[0] === '|') {
      tokens.shift();
      value = command([value]);
    }
    if (tokens[0] === ')') tokens.shift();
    return value;
  };
  return pipeline();
}

function range(node: Extract<Node, { kind: string }>, scope: Scope): string {
  const [, names = '', expression = node.head] = /^(\$.*?):=(.*)$/s.exec(node.head) ?? [];
  const over = evaluate(expression, scope, node.column);
  const entries = Array.isArray(over)
    ? [...over.entries()]
    : Object.entries(over ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return run(node.otherwise, scope);
  const [first, second] = names.split(',').map((name) => name.trim());
  return entries
    .map(([key, dot]) => {
      const own = second ? { [first ?? '']: key, [second]: dot } : first ? { [first]: dot } : {};
      return run(node.body, { dot, vars: Object.assign(Object.create(scope.vars), own) });
    })
    .join('');
}

/** `$name := value` declares a variable, `$name = value` changes the one that is there; both print nothing. */
function assign(action: string, scope: Scope, column: number): boolean {
  const [, name, colon, expression] = /^(\$\w+)\s*(:?)=\s*(.*)$/s.exec(action) ?? [];
  if (name === undefined || expression === undefined) return false;
  let { vars } = scope;
  while (!colon && !Object.hasOwn(vars, name)) vars = Object.getPrototypeOf(vars);
  vars[name] = evaluate(expression, scope, column);
  return true;
}

function run(nodes: Node[], scope: Scope): string {
  return nodes
    .map((node) => {
      if ('text' in node) return node.text;
      if ('action' in node) {
        return assign(node.action, scope, node.column) ? '' : print(evaluate(node.action, scope, node.column));
      }
      if (node.kind === 'range') return range(node, scope);
      const value = evaluate(node.head, scope, node.column);
      if (!truthy(value)) return run(node.otherwise, scope);
      return run(node.body, node.kind === 'with' ? { ...scope, dot: value } : scope);
    })
    .join('');
}

/** Renders one value by a Go template, as far as docker's formats are commonly written. Throws docker's words. */
export function render(template: string, value: unknown): string {
  return run(parse(template), { dot: value, vars: { $: value } });
}
