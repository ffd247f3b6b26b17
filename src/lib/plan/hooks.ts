import type { Project } from '../compose/index.ts';
import { type Container, type Hooks, hooksOf } from '../docker/index.ts';
import { maskedIn } from './resolve.ts';

/** What the file wants run in a container before it stops; none in one that does not run, or whose service is gone. */
export function beforeStop(project: Project, { service, state }: Container): { hooks?: Hooks } {
  const config = project.services[service];
  const hooks = config && state === 'running' && hooksOf({ config, masked: maskedIn(project, service) }, 'pre_stop');
  return hooks ? { hooks } : {};
}

/** What the file wants run in a container when it has started. */
export function afterStart(project: Project, { service }: Container): Hooks | undefined {
  const config = project.services[service];
  return config && hooksOf({ config, masked: maskedIn(project, service) }, 'post_start');
}
