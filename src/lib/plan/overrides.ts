import type { Project } from '../compose/index.ts';
import { EXIT, Problem } from '../problem.ts';

/**
 * The project with other numbers of replicas, as `SERVICE=NUMBER` has it.
 * @throws Problem of status 2 for what is no such pair, or would give two containers one name
 */
export function withScale(project: Project, scale: readonly string[]): Project {
  const services = { ...project.services };
  for (const pair of scale) {
    const [, name = '', number = ''] = /^(.+)=(\d+)$/.exec(pair) ?? [];
    const service = services[name];
    const wrong = (what: string, remedy: string) => new Problem({ what, remedy, exit: EXIT.usage });
    if (name === '') throw wrong(`"${pair}" is not SERVICE=NUMBER`, 'write it as in web=3');
    if (!service) throw wrong(`the file has no service ${name}`, `it has: ${Object.keys(services).join(', ')}`);
    if (service.container_name !== undefined && Number(number) > 1) {
      throw wrong(
        `service ${name} has a container_name, so it can't have ${number} replicas`,
        'leave container_name out',
      );
    }
    services[name] = { ...service, deploy: { ...service.deploy, replicas: Number(number) } };
  }
  return { ...project, services };
}

/** The project with one pull policy for all services, as `--pull` has it. */
export function withPull(project: Project, policy: string | undefined): Project {
  if (policy === undefined || policy === 'policy') return project;
  const services = Object.entries(project.services).map(([name, service]) => [
    name,
    { ...service, pull_policy: policy },
  ]);
  return { ...project, services: Object.fromEntries(services) };
}
