import type { Project } from '../compose/index.ts';
import type { Network, Volume } from '../schema/index.ts';
import type { Spec } from './types.ts';

/** What the last deploy left on every ship: plain data, written as JSON. */
export interface DeployRecord {
  version: 1;
  project: string;
  generation: number;
  deploy: string;
  /** `begun` until the deploy has ended. */
  outcome: 'begun' | 'done' | 'failed';
  ships: {
    name: string;
    host: string;
    user?: string;
    port?: number;
    docker: string[];
    address: string;
    engine: string;
  }[];
  /** Replica (`web-1`) -> name of its ship. */
  placement: Record<string, string>;
  /** Replica -> spec. */
  specs: Record<string, Spec>;
  /** Ship -> the project's data on it: docker's names of volumes, and folders that are the ship's own, `./data`. */
  volumes: Record<string, string[]>;
  /** What the file said of the project's networks and volumes when they were made, by docker's names. */
  definitions?: { networks: Record<string, Network>; volumes: Record<string, Volume> };
  who: string;
  /** ISO 8601. */
  when: string;
  /** What the person said, where that is not start: `down`, `rollback to 1a2b3c4d`. */
  verb?: string;
  /** The Compose files, from the project's folder. This and what follows are not in records of older versions. */
  files?: string[];
  /** What was planned. */
  source?: Source;
  /** Content that containers are given, by the ids that ships know it by, and the last generation that gave it. */
  contents?: Record<string, number>;
  /** Replica -> its image. */
  images?: Record<string, UsedImage>;
  /** What the deploy did, once it has ended. */
  changed?: Deed[];
  /** Ship -> what was left with it by `failover` while it was silent. */
  left?: Record<string, Left>;
}

/** What a ship held when it was left. */
export interface Left {
  /** The generation that left it. */
  generation: number;
  /** Replicas that were placed anew, and that nobody has seen to be gone from there. */
  replicas: string[];
  /** Data that was given up, and that nobody has seen to be gone. */
  volumes: string[];
}

/** What a plan needs of a project and the record does not say elsewhere. */
export interface Source extends Pick<Project, 'shape' | 'services' | 'disabled' | 'networks' | 'volumes' | 'contents'> {
  masked: string[];
  local: string[];
}

/** What a container was made from. */
export interface UsedImage {
  id: string;
  /** Where it can be pulled from again: `redis@sha256:...`. */
  digest?: string;
  /** Where the container has volumes that docker named; none where there are none. */
  volumes?: string[];
}

/** What came of a step. */
export interface Deed {
  kind: string;
  ship: string;
  subject: string;
  /** Of a removal: `container`, `network`. */
  target?: string;
  end: 'done' | 'failed' | 'skipped' | 'unknown';
}
