import type { Position } from '../problem.ts';
import type { Service } from '../schema/index.ts';

export type { Position, Service };

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

/** Keys and values as `docker compose config --format json` prints them, as everywhere in a project. */
export interface Network {
  /** Docker's name for it: `PROJECT_default`. */
  name: string;
  driver?: string;
  driver_opts?: Record<string, string>;
  /** Compose prints one always. */
  ipam?: { driver?: string; config?: IpamPool[] };
  /** It is there already, and not the project's to make or remove. */
  external?: boolean;
  internal?: boolean;
  attachable?: boolean;
  labels?: Record<string, string>;
  enable_ipv4?: boolean;
  enable_ipv6?: boolean;
}

export interface IpamPool {
  subnet?: string;
  gateway?: string;
  ip_range?: string;
  aux_addresses?: Record<string, string>;
}

export interface Volume {
  /** Docker's name for it: `PROJECT_data`. */
  name: string;
  driver?: string;
  driver_opts?: Record<string, string>;
  external?: boolean;
  labels?: Record<string, string>;
}

/** What a file in a container is made from; one of file, environment, content, external. */
export interface Secret {
  /** `PROJECT_KEY`. */
  name: string;
  /** An absolute path of this machine. */
  file?: string;
  /** The name of a variable of this shell or of `.env`. */
  environment?: string;
  external?: boolean;
  labels?: Record<string, string>;
  driver?: string;
  driver_opts?: Record<string, string>;
  template_driver?: string;
}

export interface Config extends Secret {
  content?: string;
}

export interface Model {
  name?: string;
  model?: string;
  context_size?: number;
  runtime_flags?: string[];
}

/** Content of this machine that containers are given, as a plan knows it. */
export interface Content {
  /** SHA-256, in hex. */
  digest: string;
  bytes: number;
}

/** A mount whose source is a path of this machine, and what is there. */
export interface LocalMount extends Content {
  /** From the project's folder: `./conf`. */
  source: string;
  /** A folder that containers write to: made once on a ship, and the ship's data from then on. It has no digest. */
  keep: boolean;
}

/** All content of this machine that containers are given. */
export interface Contents {
  /** By their keys at the top level. */
  configs: Readonly<Record<string, Content>>;
  secrets: Readonly<Record<string, Content>>;
  /** By the `pathKey` of the mount: `/services/web/volumes/0`. */
  mounts: Readonly<Record<string, LocalMount>>;
}

/** What the file says, whole and canonical. Pure data but for `where` and `lookup`. */
export interface Project {
  name: string;
  /** The legacy shape has its services at the top level; who may be apart depends on it. */
  shape: 'v1' | 'services';
  /** In the file's order. */
  services: Record<string, Service>;
  networks: Record<string, Network>;
  volumes: Record<string, Volume>;
  configs?: Record<string, Config>;
  secrets?: Record<string, Secret>;
  models?: Record<string, Model>;
  /** The top level's `x-` keys, but for `x-ships`. */
  extensions?: Record<string, unknown>;
  ships: Ship[];
  /** Folder and files, for Compose's labels; never part of a hash. */
  directory: string;
  files: string[];
  /** The position of a value, or of its nearest ancestor that has one. */
  where(path: Path): Position | undefined;
  /** `pathKey` of each path whose value came, in any part, from outside the file. */
  masked: ReadonlySet<string>;
  /** `pathKey` of each mount whose source was written as a path of this machine: relative, or with `~`. */
  local: ReadonlySet<string>;
  /** The value of a variable of this shell or of `.env`. */
  lookup(name: string): string | undefined;
  /** What was read of this machine for its containers, by verbs that plan. */
  contents?: Contents;
  warnings: string[];
}

/** One string for a path, for sets and maps. */
export function pathKey(path: Path): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
