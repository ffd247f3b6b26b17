import type { Observed } from '../../src/lib/docker/index.ts';
import { type PlaceResult, place } from '../../src/lib/plan/place.ts';
import { observation, type ProjectParts, port, project } from './helpers.ts';

/** One line a replica: `web-1 s1: first in the file`. */
export function lines({ placement }: PlaceResult): string[] {
  return [...placement].map(([replica, placed]) => `${replica} ${placed.ship}: ${placed.why}`);
}

export function placed(parts: ProjectParts, fleet: Observed[]): string[] {
  return lines(place(project(parts), fleet));
}

/** The replicas that are frozen, the same way; in brackets those that only wait. */
export function frozen({ frozen: all }: PlaceResult): string[] {
  return all.map(({ replica, ship: name, why, lives }) => `${lives ? replica : `(${replica})`} ${name}: ${why}`);
}

export const three = ['s1', 's2', 's3'];
export const web = { ports: [port(80, 80)] };
/** Its volume is `data`, which the project has to name. */
export const db = { volumes: [{ type: 'volume' as const, source: 'data', target: '/data' }] };
export const data = { data: {} };

/** A volume as docker lists it. */
export const named = (name: string) => ({ name, driver: 'local', labels: {} });

/** An engine with as many GiB. */
export const engine = (memory: number) => ({
  ...observation('x').engine,
  id: `engine-${memory}`,
  memory: memory * 1024 ** 3,
});

/** A container of another project that publishes a port, if it runs. */
export const neighbour = (name: string, published: number, running = true) => ({
  id: `id-${name}`,
  name,
  running,
  project: 'other',
  ports: [{ ip: '0.0.0.0', published, target: 80, protocol: 'tcp' }],
});
