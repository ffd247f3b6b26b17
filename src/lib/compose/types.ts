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
