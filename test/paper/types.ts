/** How containers of an image behave; nothing given means: runs until it is stopped. */
export interface Behaviour {
  /** Exit code with which it ends by itself: at once, or after `after` inspections. */
  exits?: number;
  after?: number;
  /** Exit code of what `docker exec` runs in it; 0 unless given. */
  execs?: number;
  /** What it prints when it starts. */
  logs?: string[];
  /** The image declares a healthcheck, and is healthy after so many inspections that still say `starting`. */
  healthyAfter?: number;
  /** The image declares a healthcheck that never passes. */
  unhealthy?: boolean;
  /** What each run of its healthcheck prints. */
  checks?: string;
  /** Exit code when it is asked to stop; 0 unless given. */
  stops?: number;
  /** What its VOLUME, EXPOSE, CMD, ENTRYPOINT, ENV, LABEL, USER and WORKDIR say. */
  volumes?: string[];
  expose?: string[];
  cmd?: string[];
  entrypoint?: string[];
  env?: string[];
  labels?: Record<string, string>;
  user?: string;
  workdir?: string;
}

export interface PaperImage {
  id: string;
  /** `redis:latest`; none when the tag has moved on to another image. */
  tags: string[];
  /** `redis@sha256:...`, for what was pulled. */
  digests: string[];
  created: number;
  size: number;
  behaviour: Behaviour;
}

export interface PaperPort {
  ip: string;
  /** 0 until a port has been dealt. */
  published: number;
  /** The last of several that will do, where a range was given for one container port. */
  until?: number;
  target: number;
  protocol: string;
}

export interface PaperMount {
  type: 'volume' | 'bind' | 'tmpfs';
  name?: string;
  source: string;
  target: string;
  writable: boolean;
  /** Written by `-v` (else by `--mount`); docker reports the two in different places. */
  bind?: string;
  anonymous: boolean;
}

export interface PaperAttachment {
  network: string;
  aliases: string[];
  ip: string;
}

export interface Healthcheck {
  Test: string[];
  Interval?: number;
  Timeout?: number;
  StartPeriod?: number;
  Retries?: number;
}

export type Status = 'created' | 'running' | 'paused' | 'restarting' | 'exited';

export interface PaperContainer {
  id: string;
  name: string;
  created: number;
  /** The image as it was asked for. */
  image: string;
  imageId: string;
  behaviour: Behaviour;
  /** Every flag that it was created with, by its long name. */
  flags: Record<string, string[]>;
  entrypoint: string[];
  cmd: string[];
  env: string[];
  labels: Record<string, string>;
  healthcheck?: Healthcheck;
  mounts: PaperMount[];
  exposed: string[];
  bindings: PaperPort[];
  /** The bindings in force, while it runs. */
  published: PaperPort[];
  networkMode: string;
  networks: PaperAttachment[];
  restart: { name: string; max: number };
  status: Status;
  exitCode: number;
  error: string;
  startedAt?: number;
  finishedAt?: number;
  restartCount: number;
  /** How often it has been inspected since it was started. */
  inspections: number;
  logs: string[];
  /** What `docker cp -` brought: the folder and the tar, byte for byte. */
  copied: { path: string; tar: Buffer }[];
}

export interface PaperNetwork {
  id: string;
  name: string;
  driver: string;
  labels: Record<string, string>;
  created: number;
  internal: boolean;
  attachable: boolean;
  options: Record<string, string>;
}

export interface PaperVolume {
  name: string;
  driver: string;
  labels: Record<string, string>;
  created: number;
  anonymous: boolean;
}

/** What one docker command answered. */
export interface Reply {
  code: number;
  out: string;
  err: string;
}

/** What one docker command was given besides its words. */
export interface Given {
  argv: string[];
  /** Standard input, where the command reads it: text, or bytes for `docker cp -`. */
  stdin: Buffer;
  /** The values of the variables that `-e KEY` takes from docker's own environment. */
  env: Record<string, string>;
}

/** The state of one engine, all of it plain and writable, and the few functions that tests set scenes with. */
export interface PaperEngine {
  id: string;
  version: string;
  arch: string;
  os: string;
  memory: number;
  cpus: number;
  name: string;
  /** Milliseconds; tests may put their own clock here. */
  now: () => number;
  images: PaperImage[];
  containers: PaperContainer[];
  networks: PaperNetwork[];
  volumes: PaperVolume[];
  /** Images that can be pulled, by `name:tag`. */
  registry: Map<string, PaperImage>;
  /** Host ports that something other than docker listens on: `8080/tcp`. */
  taken: Set<string>;
  /** The argv of every docker command so far, without docker's own name. */
  calls: string[][];
  /** Asked before every command: a reply stands in for the command's own, and a promise holds the command back. */
  intercept?: (given: Given) => Reply | undefined | Promise<Reply | undefined>;
  /** Puts an image on the ship under this name (`redis`, `flask:broken`), and says its ID. */
  image(name: string, behaviour?: Behaviour): string;
  /** Puts an image into the registry under this name, and says its ID. */
  offer(name: string, behaviour?: Behaviour): string;
  /** The container of this name; throws when there is none. */
  container(name: string): PaperContainer;
  /** Lets a running container end, as if its process had. */
  exit(name: string, code: number): void;
}

/** What goes wrong on a ship; all of it may be changed while the ship is up, for what begins after that. */
export interface Faults {
  /** No key is good enough. */
  refuseAuth: boolean;
  /** Not a byte passes any more, on old connections or new, and none is closed. */
  silent: boolean;
  /** There is no docker on the PATH. */
  noDocker: boolean;
  /** The user may not talk to the daemon. */
  denied: boolean;
  /** The daemon is not running. */
  stopped: boolean;
  /** Cuts each connection after so many bytes from the client, so many bytes of its input that a shell has been given,
   * or so many lines of output that begin with `@`. */
  dropAfter?: { bytes?: number; stdin?: number; frames?: number };
  /** Round trip time, in milliseconds. Connecting takes one more, as TCP does. */
  rttMs: number;
}

export interface Counts {
  connections: number;
  execs: number;
  /** As they came over the wire, encrypted. */
  bytesIn: number;
  /** Trips to the ship and back, connecting included and TCP's own not. Exact with a latency that is well above the
   * time that a client thinks; without latency, a ceiling. */
  roundTrips: number;
}
