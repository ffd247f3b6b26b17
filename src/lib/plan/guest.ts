import { type Project, withDependencies } from '../compose/index.ts';
import { hashSpec, isReachable, type Observed, type Spec, splitWords } from '../docker/index.ts';
import { EXIT, Problem } from '../problem.ts';
import type { Frozen, PlaceResult } from './place.ts';
import { guestOf } from './place-model.ts';
import { resolveOne } from './resolve.ts';
import type { Task } from './tasks.ts';
import type { Replica } from './types.ts';
import { unique } from './words.ts';

/** A container of `run`: of a service, beside its replicas and none of them. */
export interface Guest {
  service: string;
  /** Ships that it may go to; all unless given. */
  ships?: readonly string[] | undefined;
  /** Hexadecimal digits, drawn by lot; the name ends in the first twelve unless `name` is given. */
  slug: string;
  name?: string | undefined;
  /** It is removed when it has ended. */
  remove: boolean;
  /** Somebody attaches to it and starts it then. */
  attached: boolean;
  /** With the ports that the service publishes. */
  servicePorts: boolean;
  /** Under the names of the service in its networks. */
  aliases: boolean;
  says: Says;
}

/** What the person says of the container instead of the file. */
export interface Says {
  /** Empty: what the file or the image says. */
  command: string[];
  /** As a shell has words. */
  entrypoint?: string | undefined;
  environment: Readonly<Record<string, string>>;
  labels: Readonly<Record<string, string>>;
  user?: string | undefined;
  workingDir?: string | undefined;
  capAdd: string[];
  capDrop: string[];
  pull?: string | undefined;
  tty: boolean;
  /** Flags of `docker create` as they are. */
  flags: string[];
}

/** The services that have to run first. */
export function needsOf(project: Project, service: string, { alone = false }: { alone?: boolean }): Set<string> {
  const needs = alone ? new Set<string>() : withDependencies(project, [service]);
  needs.delete(service);
  return needs;
}

/** A placement as it is without the container of `run`. */
export function withoutGuest({ placement, frozen, ...rest }: PlaceResult, { service }: Guest): PlaceResult {
  const isReplica = (replica: Replica) => replica !== guestOf(service);
  return {
    ...rest,
    placement: new Map([...placement].filter(([replica]) => isReplica(replica))),
    frozen: frozen.filter(({ replica }) => isReplica(replica)),
  };
}

/**
 * The container as a task beside those of replicas.
 * @throws Problem where its place is on a ship that does not answer
 */
export function guestTask(project: Project, guest: Guest, all: PlaceResult, fleet: readonly Observed[]): Task {
  const replica = guestOf(guest.service);
  const placed = all.placement.get(replica);
  const ship = fleet.filter(isReachable).find((one) => one.ship === placed?.ship);
  if (!placed || !ship) throw nowhereNow(guest, all.frozen);
  const { placement, frozen } = withoutGuest(all, guest);
  const spec = guestSpec(resolveOne(project, placement, frozen, fleet, { replica, ...placed }), guest);
  const subject = spec.name.replace(`${spec.project}-`, '');
  return { replica: subject, spec, ship, why: placed.why, verdict: { kind: 'create' }, attached: guest.attached };
}

function nowhereNow({ service }: Guest, frozen: readonly Frozen[]): Problem {
  const waits = frozen.find(({ replica }) => replica === guestOf(service));
  return new Problem({
    what: `a container of ${service} can run nowhere now`,
    why: waits && `it ${waits.why}`,
    exit: EXIT.unreachable,
  });
}

/** The service's container with what the person says, and without what is the replicas' own: names, ports, restarts. */
function guestSpec({ hash: _, ...spec }: Spec, guest: Guest): Spec {
  const { says, slug, remove } = guest;
  const name = guest.name ?? `${spec.project}-${spec.service}-run-${slug.slice(0, 12)}`;
  const { restart: _restart, container_name: _name, ...config } = spec.config;
  const networks = Object.entries(config.networks).map(([key, attachment]) => {
    const aliases = guest.aliases ? (attachment?.aliases ?? []).filter((alias) => alias !== spec.name) : [];
    return [key, { ...attachment, aliases: [name, ...aliases] }];
  });
  const environment = { ...config.environment, ...says.environment };
  const links = Object.entries(spec.links).filter(([variable]) => !Object.hasOwn(says.environment, variable));
  const made: Omit<Spec, 'hash'> = {
    ...spec,
    name,
    links: Object.fromEntries(links),
    masked: unique([...spec.masked, ...Object.keys(says.environment)]),
    config: {
      ...config,
      environment,
      networks: Object.fromEntries(networks),
      labels: { ...config.labels, ...says.labels },
      ports: guest.servicePorts ? config.ports : [],
      stdin_open: true,
      tty: says.tty,
      ...(says.entrypoint === undefined ? {} : { entrypoint: wordsOf(says.entrypoint), command: [] }),
      ...(says.command.length > 0 ? { command: says.command } : {}),
      ...(says.user === undefined ? {} : { user: says.user }),
      ...(says.workingDir === undefined ? {} : { working_dir: says.workingDir }),
      ...(says.pull === undefined ? {} : { pull_policy: says.pull }),
      cap_add: unique([...(config.cap_add ?? []), ...says.capAdd]),
      cap_drop: unique([...(config.cap_drop ?? []), ...says.capDrop]),
    },
    oneoff: { slug, remove, flags: says.flags },
  };
  return { ...made, hash: hashSpec(made) };
}

function wordsOf(text: string): string[] {
  const split = splitWords(text);
  if ('words' in split) return split.words;
  throw new Problem({ what: `--entrypoint: ${split.problem}`, remedy: split.remedy });
}
