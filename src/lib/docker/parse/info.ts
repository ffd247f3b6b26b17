import type { Engine, Swarm } from '../observed.ts';
import { readJson } from './json.ts';

type Info = [
  id: string,
  version: string,
  arch: string,
  os: string,
  memory: number,
  cpus: number,
  hostname: string,
  labels: string[] | null,
  node: string,
  manages: boolean,
  managers: { NodeID: string }[] | null,
];

/**
 * What `LOOKS.info` prints behind the engine's ID and a space.
 * @throws {Problem} when it is something else.
 */
export function parseInfo(json: string): Engine {
  const [id, version, arch, os, memory, cpus, hostname, labels, node, manages, managers] = readJson(json) as Info;
  const swarm: Swarm = {
    node,
    role: manages ? 'manager' : 'worker',
    managers: (managers ?? []).map((manager) => manager.NodeID).sort(),
  };
  const engine = {
    id,
    version,
    arch,
    os,
    memory,
    cpus,
    hostname,
    labels: Object.fromEntries((labels ?? []).map(pair)),
  };
  return node === '' ? engine : { ...engine, swarm };
}

/** `disk=ssd`, as the daemon was given it. */
function pair(label: string): [string, string] {
  const [name = '', ...value] = label.split('=');
  return [name, value.join('=')];
}
