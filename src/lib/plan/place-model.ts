import type { Path, Project } from '../compose/index.ts';
import {
  type Container,
  type DeployRecord,
  imageName,
  isReachable,
  type Neighbour,
  type Observation,
  type Observed,
} from '../docker/index.ts';
import { agreedRecord } from './agreement.ts';
import type { Bond } from './bonds.ts';
import { currentName } from './record.ts';
import type { Replica } from './types.ts';

/** A ship as placement sees it. */
export interface Site {
  name: string;
  /** Named by the file: what is not is looked at, but takes nothing new. */
  inFile: boolean;
  answers: boolean;
  /** Bytes. */
  memory: number;
  images: ReadonlySet<string>;
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

/** What only one container of a ship can have: a host port, or a name. */
export interface Claim {
  key: string;
  /** Two claims to one port clash unless their addresses differ; empty is all addresses. */
  ip: string;
  /** For people: `port 80`, `the name cache`. */
  text: string;
  path: Path;
  by: string;
}

/** Why a ship is out of the question, in the words of one of the hard rules. */
export interface Exclusion {
  rule: 'ships' | 'data' | 'taken';
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

/** Replicas that go to one ship together: those of a bond, or one alone. */
export interface Group {
  members: Wanted[];
  services: string[];
  bond?: Bond;
  claims: Claim[];
  /** Each ship of the file. */
  options: Option[];
}

/** Everything that placement knows. */
export interface Scene {
  project: Project;
  /** Ships of the file in its order, then the others. */
  sites: Site[];
  record?: DeployRecord;
  /** Today's name of a ship that the record names. */
  nameOf(recorded: string): string;
}

/**
 * Puts the fleet into the file's order; a ship under two names counts once, as the file names it.
 * @throws Problem where the ships' records do not agree
 */
export function scene(project: Project, fleet: readonly Observed[]): Scene {
  const inFile = project.ships.map(({ name }) =>
    site(
      name,
      true,
      fleet.find((one) => one.ship === name),
    ),
  );
  const engines = new Set(
    fleet.filter((one) => inFile.some(({ name }) => name === one.ship) && isReachable(one)).map(engineOf),
  );
  const others = fleet
    .filter((one) => !inFile.some(({ name }) => name === one.ship) && !(isReachable(one) && engines.has(engineOf(one))))
    .map((one) => site(one.ship, false, one));
  const record = agreedRecord(fleet);
  return {
    project,
    sites: [...inFile, ...others],
    nameOf: (recorded) => (record ? currentName(record, fleet, recorded) : recorded),
    ...(record ? { record } : {}),
  };
}

function engineOf(observed: Observed): string {
  return isReachable(observed) ? observed.engine.id : '';
}

function site(name: string, inFile: boolean, observed: Observed | undefined): Site {
  const seen: Observation | undefined = observed && isReachable(observed) ? observed : undefined;
  return {
    name,
    inFile,
    answers: seen !== undefined,
    memory: seen?.engine.memory ?? 0,
    images: new Set(seen?.images.flatMap((image) => image.names).map(imageName)),
    volumes: seen?.volumes.map((volume) => volume.name) ?? [],
    neighbours: seen?.neighbours ?? [],
    containers: seen?.containers ?? [],
  };
}
