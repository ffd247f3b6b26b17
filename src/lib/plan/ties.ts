import { type Project, parseLink, type Service } from '../compose/index.ts';
import { type Join, joins, networkOwner, networkSharers } from './joins.ts';
import { isOverlay } from './overlay.ts';
import { closed, isOnHost, movedPort, unpublished } from './ports.ts';
import { groupBy, list, unique } from './words.ts';

/** Two services that can work together only on one ship. */
export interface Tie {
  a: string;
  b: string;
  causes: Cause[];
  /** Docker's name of a volume that both mount. */
  volume?: string;
  /** That a joins b. */
  join?: Join;
  /** How one names the other, for people: `web links to db`. */
  naming?: string;
}

/** One of the two, which others reach on its own ship alone. */
export interface Cause {
  service: string;
  /** What follows `SERVICE publishes`. */
  publishes: string;
  /** How the other names it: `links to`. */
  named?: string;
}

/**
 * Every two services that share a container's namespaces or a volume, or could not talk from different ships. In the v1
 * shape only linked services talk; in the `services:` shape any two on a common network may.
 */
export function ties(project: Project): Tie[] {
  const names = Object.keys(project.services);
  const open = new Map(names.map((name) => [name, withSharers(project, networkOwner(project, name))]));
  const talking = names.flatMap((a, index) =>
    names.slice(index + 1).flatMap((b) => (overlaid(project, a, b) ? [] : tieByTalk(project, open, a, b))),
  );
  return [...joins(project).map(tieByJoin), ...talking, ...tiesByVolume(project)];
}

/** `links to` or `depends on`, where service a names service b. */
export function naming(project: Project, a: string, b: string): string | undefined {
  const service = project.services[a];
  if (service?.links.some((link) => parseLink(link).service === b)) return 'links to';
  return service && b in service.depends_on ? 'depends on' : undefined;
}

/** Whether both are on one network that does not reach over ships by itself. */
export function meet(project: Project, a: string, b: string): boolean {
  return !overlaid(project, a, b) && common(project, a, b).length > 0;
}

/** Why ties hold: `api and db publish no port; cache publishes port 6379 as 16379`. */
export function describe(held: readonly Tie[]): string {
  const causes = new Map(
    held.flatMap((tie) => tie.causes).map((cause) => [`${cause.service} ${cause.publishes}`, cause]),
  );
  const published = groupBy(causes.values(), (cause) => cause.publishes).map(
    (group) =>
      `${list(group.map((cause) => cause.service))} ${group.length > 1 ? 'publish' : 'publishes'} ${group[0]?.publishes}`,
  );
  const shared = groupBy(
    held.filter((tie) => tie.volume !== undefined),
    (tie) => tie.volume ?? '',
  ).map((group) => `${list(unique(group.flatMap(({ a, b }) => [a, b])))} share volume ${group[0]?.volume}`);
  return [...describeJoins(held.flatMap(({ join }) => join ?? [])), ...published, ...shared].join('; ');
}

/** `proxy shares the network of web`, each once. */
export function describeJoins(all: readonly Join[]): string[] {
  return unique(all.map(({ service, how, other }) => `${service} ${how} ${other}`));
}

function tieByJoin(join: Join): Tie {
  const { service: a, other: b, how } = join;
  return { a, b, causes: [], join, naming: `${a} ${how} ${b}` };
}

/** Each service with all that listens in its network. */
type Open = ReadonlyMap<string, Service>;

function tieByTalk(project: Project, open: Open, a: string, b: string): Tie[] {
  const v1 = project.shape === 'v1';
  const forth = naming(project, a, b);
  const back = naming(project, b, a);
  if (v1 ? forth !== 'links to' && back !== 'links to' : !meet(project, a, b) && !callsHome(project, a, b)) return [];
  const causes = [...cause(project, open, a, back), ...cause(project, open, b, forth)];
  if (causes.length === 0) return [];
  const text = forth ? `${a} ${forth} ${b}` : back && `${b} ${back} ${a}`;
  return [{ a, b, causes, ...(text ? { naming: text } : {}) }];
}

/** Whether one has only the network of its ship and names the other: it calls what that publishes on their ship alone. */
function callsHome(project: Project, a: string, b: string): boolean {
  const calls = (one: string, other: string) =>
    isOnHost(project.services[one] as Service) && naming(project, one, other) !== undefined;
  return calls(a, b) || calls(b, a);
}

/** Why the other has to be on the service's ship, if it has; `named`: how the other names the service. */
function cause(project: Project, open: Open, service: string, named: string | undefined): Cause[] {
  const v1 = project.shape === 'v1';
  // the owner of its network is tied to the others itself
  if (v1 ? named !== 'links to' : networkOwner(project, service) !== service) return [];
  const what = open.get(service) as Service;
  const shut = v1 ? unpublished(what) : closed(what);
  const moved = named === undefined ? undefined : movedPort(what);
  const publishes = shut ?? (moved && `port ${moved.target} as ${moved.published}`);
  return publishes === undefined ? [] : [{ service, publishes, ...(named === undefined ? {} : { named }) }];
}

/** A service with what others in its network listen at besides. */
function withSharers(project: Project, service: string): Service {
  const said = project.services[service] as Service;
  const sharers = networkSharers(project, service).flatMap((name) => project.services[name]?.expose ?? []);
  return { ...said, expose: unique(sharers) };
}

function tiesByVolume(project: Project): Tie[] {
  return Object.entries(project.volumes).flatMap(([key, volume]) => {
    if (volume.driver !== undefined && volume.driver !== 'local') return [];
    const users = Object.keys(project.services).filter((name) =>
      project.services[name]?.volumes.some((mount) => mount.type === 'volume' && mount.source === key),
    );
    return users.slice(1).map((b) => ({ a: users[0] as string, b, causes: [], volume: volume.name }));
  });
}

function networksOf(project: Project, service: string): string[] {
  return Object.keys(project.services[networkOwner(project, service)]?.networks ?? {});
}

function common(project: Project, a: string, b: string): string[] {
  const others = networksOf(project, b);
  return networksOf(project, a).filter((network) => others.includes(network));
}

/** Whether both are on a network over ships, which takes the bond away and knows the names itself. */
export function overlaid(project: Project, a: string, b: string): boolean {
  return common(project, a, b).some((network) => isOverlay(project, network));
}
