import type { Network, Project, Service, Ship, Volume } from '../../src/lib/compose/index.ts';
import { pathKey } from '../../src/lib/compose/index.ts';
import type { Container, DeployRecord, Mounted, Observation, Spec, Unreachable } from '../../src/lib/docker/index.ts';
import { imaginedScene, type Scene } from '../../src/lib/plan/place-model.ts';
import { Problem, type ProblemParts } from '../../src/lib/problem.ts';

type Port = Service['ports'][number];

/** `port(80)`: a number docker picks; `port(80, 8080)`: published at 8080; host_ip and protocol by `more`. */
export function port(target: number, published?: number | string, more: Partial<Port> = {}): Port {
  return {
    mode: 'ingress',
    target,
    ...(published === undefined ? {} : { published: String(published) }),
    protocol: 'tcp',
    ...more,
  };
}

/** A service on the default network, nothing published. */
export function service(parts: Partial<Service> = {}): Service {
  return {
    image: 'image',
    command: null,
    entrypoint: null,
    environment: {},
    ports: [],
    expose: [],
    links: [],
    depends_on: {},
    volumes: [],
    networks: { default: null },
    labels: {},
    ...parts,
  };
}

/** The ship's host is its name. */
export function ship(name: string, parts: Partial<Ship> = {}): Ship {
  return { name, host: name, labels: {}, docker: ['docker'], ...parts };
}

export interface ProjectParts {
  name?: string;
  shape?: Project['shape'];
  services: Record<string, Partial<Service>>;
  disabled?: Project['disabled'];
  /** Besides `default`; docker's names are `NAME_KEY` unless given. */
  networks?: Record<string, Partial<Network>>;
  volumes?: Record<string, Partial<Volume>>;
  /** Names, or whole ships. */
  ships: (string | Ship)[];
  /** Paths whose values came from outside the file. */
  masked?: (string | number)[][];
  contents?: Project['contents'];
}

/** A project `demo` in the `services:` shape. A position's text is the path that was asked for: `services.web.ports`. */
export function project(parts: ProjectParts): Project {
  const name = parts.name ?? 'demo';
  const named = (things: Record<string, Partial<Network>>): Record<string, Network> =>
    Object.fromEntries(Object.entries(things).map(([key, thing]) => [key, { name: `${name}_${key}`, ...thing }]));
  return {
    name,
    shape: parts.shape ?? 'services',
    services: Object.fromEntries(Object.entries(parts.services).map(([key, value]) => [key, service(value)])),
    disabled: parts.disabled ?? {},
    pairs: {},
    networks: named({ default: {}, ...parts.networks }),
    volumes: named(parts.volumes ?? {}),
    configs: {},
    secrets: {},
    models: {},
    extensions: {},
    ships: parts.ships.map((one) => (typeof one === 'string' ? ship(one) : one)),
    directory: '/home/me/demo',
    files: ['/home/me/demo/docker.yml'],
    where: (path) => at(path.join('.')),
    masked: new Set((parts.masked ?? []).map(pathKey)),
    local: new Set(),
    lookup: () => undefined,
    ...(parts.contents ? { contents: parts.contents } : {}),
    warnings: [],
  };
}

/** A project with the ships that its services may use, as far as the file knows. */
export function fairway(file: Project): Scene {
  return imaginedScene(file);
}

/** The position that `project().where` gives for a path: `at('services.web.ports')`. */
export function at(path: string): { file: string; line: number; column: number; text: string } {
  return { file: 'docker.yml', line: 1, column: 1, text: path };
}

/** `s1` has the address 10.0.0.1; a ship named by its address has that one. */
export function address(shipName: string): string {
  return shipName.replace(/^s(\d+)$/, '10.0.0.$1');
}

/** A ship that answered and is empty; `containers` may be parts. */
export function observation(shipName: string, parts: Partial<Observation> = {}): Observation {
  return {
    ship: shipName,
    address: address(shipName),
    engine: {
      id: `engine-${shipName}`,
      version: '28.0.0',
      arch: 'x86_64',
      os: 'linux',
      memory: 8 * 1024 ** 3,
      cpus: 4,
      hostname: shipName,
      labels: {},
    },
    containers: [],
    failed: [],
    neighbours: [],
    images: [],
    networks: [],
    volumes: [],
    store: `/root/${shipName}/demo`,
    contents: [],
    kept: [],
    ...parts,
  };
}

/** A ship that did not answer. */
export function silent(shipName: string): Unreachable {
  return { ship: shipName, unreachable: 'connection refused', remedy: 'is sshd running there?' };
}

/** A running container of the project `demo`: give at least its service. */
export function container(parts: Partial<Container> & { service: string }): Container {
  const number = parts.number ?? 1;
  const replica = `${parts.service}-${number}`;
  return {
    id: `id-${replica}`,
    name: `demo-${replica}`,
    image: 'image',
    imageId: 'sha256:image',
    number,
    oneoff: false,
    hash: 'hash',
    labels: {},
    state: 'running',
    exitCode: 0,
    restart: 'no',
    limits: {},
    command: '',
    createdAt: '2024-05-01T10:00:00Z',
    startedAt: '2024-05-01T10:00:01Z',
    finishedAt: '0001-01-01T00:00:00Z',
    ports: [],
    mounts: [],
    networks: ['demo_default'],
    shares: [],
    ...parts,
  };
}

/** A mounted volume; without a name one that docker named. */
export function mountedVolume(target: string, name = 'f'.repeat(64)): Mounted {
  return { type: 'volume', name, source: `/var/lib/docker/volumes/${name}/_data`, target, writable: true };
}

/** The spec of `web-1` of `demo`, unless parts say otherwise; its hash is `hash`. */
export function spec(parts: Partial<Spec> = {}): Spec {
  return {
    project: 'demo',
    service: 'web',
    number: 1,
    name: 'demo-web-1',
    config: service(),
    links: {},
    hosts: {},
    masked: [],
    hash: 'hash',
    ...parts,
  };
}

export interface RecordParts extends Partial<Omit<DeployRecord, 'ships'>> {
  /** Names of ships, each with its usual address. */
  ships?: string[];
}

/** What a deploy of `demo` left behind: generation 1, done. */
export function record(parts: RecordParts = {}): DeployRecord {
  const { ships = [], ...rest } = parts;
  return {
    version: 1,
    project: 'demo',
    generation: 1,
    deploy: 'deploy-1',
    outcome: 'done',
    placement: {},
    specs: {},
    volumes: {},
    who: 'me@laptop',
    when: '2024-05-01T10:00:00Z',
    ships: ships.map((name) => ({
      name,
      host: name,
      docker: ['docker'],
      address: address(name),
      engine: `engine-${name}`,
    })),
    ...rest,
  };
}

/** A record without what the deploy was made from and what it did: which containers are where. */
export function whereabouts({ files, source, contents, images, changed, verb, ...rest }: DeployRecord): DeployRecord {
  return rest;
}

/** What a person is told when `run` fails, and the exit status. */
export function problem(run: () => unknown): ProblemParts & { exit: number } {
  try {
    run();
  } catch (error) {
    if (error instanceof Problem) return { ...error.parts, exit: error.exit };
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** How a container takes the place of an old one that stops first, and what is no good is removed at once. */
export const stopFirst = { order: 'stop-first' as const, monitor: 5, keepFailed: 0 };
