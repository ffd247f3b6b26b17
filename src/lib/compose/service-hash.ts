import { createRequire } from 'node:module';
import { composeOrder, goJson, inputs, type Key, table } from '../schema/index.ts';
import { canonicalService } from './canonical.ts';
import type { Pairs, Project, Service } from './types.ts';

/** A service as Compose hashes it: files of pairs may be named beside what they say. */
type Hashed = Service & Partial<Pick<Pairs, 'env_file' | 'label_file'>>;

/** The id of the container that Compose takes for a service when others share something of it: the first by name. */
export type ContainerOf = (service: string) => string | undefined;

/**
 * The hash of a service as `docker compose config --hash` prints it: SHA-256, in hex. Env files are named in it, and what
 * they say is not.
 */
export function serviceHash(project: Project, name: string): string {
  const service = platformed(project, name);
  const { environment = service.environment, env_file = [] } = project.pairs[name] ?? {};
  return hash({ ...service, environment, env_file });
}

/**
 * What `docker compose up` labels a service's containers with as `com.docker.compose.config-hash`, on the one host that
 * has them all. It is not what `config --hash` prints: what env files say is in it, and whose namespaces and volumes are
 * shared is said by a container's id. Undefined where that container is not there. Variables that models and providers
 * give to a service are not known.
 */
export function containerHash(project: Project, name: string, containerOf: ContainerOf): string | undefined {
  const service = resolved(withSocket(platformed(project, name)), containerOf);
  return service && hash({ ...service, label_file: project.pairs[name]?.label_file ?? [] });
}

function hash(service: Hashed): string {
  // loaded when it is wanted, for it takes longer than most of what config does
  const { createHash } = createRequire(import.meta.url)('node:crypto') as typeof import('node:crypto');
  return createHash('sha256').update(hashedText(service)).digest('hex');
}

/** What is hashed: what counts of the service, as Compose's JSON has it. */
function hashedText(service: Hashed): string {
  const said = canonicalService(service);
  const members = composeOrder.flatMap((key) => {
    const value = said[key] === undefined ? undefined : countedPart(key, said[key]);
    return value === undefined ? [] : [`"${key}":${goJson(value, rows[key].shape)}`];
  });
  return `{${members.join(',')}}`;
}

const rows = { ...table, ...inputs };

function countedPart(key: Key | keyof typeof inputs, value: unknown): unknown {
  const counts = (rows[key] as { composeHashed?: boolean | ((value: unknown) => unknown) }).composeHashed ?? true;
  if (typeof counts === 'function') return counts(value);
  return counts ? value : undefined;
}

/** What is built is for the platform that a variable names, where the service names none. */
function platformed({ services, lookup }: Project, name: string): Service {
  const service = services[name] as Service;
  const platform = service.platform ?? (service.build && lookup('DOCKER_DEFAULT_PLATFORM'));
  return platform ? { ...service, platform } : service;
}

const SOCKET = '/var/run/docker.sock';

/** Compose mounts the engine's socket itself, and gives its own configuration. */
function withSocket(service: Service): Service {
  if (!service.use_api_socket) return service;
  return {
    ...service,
    volumes: [...service.volumes, { type: 'bind', source: SOCKET, target: SOCKET }],
    environment: { DOCKER_CONFIG: '/run/secrets/docker', ...service.environment },
    configs: [...(service.configs ?? []), { source: '#apisocket', target: '/run/secrets/docker/config.json' }],
  };
}

/** Services that something is shared of, by their containers' ids; undefined where one is not there. */
function resolved(service: Service, containerOf: ContainerOf): Service | undefined {
  const shared = (['network_mode', 'ipc', 'pid'] as const).flatMap((key): [string, string | undefined][] => {
    const [, other] = /^service:(.*)$/.exec(service[key] ?? '') ?? [];
    const id = other && containerOf(other);
    return other ? [[key, id && `container:${id}`]] : [];
  });
  const mounted = service.volumes_from?.map((from) => {
    const [other = '', name] = from.split(':');
    return other === 'container' ? name : containerOf(other);
  });
  if ([...shared.map(([, value]) => value), ...(mounted ?? [])].includes(undefined)) return undefined;
  return { ...service, ...Object.fromEntries(shared), ...(mounted && { volumes_from: mounted as string[] }) };
}
