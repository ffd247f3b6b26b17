import type { DeployRecord } from './deploy-record.ts';
import type { Limits } from './limits.ts';

export interface Engine {
  id: string;
  version: string;
  arch: string;
  os: string;
  /** Bytes. */
  memory: number;
  cpus: number;
  hostname: string;
  /** Those that the daemon was given. */
  labels: Record<string, string>;
  /** The Swarm that it is joined in. */
  swarm?: Swarm;
}

/** An engine's part in a Swarm. */
export interface Swarm {
  node: string;
  role: 'manager' | 'worker';
  /** The nodes that manage it: of two engines in one Swarm, each knows one that the other knows. */
  managers: string[];
}

export interface PublishedPort {
  ip: string;
  published: number;
  target: number;
  protocol: string;
}

export interface Mounted {
  type: string;
  /** The volume's name, for a volume. */
  name?: string;
  source: string;
  target: string;
  writable: boolean;
}

export type ContainerState = 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead';

/** One container of the project, from `docker inspect`. */
export interface Container {
  id: string;
  name: string;
  /** The name that the container was made from, and the ID of the image that it was then. */
  image: string;
  imageId: string;
  service: string;
  number: number;
  oneoff: boolean;
  hash: string;
  labels: Record<string, string>;
  state: ContainerState;
  health?: 'starting' | 'healthy' | 'unhealthy';
  exitCode: number;
  /** As `docker update --restart` takes it: `no`, `always`, `on-failure:3`. */
  restart: string;
  /** What else of it `docker update` changes. */
  limits: Limits;
  command: string;
  /** ISO 8601. */
  createdAt: string;
  startedAt: string;
  finishedAt: string;
  ports: PublishedPort[];
  /** Those that it has besides, while it runs; absent where there are none. */
  exposed?: Pick<PublishedPort, 'target' | 'protocol'>[];
  mounts: Mounted[];
  networks: string[];
  /** IDs of the containers in whose network, IPC or processes it lives. */
  shares: string[];
}

/** A container of anyone's, from `docker ps -a`: who holds which port and name. */
export interface Neighbour {
  id: string;
  name: string;
  running: boolean;
  project: string;
  ports: PublishedPort[];
}

export interface Image {
  id: string;
  /** `redis:latest`, `host/team/app:1.2`, and the digests as `name@sha256:...`. */
  names: string[];
}

export interface Named {
  name: string;
  driver: string;
  labels: Record<string, string>;
  /** Of a volume: where its content is on the ship. */
  mountpoint?: string;
}

/** Space or numbers of a kind, all and what is left of them. */
export interface Room {
  total: number;
  free: number;
}

/** What the machine under an engine says of itself; what it does not say is absent. */
export interface Machine {
  /** Containers of the engine, whoever's they are. */
  containers?: { running: number; all: number };
  /** Processes that want to run, of the last minute. */
  load?: number;
  /** Bytes. */
  memory?: Room;
  /** Where docker keeps what it has. */
  root?: string;
  /** The file system of docker's root: bytes, and files that may be made. */
  disk?: Room;
  inodes?: Room;
  /** Milliseconds to the ship and back. */
  latency?: number;
  /** Milliseconds by which its clock is ahead of the laptop's. */
  clock?: number;
}

/** A port at which something on a ship listens, in a container or not. */
export interface Listening {
  /** Empty is all addresses. */
  ip: string;
  number: number;
  protocol: 'tcp' | 'udp';
}

/** What a deploy finds on a ship besides docker. */
export interface Gear {
  /** Commands that a deploy may want and that are not there. */
  missing: string[];
  listening: Listening[];
  /** What the login shell says before it runs a command. */
  greeting: string[];
}

/** An image in full, from `docker image inspect`. */
export interface ImageDetails {
  id: string;
  /** `redis:latest`, `host/team/app:1.2`. */
  tags: string[];
  /** `linux/arm64/v8` */
  platform: string;
  bytes: number;
  /** ISO 8601. */
  createdAt: string;
  /** When it was last given a name on the ship; ISO 8601, absent where docker does not know. */
  taggedAt?: string;
}

/** A container of some Compose project. */
export interface Member {
  project: string;
  state: string;
  /** The files that it was made from, where its labels say so. */
  files?: string[];
}

/** What runs in a container, as `docker top` shows it; or why docker would not say. */
export type Processes = { container: string } & ({ titles: string[]; rows: string[][] } | { refused: string });

/** A ship that answered, as the look found it. */
export interface Observation {
  ship: string;
  address: string;
  engine: Engine;
  containers: Container[];
  /** New containers that were no good and were kept for a look; they are none of `containers`. */
  failed: Container[];
  neighbours: Neighbour[];
  images: Image[];
  networks: Named[];
  volumes: Named[];
  /** Where the ship keeps what belongs to the project; absolute. */
  store: string;
  /** What came from laptops, by the ids that it is known by, and what a cut left half made, with a `+` behind. */
  contents: string[];
  /** Folders that came from laptops and are the ship's own, as paths of the project's folder. */
  kept: string[];
  record?: DeployRecord;
  machine?: Machine;
  gear?: Gear;
  /** Records of this deploy and of those before, newest first, where they were asked for. */
  history?: DeployRecord[];
  /** These too are there where they were asked for: the containers of all projects, the images of this one's, what runs in them. */
  members?: Member[];
  used?: ImageDetails[];
  processes?: Processes[];
}

/** A ship that did not answer, or that has no docker for us. */
export interface Unreachable {
  ship: string;
  unreachable: string;
  remedy: string;
}

export type Observed = Observation | Unreachable;

export function isReachable(observed: Observed): observed is Observation {
  return !('unreachable' in observed);
}

export function isUnreachable(observed: Observed): observed is Unreachable {
  return 'unreachable' in observed;
}
