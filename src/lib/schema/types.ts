export interface Port {
  mode: 'ingress' | 'host';
  host_ip?: string;
  target: number;
  /** A number or a range (`8000-8010`), as text; absent where docker picks the port. */
  published?: string;
  protocol: 'tcp' | 'udp' | 'sctp';
}

export interface VolumeMount {
  type: 'volume' | 'bind';
  /** Key under the top-level `volumes` or an absolute path of the ship; absent for an anonymous volume. */
  source?: string;
  target: string;
  read_only?: boolean;
}

export interface NetworkAttachment {
  aliases?: string[];
}

export interface Dependency {
  condition: 'service_started' | 'service_healthy';
  required: boolean;
  restart?: boolean;
}

export interface Healthcheck {
  /** `['CMD-SHELL', text]`, `['CMD', word, ...]` or `['NONE']`. */
  test?: string[];
  interval?: string;
  timeout?: string;
  retries?: number;
  start_period?: string;
  start_interval?: string;
  disable?: boolean;
}

/** One service in Compose's canonical form: the keys and values that `docker compose config --format json` prints. */
export interface Service {
  image: string;
  command: string[] | null;
  entrypoint: string[] | null;
  environment: Record<string, string | null>;
  ports: Port[];
  expose: string[];
  /** `redis` or `redis:cache`. */
  links: string[];
  depends_on: Record<string, Dependency>;
  volumes: VolumeMount[];
  networks: Record<string, NetworkAttachment | null>;
  labels: Record<string, string>;
  healthcheck?: Healthcheck;
  restart?: string;
  stop_grace_period?: string;
  stop_signal?: string;
  hostname?: string;
  user?: string;
  working_dir?: string;
  container_name?: string;
  deploy?: { replicas?: number };
  /** Names of the ships that the service may use; absent: all of them. */
  ships?: string[];
}

/** How a value may be written in the file. Positions and messages come from walking a shape beside the value. */
export type Shape =
  /** `scalar`: text, a number, true, false or nothing. */
  | { kind: 'string' | 'boolean' | 'null' | 'duration' | 'scalar' }
  | { kind: 'integer'; min?: number; max?: number }
  | { kind: 'enum'; values: readonly string[] }
  | { kind: 'list'; of: Shape; says: string }
  | { kind: 'map'; of: Shape; says: string }
  | { kind: 'object'; keys: Readonly<Record<string, Shape>>; required?: readonly string[]; says: string }
  /** `says` names the alternatives for people: `a list of ports or a map`. */
  | { kind: 'either'; of: readonly Shape[]; says: string }
  /** Known to Compose, refused here: with the reason and what to write instead. */
  | { kind: 'refused'; why?: string; remedy: string };

/** How a later file's value goes over an earlier one's. */
export type Merge =
  /** Maps recurse (under `keys` where named), lists append, scalars replace, nothing keeps what was there. */
  | { kind: 'deep'; keys?: Readonly<Record<string, Merge>> }
  /** The later value alone. */
  | { kind: 'replace' }
  /** Lists append, and one text is a list of one. */
  | { kind: 'append' }
  /** A list of `KEY=VALUE` and a map say the same; by key. */
  | { kind: 'pairs' }
  /** A list of names is a map from each name to `value`. */
  | { kind: 'names'; value: Readonly<Record<string, string | boolean>> | null };

/** What normalising may know of the world: nothing but what was read for it beforehand. */
export interface NormaliseContext {
  shape: 'v1' | 'services';
  /** Thrown with a path below the key and what is wrong; the caller adds the position. */
  fail(path: readonly (string | number)[], what: string, remedy?: string): never;
  /** Notes where a canonical value was written, when that is another path below the key: `['KEY']` at `[2]`. */
  from(canonical: readonly (string | number)[], written: readonly (string | number)[]): void;
}

export type Key = keyof Service;

/** One key of a service: all that the project knows of it stands in its row. */
export interface Row<K extends Key = Key> {
  shape: Shape;
  merge: Merge;
  /** From what the file may say (already of the row's shape) to Compose's canonical form. */
  normalise(value: unknown, context: NormaliseContext): Service[K];
  /** What it is when the file says nothing; without this the key stays away. */
  absent?(): Service[K];
  /** The words of `docker run` and `docker create` that say it; what no flag says (image, command, depends_on) has none. */
  flags?(value: NonNullable<Service[K]>): string[];
  /** A different value makes another container. */
  hashed: boolean;
  /** One line for the reference. */
  doc: string;
}
