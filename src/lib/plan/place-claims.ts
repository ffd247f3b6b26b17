import type { Project, Service } from '../compose/index.ts';
import type { Neighbour, PublishedPort } from '../docker/index.ts';
import type { Claim, Exclusion, Site } from './place-model.ts';
import { fixedNumber } from './ports.ts';
import type { Replica } from './types.ts';

/** What a replica takes of its ship for itself alone: host ports at fixed numbers, and a name of its own. */
export function claimsOf(project: Project, service: string, replica: Replica): Claim[] {
  const { ports, container_name: name } = project.services[service] as Service;
  const fixed = ports.flatMap((port, index): Claim[] => {
    const number = fixedNumber(port);
    if (number === undefined) return [];
    const path = ['services', service, 'ports', index];
    return [{ ...portClaim(port.host_ip ?? '', number, port.protocol), path, by: replica }];
  });
  return name === undefined
    ? fixed
    : [...fixed, { ...nameClaim(name), path: ['services', service, 'container_name'], by: replica }];
}

/** What a container of another project holds: its ports while it runs, its name always. */
export function claimsOfNeighbour(neighbour: Neighbour): Claim[] {
  const ports = neighbour.running ? neighbour.ports.filter((port) => port.published > 0) : [];
  const claims = [...ports.map(heldPort), nameClaim(neighbour.name)];
  return claims.map((claim) => ({ ...claim, path: [], by: neighbour.name }));
}

/** The first two of `claims` and `held` that cannot be on one ship. */
export function clash(claims: readonly Claim[], held: readonly Claim[]): { claim: Claim; held: Claim } | undefined {
  for (const claim of claims) {
    const other = held.find(
      (one) => one.key === claim.key && (one.ip === claim.ip || one.ip === '' || claim.ip === ''),
    );
    if (other) return { claim, held: other };
  }
  return undefined;
}

/** Why a ship is out of the question for `claims`, where something of it is held already. */
export function barred(claims: readonly Claim[], held: readonly Claim[], site: Site): Exclusion | undefined {
  const both = clash(claims, held);
  if (!both) return undefined;
  const { text, path } = both.claim;
  return {
    rule: 'taken',
    text: `${text} is taken on ${site.name} by ${both.held.by}`,
    path,
    remedy: `free ${text} on ${site.name}, or choose another`,
  };
}

function heldPort(port: PublishedPort): Omit<Claim, 'path' | 'by'> {
  return portClaim(port.ip, port.published, port.protocol);
}

function portClaim(ip: string, number: number, protocol: string): Omit<Claim, 'path' | 'by'> {
  const key = `${number}/${protocol}`;
  const anywhere = ['', '0.0.0.0', '::', '[::]'].includes(ip);
  return { key, ip: anywhere ? '' : ip, text: `port ${key.replace('/tcp', '')}` };
}

function nameClaim(name: string): Omit<Claim, 'path' | 'by'> {
  return { key: name, ip: '', text: `the name ${name}` };
}
