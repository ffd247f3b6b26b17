import type { Position } from '../problem.ts';
import type { Config, Model, Network, Secret, Service, Volume } from '../schema/index.ts';

export type { Config, Model, Network, Position, Secret, Service, Volume };

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

/** What a service that names files of pairs says itself: they are read into `environment` and `labels`. */
export interface Pairs {
  /** Without what its files say. */
  environment: Service['environment'];
  /** Absolute paths; one that need not be there is a map. */
  env_file: (string | { path: string; required: false; format?: 'raw' })[];
  label_file: string[];
}

/** What a config or a secret is made from. */
export interface Text extends Content {
  /** It is a folder with all that is in it. */
  folder?: true;
}

/** All content of this machine that containers are given. */
export interface Contents {
  /** By their keys at the top level. */
  configs: Readonly<Record<string, Text>>;
  secrets: Readonly<Record<string, Text>>;
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
  /** The profiles of each service that is off because none of them is on. */
  disabled: Readonly<Record<string, readonly string[]>>;
  /** By service, of those that name such files. */
  pairs: Readonly<Record<string, Pairs>>;
  networks: Record<string, Network>;
  volumes: Record<string, Volume>;
  configs: Record<string, Config>;
  secrets: Record<string, Secret>;
  models: Record<string, Model>;
  /** The top level's `x-` keys, but for `x-ships`. */
  extensions: Record<string, unknown>;
  ships: Ship[];
  /** Folder and files, for Compose's labels; never part of a hash. */
  directory: string;
  files: string[];
  /** The position of a value, or of its nearest ancestor that has one. */
  where(path: Path): Position | undefined;
  /** `pathKey` of each path whose value came, in any part, from outside the file. */
  masked: ReadonlySet<string>;
  /** `pathKey` of each mount and each volume of what was written as a path of this machine: relative, or with `~`. */
  local: ReadonlySet<string>;
  /** The value of a variable of this shell or of `.env`, or of the included file in which a value stands. */
  lookup(name: string, path?: Path): string | undefined;
  /** What was read of this machine for its containers, by verbs that plan. */
  contents?: Contents;
  warnings: string[];
}

/** One string for a path, for sets and maps. */
export function pathKey(path: Path): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
