import type { Project, Service } from '../compose/index.ts';
import type { Listening, Neighbour } from '../docker/index.ts';
import type { Claim, Exclusion, Site } from './place-model.ts';
import { hostPorts } from './ports.ts';
import type { Replica } from './types.ts';
import { addTo } from './words.ts';

/**
 * What a replica takes of its ship, of which there is only so much: host ports at fixed numbers, a name of its own, a
 * place among the replicas of a service that has only so many a ship.
 */
export function claimsOf(project: Project, service: string, replica: Replica): Claim[] {
  const said = project.services[service] as Service;
  const own = (...path: (string | number)[]) => ({ path: ['services', service, ...path], by: replica });
  const most = said.deploy?.placement?.max_replicas_per_node;
  return [
    ...hostPorts(said).map(({ ip, number, protocol, path }) => ({
      ...portClaim(ip, number, protocol),
      ...own(...path),
    })),
    ...(said.container_name === undefined ? [] : [{ ...nameClaim(said.container_name), ...own('container_name') }]),
    ...(most ? [{ ...replicaClaim(service, most), ...own('deploy', 'placement', 'max_replicas_per_node') }] : []),
  ];
}

/** What a container of another project holds: its ports while it runs, its name always. */
export function claimsOfNeighbour(neighbour: Neighbour): Claim[] {
  const ports = neighbour.running ? neighbour.ports.filter((port) => port.published > 0) : [];
  const claims = [
    ...ports.map(({ ip, published, protocol }) => portClaim(ip, published, protocol)),
    nameClaim(neighbour.name),
  ];
  return claims.map((claim) => ({ ...claim, path: [], by: neighbour.name }));
}

/** What something on the ship that is no container's holds. */
export function claimsOfListening(listening: readonly Listening[], by: string): Claim[] {
  return listening.map(({ ip, number, protocol }) => ({ ...portClaim(ip, number, protocol), path: [], by }));
}

/** Whether two claims are to one thing. */
export function isSame(claim: Claim, other: Claim): boolean {
  return claim.key === other.key && (claim.ip === other.ip || claim.ip === '' || other.ip === '');
}

/** Claims by what they are to. */
export type Held = Map<string, Claim[]>;

export function heldOf(claims: readonly Claim[]): Held {
  const held: Held = new Map();
  for (const claim of claims) addTo(held, claim.key, claim);
  return held;
}

/** The first of `claims` that cannot be had beside what is held, and the last of these that is in its way. */
export function clash(claims: readonly Claim[], held: Held): { claim: Claim; held: Claim } | undefined {
  for (const [index, claim] of claims.entries()) {
    const others = (held.get(claim.key) ?? []).filter((one) => isSame(claim, one));
    const own = claim.most > 1 ? claims.slice(0, index).filter((one) => isSame(claim, one)) : [];
    const last = [...own, ...others].at(-1);
    if (last && own.length + others.length >= claim.most) return { claim, held: last };
  }
  return undefined;
}

interface Words {
  /** Why a ship is out of the question. */
  taken(claim: Claim, by: string, ship: string): string;
  takenRemedy(claim: Claim, ship: string): string;
  /** What replicas do that are too many for the ships. */
  want(claim: Claim): string;
  /** How much of it there is. */
  once(claim: Claim): string;
  remedy: string;
}

/** How claims are spoken of. */
export const CLAIMS: Record<Claim['kind'], Words> = {
  port: {
    taken: ({ text }, by, ship) => `${text} is taken on ${ship} by ${by}`,
    takenRemedy: ({ text }, ship) => `free ${text} on ${ship}, or choose another`,
    want: ({ text }) => `each take ${text}`,
    once: ({ text }) => `a ship has ${text} once`,
    remedy: 'fewer replicas, more ships, or let docker pick the port',
  },
  name: {
    taken: ({ text }, by, ship) => `${text} is taken on ${ship} by ${by}`,
    takenRemedy: ({ text }, ship) => `free ${text} on ${ship}, or choose another`,
    want: ({ text }) => `each take ${text}`,
    once: ({ text }) => `a ship has ${text} once`,
    remedy: 'fewer replicas, more ships, or no container_name',
  },
  replica: {
    taken: ({ text, most }, _, ship) => `${ship} has ${most} of ${text}, its max_replicas_per_node`,
    takenRemedy: () => 'fewer replicas, more ships, or a higher max_replicas_per_node',
    want: () => 'each want a ship',
    once: ({ text, most }) => `a ship takes ${most} of ${text}, its max_replicas_per_node`,
    remedy: 'fewer replicas, more ships, or a higher max_replicas_per_node',
  },
};

/** Why a ship is out of the question for `claims`, where what they are to is held already. */
export function barred(claims: readonly Claim[], held: Held, site: Site): Exclusion | undefined {
  const both = clash(claims, held);
  if (!both) return undefined;
  const { claim } = both;
  const { taken, takenRemedy } = CLAIMS[claim.kind];
  return {
    rule: 'taken',
    text: taken(claim, both.held.by, site.name),
    path: claim.path,
    remedy: takenRemedy(claim, site.name),
  };
}

type Bare = Omit<Claim, 'path' | 'by'>;

function portClaim(ip: string, number: number, protocol: string): Bare {
  const key = `${number}/${protocol}`;
  const anywhere = ['', '0.0.0.0', '::', '[::]'].includes(ip);
  return { kind: 'port', key, ip: anywhere ? '' : ip, most: 1, text: `port ${key.replace('/tcp', '')}` };
}

function nameClaim(name: string): Bare {
  return { kind: 'name', key: name, ip: '', most: 1, text: `the name ${name}` };
}

function replicaClaim(service: string, most: number): Bare {
  return { kind: 'replica', key: `replica of ${service}`, ip: '', most, text: service };
}
