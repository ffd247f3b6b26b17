import { Problem } from '../problem.ts';
import { nearest } from '../schema/index.ts';
import { checkService } from './check-service.ts';
import { dependencies, parseLink } from './links.ts';
import { locate, type Mark } from './node.ts';
import { replicasOf } from './replicas.ts';
import type { Path, Project, Service, Ship } from './types.ts';

/** All that a service may name, and where things stand. */
export interface Names {
  services: Record<string, Service>;
  disabled: Project['disabled'];
  networks: readonly string[];
  volumes: readonly string[];
  configs: readonly string[];
  secrets: readonly string[];
  models: readonly string[];
  ships: readonly Ship[];
  shape: 'v1' | 'services';
  mark(path: Path): Mark;
}

/** Throws a Problem where services name what is not there, wait for each other in a circle, or contradict themselves. */
export function checkProject(names: Names): void {
  for (const [name, service] of Object.entries(names.services)) {
    checkImage(name, service, names);
    checkOthers(name, service, names);
    checkAliases(name, service, names);
    checkNetworks(name, service, names);
    checkVolumes(name, service, names);
    checkReferences(name, service, names);
    checkShips(name, service, names);
    checkContainerName(name, service, names);
    checkService(name, service, names.services, names.mark);
  }
  checkContainerNames(names);
  checkCircles(names);
}

function hint(name: string, candidates: Iterable<string>): string {
  const meant = nearest(name, candidates);
  return meant === undefined ? '' : `: did you mean "${meant}"?`;
}

function fail({ mark }: Names, path: Path, what: string, remedy: string, why?: string): never {
  throw new Problem({ what, where: locate(mark(path)), why, remedy });
}

function checkImage(name: string, { image, build, provider }: Service, names: Names): void {
  if (image || build || provider) return;
  fail(
    names,
    ['services', name],
    `service ${name} has no image`,
    'name the image it is made from, as in "image: redis"',
  );
}

function checkOthers(name: string, { links, depends_on }: Service, names: Names): void {
  const others = [...Object.keys(names.services), ...Object.keys(names.disabled)].filter((other) => other !== name);
  for (const [other, { required }] of Object.entries(depends_on)) {
    const profiles = names.disabled[other];
    if (profiles && required) throw isOff(name, other, profiles, names);
  }
  for (const [index, link] of links.entries()) {
    const { service } = parseLink(link);
    if (Object.hasOwn(names.services, service) || Object.hasOwn(names.disabled, service)) continue;
    const what = `service ${name} links to "${service}", which is not a service${hint(service, others)}`;
    fail(names, ['services', name, 'links', index], what, 'name a service of this file');
  }
  for (const other of Object.keys(depends_on)) {
    if (Object.hasOwn(names.services, other) || Object.hasOwn(names.disabled, other)) continue;
    const what = `service ${name} depends on "${other}", which is not a service${hint(other, others)}`;
    fail(names, ['services', name, 'depends_on', other], what, 'name a service of this file');
  }
}

function isOff(name: string, other: string, profiles: readonly string[], { mark }: Names): Problem {
  const [first = ''] = profiles;
  return new Problem({
    what: `service ${name} depends on ${other}, which is off: it has the ${profiles.length > 1 ? 'profiles' : 'profile'} ${profiles.join(', ')}`,
    where: locate(mark(['services', name, 'depends_on', other])),
    remedy: `turn it on with --profile ${first}, or say "required: false" under depends_on`,
  });
}

function checkAliases(name: string, { links }: Service, names: Names): void {
  const meant = new Map<string, string>();
  for (const [index, link] of links.entries()) {
    const { service, alias } = parseLink(link);
    const first = meant.get(alias) ?? service;
    if (first !== service) {
      const what = `service ${name} links to both ${first} and ${service} as "${alias}"`;
      fail(names, ['services', name, 'links', index], what, `give one another alias: "${service}:NAME"`);
    }
    meant.set(alias, service);
  }
}

function checkNetworks(name: string, { networks, network_mode }: Service, names: Names): void {
  if (network_mode !== undefined && Object.keys(networks).length > 0) {
    const what = `service ${name} has both network_mode and networks`;
    fail(names, ['services', name, 'networks'], what, 'keep one of them');
  }
  for (const network of Object.keys(networks)) {
    if (network === 'default' || names.networks.includes(network)) continue;
    const what = `service ${name} is on network "${network}", which is not declared${hint(network, names.networks)}`;
    fail(names, ['services', name, 'networks', network], what, declareIt('networks', network, names));
  }
}

function checkVolumes(name: string, { volumes, tmpfs = [] }: Service, names: Names): void {
  for (const [index, { type, source }] of volumes.entries()) {
    if (type !== 'volume' || source === undefined || names.volumes.includes(source)) continue;
    const what = `service ${name} mounts volume "${source}", which is not declared${hint(source, names.volumes)}`;
    fail(names, ['services', name, 'volumes', index], what, declareIt('volumes', source, names));
  }
  const targets = new Set<string>();
  const places = [...tmpfs.map((said) => said.split(':')[0] as string), ...volumes.map(({ target }) => target)];
  for (const [index, target] of places.entries()) {
    const path = index < tmpfs.length ? ['tmpfs', index] : ['volumes', index - tmpfs.length];
    const what = `service ${name} mounts two things at ${target}`;
    if (targets.has(target)) fail(names, ['services', name, ...path], what, 'take one of them out');
    targets.add(target);
  }
}

/** Configs, secrets and models that a service names are declared. */
function checkReferences(
  name: string,
  { configs = [], secrets = [], build, models = {} }: Service,
  names: Names,
): void {
  const references = [
    ...configs.map(({ source }, index) => ({ section: 'configs' as const, source, path: ['configs', index] })),
    ...secrets.map(({ source }, index) => ({ section: 'secrets' as const, source, path: ['secrets', index] })),
    ...(build?.secrets ?? []).map(({ source }, index) => ({
      section: 'secrets' as const,
      source,
      path: ['build', 'secrets', index],
    })),
    ...Object.keys(models).map((source) => ({ section: 'models' as const, source, path: ['models', source] })),
  ];
  for (const { section, source, path } of references) {
    if (names[section].includes(source)) continue;
    const what = `service ${name} uses ${section.slice(0, -1)} "${source}", which is not declared${hint(source, names[section])}`;
    fail(names, ['services', name, ...path], what, declareIt(section, source, names));
  }
}

type Section = 'networks' | 'volumes' | 'configs' | 'secrets' | 'models';

function declareIt(section: Section, name: string, { shape }: Names): string {
  const content = {
    networks: '',
    volumes: '',
    configs: '{file: PATH}',
    secrets: '{file: PATH}',
    models: '{model: NAME}',
  };
  const declare = `declare it at the top level: "${section}: {${name}: ${content[section]}}"`;
  return shape === 'v1' ? `put the services under services, and ${declare}` : declare;
}

function checkShips(name: string, { ships }: Service, names: Names): void {
  const known = names.ships.map((ship) => ship.name);
  if (ships?.length === 0)
    fail(names, ['services', name, 'ships'], `service ${name} may run on no ship`, 'name a ship, or leave ships out');
  for (const [index, ship] of (ships ?? []).entries()) {
    if (known.includes(ship)) continue;
    const what = `service ${name} names ship "${ship}", which is not one of the file${hint(ship, known)}`;
    fail(names, ['services', name, 'ships', index], what, `write one of ${known.join(', ')}`);
  }
}

function checkContainerName(name: string, service: Service, names: Names): void {
  const { container_name } = service;
  const replicas = replicasOf(service);
  if (container_name === undefined || replicas < 2) return;
  const what = `service ${name} has a container_name and ${replicas} replicas`;
  fail(
    names,
    ['services', name, 'container_name'],
    what,
    'leave container_name out',
    'two containers cannot have one name',
  );
}

function checkContainerNames(names: Names): void {
  const users = new Map<string, string>();
  for (const [name, { container_name }] of Object.entries(names.services)) {
    const other = container_name === undefined ? undefined : users.get(container_name);
    if (other !== undefined) {
      const what = `services ${other} and ${name} have one container_name, ${container_name}`;
      fail(
        names,
        ['services', name, 'container_name'],
        what,
        'give each its own',
        'two containers cannot have one name',
      );
    }
    if (container_name !== undefined) users.set(container_name, name);
  }
}

function checkCircles(names: Names): void {
  const done = new Set<string>();
  const visit = (name: string, trail: readonly string[]): void => {
    if (trail.includes(name)) throw circle([...trail.slice(trail.indexOf(name)), name], names);
    if (done.has(name)) return;
    const service = names.services[name];
    for (const { name: next } of service ? dependencies(service) : []) visit(next, [...trail, name]);
    done.add(name);
  };
  for (const name of Object.keys(names.services)) visit(name, []);
}

function circle(trail: string[], { mark }: Names): Problem {
  const [first = '', second = ''] = trail;
  return new Problem({
    what: `services wait for each other in a circle: ${trail.join(' -> ')}`,
    where: locate(mark(['services', first, 'depends_on', second])),
    why: 'links and depends_on say which service starts first',
    remedy: 'take one of these links or depends_on out',
  });
}
