import { type DeployRecord, isReachable, type Observation, type Observed } from '../../src/lib/docker/index.ts';
import { type Plan, planRollback, planStart, type StartOptions } from '../../src/lib/plan/index.ts';
import { type ProjectParts, project } from './helpers.ts';
import { applied } from './world.ts';

const who = { who: 'me@laptop', when: '2024-05-01T10:00:00Z' };

/** The fleet after a plan, each ship with its record as the deploy ends it, images and all, and those of before. */
export function ended(fleet: readonly Observed[], plan: Plan): Observed[] {
  const now = applied(fleet, plan);
  const ships = now.filter(isReachable);
  const images = ships.flatMap(({ ship, containers, images: all, record }) =>
    containers
      .map((one) => [`${one.service}-${one.number}`, one] as const)
      .filter(([replica]) => record?.placement[replica] === ship)
      .map(([replica, { imageId }]) => {
        const digest = all.find(({ id }) => id === imageId)?.names.find((name) => name.includes('@'));
        return [replica, { id: imageId, ...(digest ? { digest } : {}) }];
      }),
  );
  return now.map((one) => (isReachable(one) ? remembered(one, Object.fromEntries(images)) : one));
}

function remembered(ship: Observation, images: NonNullable<DeployRecord['images']>): Observation {
  const { record, history = [] } = ship;
  if (!record) return ship;
  const last = { ...record, images: { ...record.images, ...images } };
  return { ...ship, record: last, history: [last, ...history.filter(({ deploy }) => deploy !== last.deploy)] };
}

/** The fleet after a start of all services. */
export function deployed(
  fleet: readonly Observed[],
  parts: ProjectParts,
  deploy: string,
  options: Partial<StartOptions> = {},
): Observed[] {
  const all = { run: true, services: [], removeOrphans: true, ...who, deploy };
  return ended(fleet, planStart(project(parts), [...fleet], { ...all, ...options }));
}

/** The plan of the way back. */
export function back(fleet: readonly Observed[], parts: ProjectParts, to?: string): Plan {
  return planRollback(project(parts), [...fleet], { ...who, deploy: 'back', to });
}
