import { type Project, parseLink } from '../compose/index.ts';
import type { DeployRecord } from '../docker/index.ts';
import { isComposes } from './adopt.ts';
import { serviceOf, type Task } from './tasks.ts';
import type { Change, Placement } from './types.ts';

/**
 * The tasks, with the cause where a container is made anew that nobody edited: only what it is told of other services
 * is not what it was.
 */
export function withCauses(
  project: Project,
  tasks: readonly Task[],
  placement: Placement,
  record: DeployRecord | undefined,
): Task[] {
  return tasks.map((task) => {
    const { verdict, spec } = task;
    if (verdict.kind !== 'replace' || isComposes(verdict.container)) return task;
    const causes = verdict.changes.map((change) => causeOf(project, spec.service, change, placement, record));
    const [first] = causes;
    return first && causes.every(Boolean) ? { ...task, verdict: { ...verdict, why: first } } : task;
  });
}

function causeOf(
  project: Project,
  service: string,
  { field, old, new: now }: Change,
  placement: Placement,
  record: DeployRecord | undefined,
): string | undefined {
  const peer = peerTold(project, service, field);
  if (peer === undefined) return undefined;
  const so = `so ${service}'s ${field} changes`;
  const move = [...placement].find(([replica, { ship }]) => {
    const before = serviceOf(replica) === peer ? record?.placement[replica] : undefined;
    return before !== undefined && before !== ship;
  });
  if (move) return `${move[0]} moves to ${move[1].ship}, ${so}`;
  if (field.includes('_port')) return `${peer} publishes other ports, ${so}`;
  if (old === undefined) return `${peer} is on another ship, ${so}`;
  return now === undefined ? `${peer} is not on another ship, ${so}` : `${peer} is at another address, ${so}`;
}

/** Whether a container is made anew since it is told something else of a service. */
export function isToldAnew(project: Project, { spec, verdict }: Task, service: string): boolean {
  const changes = verdict.kind === 'replace' ? verdict.changes : [];
  return changes.some(({ field }) => peerTold(project, spec.service, field) === service);
}

/** The service that a link variable or a host's entry tells of. */
function peerTold(project: Project, service: string, field: string): string | undefined {
  const host = field.startsWith('extra_hosts.') ? field.slice('extra_hosts.'.length) : undefined;
  if (host !== undefined && host in project.services) return host;
  const links = project.services[service]?.links.map(parseLink) ?? [];
  return links.find(({ alias }) => alias === host || isVariableOf(alias, field))?.service;
}

function isVariableOf(alias: string, field: string): boolean {
  const names = [alias, alias.replace(/\W/g, '_')];
  return names.some((name) => field === `${name}_ip` || field === `${name}_port` || field.startsWith(`${name}_port_`));
}
