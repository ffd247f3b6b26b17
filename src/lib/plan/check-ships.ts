import type { Project } from '../compose/index.ts';
import { atLeast, environmentsOf, imageName, losesVariables, partEnvironment, tooNew } from '../docker/index.ts';
import { EXIT, Problem } from '../problem.ts';
import { stays } from './diff.ts';
import type { Task } from './tasks.ts';

/**
 * Holds what is about to be made to what its ship can do and has, before anything changes.
 * @throws Problem for an engine that does not know a key, a device that docker can't be asked for, an image that is never
 * to be pulled and is not there, or a variable that would not get through to docker
 */
export function checkShips(project: Project, changing: readonly Task[]): void {
  for (const task of changing) {
    if (stays(task.verdict)) continue;
    for (const check of CHECKS) {
      const found = check(task, project);
      if (found) throw new Problem({ ...found, where: { ship: task.ship.ship }, exit: EXIT.failed });
    }
  }
}

interface Lack {
  what: string;
  remedy: string;
}

type Check = (task: Task, project: Project) => Lack | undefined;

const CHECKS: Check[] = [engineTooOld, networkTooNew, deviceUnsaid, imageMissing, variableLost];

function engineTooOld({ spec, ship }: Task): Lack | undefined {
  const demand = tooNew(spec.config, ship.engine);
  return (
    demand && {
      what: `service ${spec.service} sets ${demand.key}, which docker ${ship.engine.version} does not know`,
      remedy: `leave it out, or use docker ${demand.since} or later there`,
    }
  );
}

function networkTooNew({ spec, ship }: Task, project: Project): Lack | undefined {
  const found = Object.entries(project.networks).find(
    ([, { name, enable_ipv4 }]) => name in spec.config.networks && enable_ipv4 === false,
  );
  if (!found || atLeast(ship.engine, '28')) return undefined;
  return {
    what: `network ${found[0]} sets enable_ipv4 to false, which docker ${ship.engine.version} does not know`,
    remedy: 'leave it out, or use docker 28 or later there',
  };
}

function dockerOf(project: Project, ship: string): string[] {
  return project.ships.find(({ name }) => name === ship)?.docker ?? ['docker'];
}

/** Docker's command line asks for GPUs, and for devices by their names. */
function deviceUnsaid({ spec }: Task): Lack | undefined {
  const devices = spec.config.deploy?.resources?.reservations?.devices ?? [];
  const isSaid = (one: (typeof devices)[number]) => one.driver === 'cdi' || one.capabilities?.includes('gpu');
  if (devices.every(isSaid)) return undefined;
  return {
    what: `service ${spec.service} reserves a device without the capability gpu, which docker's command line can't ask for`,
    remedy: 'add gpu to its capabilities, or name the device under devices',
  };
}

function imageMissing({ spec, ship }: Task): Lack | undefined {
  const { image, build, pull_policy } = spec.config;
  if (build || pull_policy !== 'never' || ship.images.some(({ names }) => names.includes(imageName(image))))
    return undefined;
  return {
    what: `service ${spec.service} wants the image ${image}, which is not there and never to be pulled`,
    remedy: 'bring it there, or choose another pull_policy',
  };
}

/** Docker takes values of several lines from its own environment, which sudo does not hand on. */
function variableLost({ spec, ship }: Task, project: Project): Lack | undefined {
  const docker = dockerOf(project, ship.ship);
  const [many] = environmentsOf(spec.config).flatMap(({ environment }) =>
    Object.keys(partEnvironment(environment).exported),
  );
  if (many === undefined || !losesVariables(docker)) return undefined;
  return {
    what: `service ${spec.service} has a variable ${many} of several lines, and docker is called through ${docker[0]} there`,
    remedy: `let the user call docker without ${docker[0]}, or put the value on one line (in base64, say)`,
  };
}
