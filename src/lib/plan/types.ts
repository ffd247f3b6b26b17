import type { Network, Service, Volume } from '../compose/index.ts';
import type { Container, DeployRecord, Hooks, Spec, SpecFile, Updatable } from '../docker/index.ts';
import type { UpdateOrder } from './update-order.ts';

/** `SERVICE-NUMBER`. */
export type Replica = string;

export interface Placed {
  service: string;
  number: number;
  ship: string;
  /** Why it is there, for people: `all on .83: db publishes no port`. */
  why: string;
}

/** In the order of the file, then of the numbers. */
export type Placement = Map<Replica, Placed>;

/** One field that differs, in Compose's words. */
export interface Change {
  field: string;
  old?: string;
  new?: string;
}

/** A name that meant this ID when the plan was made. */
export interface Meaning {
  kind: 'image' | 'container';
  name: string;
  id: string;
}

interface Stopping {
  /** Seconds that the container has to end by itself; without it, what it was made with. */
  grace?: number;
}

/** A container of the project in a network, and how it joined where that is known. */
export interface Member {
  container: string;
  as: Service['networks'][string];
}

/** One container in the place of another. */
export interface Replacement extends Stopping {
  spec: Spec;
  old: Container;
  run: boolean;
  /** Anonymous volumes of the old container, docker's name and where they are mounted. */
  keep: { name: string; target: string }[];
  /** What runs in the old container before it stops. */
  hooks?: Hooks;
  order: UpdateOrder['order'];
  /** Why the new container does not start first, for people. */
  forbids?: string;
  /** What the old container was made from, where its names can be taken from it while it runs. */
  was?: Spec;
  /** Seconds that the new container has to run where it has no healthcheck. */
  monitor: number;
  /** Seconds before it begins, after the batch before it. */
  delay?: number;
  /** How many new containers that were no good are kept of the service, and whether there are too many. */
  keepFailed: number;
  tooManyFailed?: true;
  /** The old container stays, stopped, until it is removed or comes back. */
  retains?: true;
}

/** Whether too many of some steps have not ended well. */
export interface Tolerance {
  /** So many may. */
  failures: number;
  of: string[];
}

/** What comes of a replacement when all of a service are done with. */
export interface Sequel {
  own: string;
  all: Tolerance;
}

interface Wait {
  container: string;
  /** Seconds after which it has failed. */
  limit?: number;
}

interface Common {
  id: string;
  ship: string;
  /** Steps that must have ended well before this one begins. */
  after: string[];
  /** Steps that must have ended, well or not. */
  behind?: string[];
  /** It is skipped where more than these fail. */
  tolerates?: Tolerance;
  /** Refreshes, one of which has to have made a container anew, and one that must not have; else it is dropped. */
  follows?: { any: string[]; unless?: string };
  /** What it is about, for people: `redis-1`, `network demo_default`. */
  subject: string;
  why: string;
  changes: Change[];
}

export type Step = Common &
  /** `olderThan`: only where the ship has had the image since before then, in seconds since 1970. */
  (
    | { kind: 'pull'; image: string; platform?: string; olderThan?: number }
    | { kind: 'network'; key: string; network: Network }
    /** Makes a network anew, its members out of it meanwhile; where it can't be made, `former` is there again with them. */
    | { kind: 'renew'; key: string; network: Network; former?: Network; members: Member[] }
    | { kind: 'volume'; key: string; volume: Volume }
    /** Builds an image from a context of the laptop, which it brings, or from one that docker fetches. */
    | { kind: 'build'; service: string; image: string; build: NonNullable<Service['build']>; file?: SpecFile }
    /** Gives an image of the ship this name; pulls it by `digest` first, where that is said. */
    | { kind: 'tag'; image: string; imageId: string; digest?: string }
    /** Brings content of the laptop. */
    | { kind: 'bring'; file: SpecFile }
    /** Removes what was brought and no container mounts any more, by its ids. */
    | { kind: 'tidy'; ids: string[] }
    /** `run: false` makes the container without starting it. */
    | { kind: 'create'; spec: Spec; run: boolean }
    /** Changes these keys of a container that stays. */
    | { kind: 'update'; spec: Spec; container: string; keys: Updatable[] }
    /** `hooks`, here and below: what runs in it when it has started, or before it stops. */
    | { kind: 'start'; container: string; hooks?: Hooks }
    /** Waits until the container is healthy. */
    | ({ kind: 'wait'; optional?: true } & Wait)
    /** Waits until the container has ended well. `optional`, here and above: nothing hangs on it. */
    | ({ kind: 'complete'; optional?: true } & Wait)
    /** Waits until the container runs, and is healthy where it has a healthcheck, or has ended well. */
    | ({ kind: 'ready' } & Wait)
    | ({ kind: 'replace' } & Replacement)
    /** Replaces unless all of `unless` mean what they did; then it only starts what should run and does not. */
    | ({ kind: 'refresh'; unless: Meaning[] } & Replacement)
    /** Removes the old container of a replacement, for which all went well. */
    | { kind: 'retire'; sequel: Sequel; container: string }
    /** Puts the old container of a replacement back, where too many went wrong. */
    | { kind: 'revert'; sequel: Sequel; replaced: Replacement }
    | ({ kind: 'stop'; container: string; hooks?: Hooks } & Stopping)
    /** Stops a container if it runs, and starts it. `started`: what runs in it then. */
    | ({ kind: 'restart'; container: string; hooks?: Hooks; started?: Hooks } & Stopping)
    /** Sends a signal, KILL unless given. */
    | { kind: 'kill'; container: string; signal?: string }
    | { kind: 'pause'; container: string }
    | { kind: 'unpause'; container: string }
    /** `data`: a folder that came from a laptop and is the ship's own. */
    | { kind: 'remove'; target: 'container' | 'network' | 'volume' | 'image' | 'data'; name: string }
    /** Removes the records of deploys, as the ship calls them: `GENERATION-DEPLOY`. */
    | { kind: 'forget'; deploys: string[] }
    | { kind: 'record'; record: DeployRecord | null; phase: 'intent' | 'outcome' }
  );

export interface Unknown {
  replica: Replica;
  ship: string;
  why: string;
}

export interface Plan {
  project: string;
  deploy: string;
  steps: Step[];
  /** Replicas that are as they should be. */
  unchanged: Replica[];
  /** Every replica that has a place, in the file's order. */
  places: { replica: Replica; ship: string; why: string }[];
  /** Containers that `docker compose` made and that are the project's from now on, as they are; none where there are none. */
  adopted?: { replica: Replica; ship: string }[];
  /** What silent ships hold by the record: nothing is done about it. */
  unknown: Unknown[];
  /** What loses data, moves a running service or removes orphans: wants a yes. */
  risky: string[];
  warnings: string[];
}
