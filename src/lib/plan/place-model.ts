import type { Path, Project } from '../compose/index.ts';
import {
  type Container,
  type DeployRecord,
  type Engine,
  imageName,
  isReachable,
  type Named,
  type Neighbour,
  type Observed,
} from '../docker/index.ts';
import { agreedRecord } from './agreement.ts';
import type { Failover } from './left.ts';
import { asSeen } from './overlay.ts';
import { currentName } from './record.ts';
import type { Replica } from './types.ts';
import { type MayUse, mayUse } from './usable.ts';

/** A ship as placement sees it. */
export interface Site {
  name: string;
  /** What the laptop dials. */
  host: string;
  labels: Readonly<Record<string, string>>;
  /** Named by the file: what is not is looked at, but takes nothing new. */
  inFile: boolean;
  answers: boolean;
  /** What was seen of it; without it nothing is known of what follows. */
  engine?: Engine;
  images: ReadonlySet<string>;
  networks: readonly Named[];
  volumes: readonly string[];
  neighbours: readonly Neighbour[];
  containers: readonly Container[];
}

/** A replica that the file asks for. */
export interface Wanted {
  replica: Replica;
  service: string;
  number: number;
  container?: Container;
  /** The ship where its container is, or, where that is lost, the one that the record names. */
  home?: string;
  /** The ship where a deploy that is gone back to had it. */
  wish?: string;
  /** By the record it is on a silent ship, which it is to leave: its home. */
  leaves?: true;
  /** The one ship that it is for, of a service that has a replica on every ship. */
  only?: string;
  /** It is a container of `run`, for one of these ships, or for any. */
  guest?: { ships?: readonly string[] | undefined };
}

/** A replica of which the record says that it is on a silent ship. */
export interface Afar {
  replica: Replica;
  service: string;
  number: number;
  ship: string;
  /** Counted as one of those that the file asks for. */
  wanted: boolean;
}

/** What only so many containers of a ship can have: a host port, a name, or a place among the replicas of a service. */
export interface Claim {
  kind: 'port' | 'name' | 'replica';
  key: string;
  /** Two claims to one port clash unless their addresses differ; empty is all addresses. */
  ip: string;
  /** How many can have it. */
  most: number;
  /** For people: `port 80`, `the name cache`, `web`. */
  text: string;
  path: Path;
  by: string;
}

/** Why a ship is out of the question, in the words of one of the hard rules. */
export interface Exclusion {
  rule: 'ships' | 'exists' | 'data' | 'taken' | 'bond';
  text: string;
  path: Path;
  remedy: string;
}

export interface Option {
  site: Site;
  /** The ship's place in the file. */
  index: number;
  excluded?: Exclusion;
}

/** Replicas that go to one ship together: those of a bond or a join, or one alone. */
export interface Group {
  members: Wanted[];
  /** What belongs to them and is on a silent ship. */
  mates: Afar[];
  services: string[];
  /** Why they go together: `api and db publish no port`. */
  why?: string;
  claims: Claim[];
  /** Each ship of the file. */
  options: Option[];
}

/** What a person wants of a placement besides what the file says. */
export interface Wish {
  /** The ship that replicas leave where they can. */
  drained?: string | undefined;
  /** The silent ship that replicas leave where they can. */
  failed?: Failover | undefined;
  /** Where a deploy that is gone back to had its replicas. */
  before?: Readonly<Record<Replica, string>> | undefined;
  /** A service that gets a container besides its replicas, on one of these ships: `guestOf` in the placement. */
  guest?: { service: string; ships?: readonly string[] | undefined } | undefined;
}

/** What stands for the container of `run` among replicas: it has no number. */
export function guestOf(service: string): Replica {
  return `${service}-run`;
}

/** Everything that placement knows. */
export interface Scene extends MayUse, Wish {
  project: Project;
  /** Ships of the file in its order, then the others. */
  sites: Site[];
  record?: DeployRecord;
  /** Today's name of a ship that the record names. */
  nameOf(recorded: string): string;
}

/**
 * Puts the fleet into the file's order; a ship under two names counts once, as the file names it.
 * @throws Problem where the ships' records do not agree, or constraints make no sense
 */
export function scene(said: Project, fleet: readonly Observed[]): Scene {
  const project = asSeen(said, fleet);
  const inFile = project.ships.map(({ name }) =>
    site(
      project,
      name,
      fleet.find((one) => one.ship === name),
    ),
  );
  const engines = new Set(inFile.flatMap(({ engine }) => engine?.id ?? []));
  const others = fleet
    .filter((one) => !inFile.some(({ name }) => name === one.ship) && !(isReachable(one) && engines.has(one.engine.id)))
    .map((one) => site(project, one.ship, one));
  const record = agreedRecord(fleet);
  return {
    project,
    sites: [...inFile, ...others],
    ...mayUse(project, inFile),
    nameOf: (recorded) => (record ? currentName(record, fleet, recorded) : recorded),
    ...(record ? { record } : {}),
  };
}

/** A scene in which all ships of the file answer, and nothing else is known of them. */
export function imaginedScene(project: Project): Scene {
  const sites = project.ships.map(({ name }) => ({ ...site(project, name, undefined), answers: true }));
  return { project, sites, ...mayUse(project, sites), nameOf: (recorded) => recorded };
}

function site(project: Project, name: string, observed: Observed | undefined): Site {
  const ship = project.ships.find((one) => one.name === name);
  const seen = observed && isReachable(observed) ? observed : undefined;
  return {
    name,
    host: ship?.host ?? name,
    labels: ship?.labels ?? {},
    inFile: ship !== undefined,
    answers: seen !== undefined,
    ...(seen ? { engine: seen.engine } : {}),
    images: new Set(seen?.images.flatMap((image) => image.names).map(imageName)),
    networks: seen?.networks ?? [],
    volumes: seen ? [...seen.volumes.map((volume) => volume.name), ...seen.kept] : [],
    neighbours: seen?.neighbours ?? [],
    containers: seen?.containers ?? [],
  };
}
