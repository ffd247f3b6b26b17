import type { Project } from '../compose/index.ts';
import { constraintsOf, misses } from './constraints.ts';
import { foreignOf, joinsOf } from './joins.ts';
import { inOneSwarm, isOverlay } from './overlay.ts';
import type { Exclusion, Site } from './place-model.ts';
import { list } from './words.ts';

/** Which ships of the file a service may use at all, whatever is there already. */
export interface MayUse {
  /** In the file's order. */
  shipsOf(service: string): string[];
  /** Why a service may not use a ship. */
  barred(service: string, ship: string): Exclusion | undefined;
}

/** @throws Problem for constraints that make no sense */
export function mayUse(project: Project, sites: readonly Site[]): MayUse {
  const services = Object.keys(project.services);
  const rules = new Map(services.map((service) => [service, rulesOf(project, service, sites)]));
  const barred = new Map<string, Exclusion | undefined>();
  const why = (service: string, site: Site, trail: string[]): Exclusion | undefined => {
    const key = `${service} ${site.name}`;
    if (!barred.has(key)) barred.set(key, find(service, site, [...trail, service]));
    return barred.get(key);
  };
  const find = (service: string, site: Site, trail: string[]): Exclusion | undefined => {
    for (const rule of rules.get(service) ?? []) {
      const exclusion = rule(site);
      if (exclusion) return exclusion;
    }
    for (const { other } of followed(project, service)) {
      const exclusion = trail.includes(other) ? undefined : why(other, site, trail);
      if (exclusion) return exclusion;
    }
    return undefined;
  };
  const siteOf = new Map(sites.map((site) => [site.name, site]));
  return {
    shipsOf: (service) => sites.filter((site) => !why(service, site, [])).map(({ name }) => name),
    barred: (service, ship) => {
      const site = siteOf.get(ship);
      return site && why(service, site, []);
    },
  };
}

/** Whether a service has a replica on every ship that it may use. */
export function isGlobal(project: Project, service: string): boolean {
  return project.services[service]?.deploy?.mode === 'global';
}

/** What a service joins and is on every ship that it may use: the service may go only where that is. */
function followed(project: Project, service: string) {
  return joinsOf(project, service).filter(({ other }) => isGlobal(project, other));
}

type Rule = (site: Site) => Exclusion | undefined;

/** In the order in which they bind. What is not known of a ship speaks for it. */
function rulesOf(project: Project, service: string, sites: readonly Site[]): Rule[] {
  return [
    ownShips(project, service),
    ...constraints(project, service),
    ...externals(project, service),
    ...foreigners(project, service),
    ...overlays(project, service, sites),
  ];
}

function ownShips(project: Project, service: string): Rule {
  const own = project.services[service]?.ships;
  return ({ name }) =>
    own === undefined || own.includes(name)
      ? undefined
      : {
          rule: 'ships',
          text: `${service} may use only ${list(own)}`,
          path: ['services', service, 'ships'],
          remedy: `let ${service} use another ship`,
        };
}

function constraints(project: Project, service: string): Rule[] {
  return constraintsOf(project, service).map((constraint, index) => (site) => {
    const found = misses(constraint, site);
    return found === undefined
      ? undefined
      : {
          rule: 'ships',
          text: `${service} wants ${constraint.text}, and ${found}`,
          path: ['services', service, 'deploy', 'placement', 'constraints', index],
          remedy: `give a ship what the constraint asks for, or ask ${service} for less`,
        };
  });
}

/** Networks and volumes that are not the project's to make. An overlay shows on a worker only once it is used there. */
function externals(project: Project, service: string): Rule[] {
  const said = project.services[service];
  const networks = Object.keys(said?.networks ?? {}).flatMap((key): Rule[] => {
    const network = project.networks[key];
    if (!network?.external || isOverlay(project, key)) return [];
    return [
      ({ name, networks: there }) =>
        there.some((one) => one.name === network.name)
          ? undefined
          : absent(name, 'network', network.name, ['networks', key]),
    ];
  });
  const volumes = (said?.volumes ?? []).flatMap(({ type, source }): Rule[] => {
    const volume = type === 'volume' && source !== undefined ? project.volumes[source] : undefined;
    if (!volume?.external) return [];
    return [
      ({ name, volumes: there }) =>
        there.includes(volume.name) ? undefined : absent(name, 'volume', volume.name, ['volumes', source as string]),
    ];
  });
  return [...networks, ...volumes].map((rule) => (site) => (site.engine ? rule(site) : undefined));
}

function absent(ship: string, kind: 'network' | 'volume', name: string, path: string[]): Exclusion {
  return {
    rule: 'exists',
    text: `external ${kind} ${name} is not on ${ship}`,
    path,
    remedy: `make it there (docker ${kind} create ${name}), or take external away`,
  };
}

function foreigners(project: Project, service: string): Rule[] {
  return foreignOf(project, service).map(({ container, path }) => ({ name, engine, neighbours }) => {
    if (!engine || neighbours.some((one) => one.name === container)) return undefined;
    return {
      rule: 'exists',
      text: `container ${container}, which ${service} names, is not on ${name}`,
      path,
      remedy: `start ${container} on a ship that ${service} may use, or name a service of this file`,
    };
  });
}

/** Docker's own network over ships is there only where engines are joined in one Swarm: the first ship's that is in one. */
function overlays(project: Project, service: string, sites: readonly Site[]): Rule[] {
  const swarm = sites.find(({ engine }) => engine?.swarm)?.engine?.swarm;
  return Object.keys(project.services[service]?.networks ?? {})
    .filter((key) => isOverlay(project, key))
    .map((key) => ({ name, engine }) => {
      if (!engine || inOneSwarm(swarm, engine.swarm)) return undefined;
      return {
        rule: 'exists',
        text: `network ${key} is an overlay, and ${name} is in ${engine.swarm ? 'another Swarm than others' : 'no Swarm'}`,
        path: ['networks', key],
        remedy:
          'join the engines in one Swarm (docker swarm init on one, docker swarm join on the others), or take the driver away',
      };
    });
}
