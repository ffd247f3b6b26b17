import { inOrder, type Project } from '../compose/index.ts';
import { hooksOf } from '../docker/index.ts';
import { restarting } from './followers.ts';
import { beforeStop } from './hooks.ts';
import type { Steps } from './steps.ts';
import type { Task } from './tasks.ts';
import type { Replica } from './types.ts';
import { unique } from './words.ts';

/**
 * For each replica that runs and stays: those that may be made anew, with which it is then restarted, because it depends
 * on them with `restart: true` or on what is restarted with them.
 */
export function mayRestartWith(project: Project, tasks: readonly Task[]): Map<Replica, Replica[]> {
  const causes = new Map<Replica, Replica[]>();
  for (const service of inOrder(project)) {
    const asked = restarting(project, service);
    const above = tasks.filter(({ spec }) => asked.includes(spec.service));
    const its = above.flatMap(({ replica, verdict }) => [
      ...(verdict.kind === 'refresh' ? [replica] : []),
      ...(causes.get(replica) ?? []),
    ]);
    for (const { replica, spec, verdict } of tasks) {
      const stays = verdict.kind === 'same' || verdict.kind === 'refresh';
      if (spec.service === service && stays && verdict.container.state === 'running' && its.length > 0)
        causes.set(replica, unique(its));
    }
  }
  return causes;
}

/**
 * Restarts a container where one of its causes was made anew by its refresh, and it was not itself. Returns the steps
 * after which the replica is as it should be.
 */
export function passOn(
  plan: Steps,
  project: Project,
  { replica, spec, ship, verdict }: Task,
  causes: readonly Replica[],
  { own, behind }: { own: string[]; behind: string[] },
): string[] {
  if (verdict.kind === 'create') return own;
  const refreshes = plan.list.filter(({ kind }) => kind === 'refresh');
  const any = refreshes.filter(({ subject }) => causes.includes(subject)).map(({ id }) => id);
  const unless = refreshes.find(({ subject }) => subject === replica)?.id;
  const common = {
    ...{ ship: ship.ship, subject: replica, container: verdict.container.name },
    ...{
      why: `it is restarted if ${causes.join(' or ')} is made anew`,
      follows: { any, ...(unless ? { unless } : {}) },
    },
  };
  const hooks = hooksOf(spec, 'post_start');
  const stopped = plan.add({
    ...{ kind: 'stop', ...common, after: own, behind: [...behind, ...any] },
    ...beforeStop(project, verdict.container),
  });
  return [plan.add({ kind: 'start', ...common, after: [stopped], ...(hooks ? { hooks } : {}) })];
}
