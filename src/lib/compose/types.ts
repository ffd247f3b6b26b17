import type { Position } from '../problem.ts';

export type { Position };

/** A Docker host that SSH reaches. `host` is what the laptop dials, `address` what other containers are given. */
export interface Ship {
  name: string;
  host: string;
  user?: string;
  port?: number;
  address?: string;
  labels: Record<string, string>;
  /** The words that call docker there: `['docker']`, `['sudo', '-n', 'docker']`. */
  docker: string[];
}

/** Where a value stands in the merged file: `['services', 'web', 'ports', 0]`. */
export type Path = readonly (string | number)[];

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

export interface Network {
  /** Docker's name for it: `PROJECT_default`. */
  name: string;
  driver?: string;
}

export interface Volume {
  /** Docker's name for it: `PROJECT_data`. */
  name: string;
  driver?: string;
}

/** What the file says, whole and canonical. Pure data but for `where`. */
export interface Project {
  name: string;
  /** The legacy shape has its services at the top level; who may be apart depends on it. */
  shape: 'v1' | 'services';
  /** In the file's order. */
  services: Record<string, Service>;
  networks: Record<string, Network>;
  volumes: Record<string, Volume>;
  ships: Ship[];
  /** Folder and files, for Compose's labels; never part of a hash. */
  directory: string;
  files: string[];
  /** The position of a value, or of its nearest ancestor that has one. */
  where(path: Path): Position | undefined;
  /** `pathKey` of each path whose value came, in any part, from outside the file. */
  masked: ReadonlySet<string>;
  warnings: string[];
}

/** One string for a path, for sets and maps. */
export function pathKey(path: Path): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
