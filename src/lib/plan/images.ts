import type { Project } from '../compose/index.ts';
import { imageName, isElsewhere, type Observation, type Spec, UNBUILDABLE } from '../docker/index.ts';
import { EXIT, Problem } from '../problem.ts';
import { pulls } from './pulls.ts';

/** Which images of services with `build` are built: those that are missing, all, or none. */
export type Builds = 'missing' | 'always' | 'never';

/**
 * The step that brings a service's image to a ship, where one is needed: it is built where the file says how, and pulled
 * otherwise.
 * @throws Problem for what may not be built, or not on a ship
 */
export function imageSteps(project: Project, spec: Spec, ship: Observation, builds: Builds, when: string | undefined) {
  const { image, build } = spec.config;
  const subject = `image ${image}`;
  const isThere = ship.images.some((one) => one.names.includes(imageName(image)));
  if (!build) return pulls(spec, ship, when);
  if (isThere && !isBuiltAnew(spec, builds)) return [];
  if (builds === 'never') throw notBuilt(spec, ship);
  refuseUnbuildable(project, spec.service, build);
  const { service } = spec;
  const file = { by: 'build' as const, name: `${service}.context`, target: '', digest: '', bytes: 0, id: service };
  const isLocal = !isElsewhere(build.context ?? '.');
  return [{ kind: 'build' as const, subject, service, image, build, ...(isLocal ? { file } : {}) }];
}

/** Whether an image with `build` is built though it is there. */
export function isBuiltAnew({ config: { pull_policy } }: Spec, builds: Builds): boolean {
  return builds === 'always' || (builds === 'missing' && pull_policy === 'build');
}

function notBuilt({ service, config: { image } }: Spec, { ship }: Observation): Problem {
  return new Problem({
    what: `service ${service} wants the image ${image}, which is not there`,
    where: { ship },
    why: '--no-build was given',
    remedy: 'leave --no-build out, or bring the image there',
    exit: EXIT.failed,
  });
}

function refuseUnbuildable(project: Project, service: string, build: NonNullable<Spec['config']['build']>): void {
  const refuse = (key: string, why: string, remedy: string) => {
    throw new Problem({
      what: `service ${service}: build.${key} can't be done on ships`,
      where: project.where(['services', service, 'build', key]),
      why,
      remedy,
    });
  };
  const found = UNBUILDABLE.find(({ key }) => {
    const value = build[key];
    return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
  });
  if (found) refuse(found.key, found.why, found.remedy);
  if ((build.platforms ?? []).length > 1) {
    refuse('platforms', 'docker’s classic builder builds for one at a time', 'name one platform');
  }
  if (build.dockerfile_inline !== undefined && isElsewhere(build.context ?? '.')) {
    refuse('dockerfile_inline', 'docker fetches the context itself', 'name a Dockerfile of it under dockerfile');
  }
}
