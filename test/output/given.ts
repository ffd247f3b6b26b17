import type { Container, DeployRecord, Observation, Spec } from '../../src/lib/docker/index.ts';
import type { Plan, Step } from '../../src/lib/plan/index.ts';

/** 2026-11-05 12:00:00 UTC: now, in these tests. */
export const NOW = Date.parse('2026-11-05T12:00:00Z');

/** A container of project demo that has run for three minutes. */
export function container(parts: Partial<Container> & Pick<Container, 'service' | 'number'>): Container {
  return {
    id: 'a1b2c3d4e5f60718293a4b5c6d7e8f90',
    name: `demo-${parts.service}-${parts.number}`,
    image: 'redis:7-alpine',
    imageId: 'sha256:11',
    oneoff: false,
    hash: 'h',
    labels: {},
    state: 'running',
    exitCode: 0,
    restart: 'no',
    limits: {},
    command: 'docker-entrypoint.sh redis-server',
    createdAt: '2026-11-05T10:00:00Z',
    startedAt: '2026-11-05T11:57:00Z',
    finishedAt: '0001-01-01T00:00:00Z',
    ports: [],
    mounts: [],
    networks: ['demo_default'],
    shares: [],
    ...parts,
  };
}

/** A ship that answered. */
export function answered(ship: string, containers: Container[]): Observation {
  return {
    ship,
    address: ship,
    engine: {
      id: `engine-${ship}`,
      version: '26.1.5',
      arch: 'x86_64',
      os: 'linux',
      memory: 2 ** 32,
      cpus: 2,
      hostname: ship,
      labels: {},
    },
    containers,
    failed: [],
    neighbours: [],
    images: [],
    networks: [],
    volumes: [],
    store: '/root/demo',
    contents: [],
    kept: [],
  };
}

/** A record of one generation with its placement; every replica's spec has the image given. */
export function record(generation: number, placement: Record<string, string>, image: string): DeployRecord {
  const specs = Object.keys(placement).map((replica) => [
    replica,
    { name: `demo-${replica}`, config: { image } } as Spec,
  ]);
  return {
    version: 1,
    project: 'demo',
    generation,
    deploy: `d${generation}`,
    outcome: 'done',
    ships: [],
    placement,
    specs: Object.fromEntries(specs),
    volumes: {},
    who: 'ann@laptop',
    when: '2026-11-05T11:00:00Z',
  };
}

/** A step; what output does not look at may be left out. */
export function step(
  parts: { id: string; ship: string; kind: Step['kind']; subject: string } & Partial<Record<string, unknown>>,
): Step {
  return { after: [], why: '', changes: [], ...parts } as unknown as Step;
}

/** A plan of project demo with these steps. */
export function plan(parts: Partial<Plan>): Plan {
  return {
    project: 'demo',
    deploy: 'd1',
    steps: [],
    unchanged: [],
    places: [],
    unknown: [],
    risky: [],
    warnings: [],
    ...parts,
  };
}
