import { Problem } from '../problem.ts';
import type { Warn } from './interpolate.ts';
import { locate, type Scalar, type ScalarNode } from './node.ts';
import type { Path } from './types.ts';

/** What becomes of a text: undefined where it is none. */
type Cast = { name: string; read(text: string): Scalar | undefined };

/** Where texts are cast, as a tree of keys; `*` is any key, and any item of a list. */
export interface Casts {
  to?: Cast;
  below: Map<string, Casts>;
}

const words = new Map([
  ...['true', 'y', 'yes', 'on'].map((word) => [word, true] as const),
  ...['false', 'n', 'no', 'off'].map((word) => [word, false] as const),
]);
const boolean: Cast = { name: 'boolean', read: (text) => words.get(text.toLowerCase()) };
const integer: Cast = { name: 'integer', read: (text) => numberLike(text, /^[-+]?\d+$/) };
const number: Cast = { name: 'number', read: (text) => numberLike(text, /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i) };

function numberLike(text: string, like: RegExp): number | undefined {
  const value = like.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value)) ? value : undefined;
}

/** Where Compose makes a number, true or false of a text, which a variable always is. */
export const casts: Casts = treeOf([
  [boolean, 'services.*', 'init oom_kill_disable privileged read_only stdin_open tty healthcheck.disable'],
  [boolean, 'services.*', 'volumes.*.read_only volumes.*.volume.nocopy'],
  [integer, 'services.*', 'cpu_count cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares'],
  [integer, 'services.*', 'healthcheck.retries oom_score_adj pids_limit scale ports.*.target'],
  [integer, 'services.*', 'ulimits.* ulimits.*.hard ulimits.*.soft'],
  [integer, 'services.*.deploy', 'replicas restart_policy.max_attempts placement.max_replicas_per_node'],
  [integer, 'services.*.deploy', 'update_config.parallelism rollback_config.parallelism'],
  [number, 'services.*', 'cpu_percent cpus'],
  [number, 'services.*.deploy', 'update_config.max_failure_ratio rollback_config.max_failure_ratio'],
  [boolean, 'networks.*', 'external internal attachable enable_ipv4 enable_ipv6'],
  [boolean, 'volumes.*', 'external'],
  [boolean, 'secrets.*', 'external'],
  [boolean, 'configs.*', 'external'],
]);

function treeOf(rows: readonly (readonly [Cast, string, string])[]): Casts {
  const root: Casts = { below: new Map() };
  for (const [to, above, keys] of rows) {
    for (const key of keys.split(' ')) placeAt(root, `${above}.${key}`.split('.')).to = to;
  }
  return root;
}

function placeAt(root: Casts, path: readonly string[]): Casts {
  return path.reduce((place: Casts, key) => {
    const next = place.below.get(key) ?? { below: new Map() };
    place.below.set(key, next);
    return next;
  }, root);
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
