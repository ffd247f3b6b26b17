import type { Project } from '../compose/index.ts';
import type { Hook, Network, Service, Volume } from '../schema/index.ts';
import type { Limits } from './limits.ts';

/** What one container should be: resolved, still in Compose's own keys. */
export interface Spec {
  project: string;
  service: string;
  number: number;
  /** The container's name: `PROJECT-SERVICE-NUMBER` unless `container_name` says otherwise. */
  name: string;
  /** The service with all that placement decides put in: environment without nulls, aliases, docker's names of volumes and networks. */
  config: Service;
  /** Link variables: `redis_ip` and its family. Passed by `-e`, in plain sight. */
  links: Record<string, string>;
  /** Names of services on other ships and their addresses, for `--add-host`. */
  hosts: Record<string, string>;
  /** Names of environment variables whose value came from outside the file; one of a hook as `post_start.0.NAME`. */
  masked: string[];
  /** What the container is given of the laptop; none where there is nothing. */
  files?: SpecFile[];
  hash: string;
}

/** Content of the laptop, as a container is given it. */
export interface SpecFile {
  /**
   * `mount`: from a copy on the ship, which is named by its content. `keep`: from a folder that is the ship's own as soon
   * as it is there. `copy`: into the container before it starts. `build`: the context that its image is built from.
   */
  by: 'mount' | 'keep' | 'copy' | 'build';
  /** For people: `configs.app`, `secrets.token`; of a mount its path in the project's folder, `./conf`. */
  name: string;
  /** Where it is in the container. */
  target: string;
  /** SHA-256 of the content, in hex; empty for what is kept. */
  digest: string;
  bytes: number;
  /** What a ship knows it by; of what is kept its path in the project's folder. */
  id: string;
  /** Of a config or a secret. */
  access?: { mode: number; uid: number; gid: number };
}

/** Commands that run in a container at one point of its life. */
export interface Hooks {
  key: 'post_start' | 'pre_stop';
  list: Hook[];
  /** Variables whose value came from outside the file: `0.NAME` of the first. */
  masked: string[];
}

/** What of a container is not in its hash, yet is written on it as labels. */
export interface Stamp {
  ship: string;
  deploy: string;
  directory: string;
  files: string[];
  /** Where the ship keeps what belongs to the project; absolute. */
  store: string;
  /** Compowarm's own. */
  version: string;
}

/** One docker command. `argv` starts after docker's own name; `env` goes down its standard input as an env-file. */
export interface Command {
  argv: string[];
  env?: Record<string, string>;
  /** What goes down its standard input as one tar instead. */
  files?: SpecFile[];
  /** The same, of what is on the ship: paths of packed parts. */
  parts?: string[];
  /** Variables that docker has in its own environment. */
  exported?: Record<string, string>;
  /** Names in `env` and `exported` that are shown as `"$NAME"`. */
  masked?: string[];
}

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

export function isReachable(observed: Observed): observed is Observation {
  return !('unreachable' in observed);
}

export function isUnreachable(observed: Observed): observed is Unreachable {
  return 'unreachable' in observed;
}
