import type { Project } from '../compose/index.ts';
import { asideName, type Container, hooksOf, type Spec } from '../docker/index.ts';
import { asItStands } from './diff.ts';
import { beforeStop } from './hooks.ts';
import { anonymousMounts } from './losses.ts';
import { monitorOf, type Rollout } from './rollout.ts';
import type { Steps } from './steps.ts';
import type { Leaving, Task } from './tasks.ts';
import type { Replacement, Step } from './types.ts';
import { updateOrder } from './update-order.ts';

export interface MakeOptions {
  /** False makes containers without starting them. */
  run: boolean;
  /** New anonymous volumes in place of those of the container before. */
  renewVolumes?: boolean;
  /** How many new containers that were no good are kept of a service on a ship; one unless given. */
  keepFailed?: number;
}

/** What a step waits for. */
type Order = Pick<Step, 'after'> & { behind: string[] };

/** The steps of one replica; returns those after which it is as it should be. */
export function changeContainer(
  plan: Steps,
  project: Project,
  task: Task,
  order: Order,
  rolling: Rollout,
  options: MakeOptions,
): string[] {
  const { run } = options;
  const { replica, spec, verdict } = task;
  const common = { ship: task.ship.ship, ...order, subject: replica };
  const hooks = hooksOf(spec, 'post_start');
  const started = hooks ? { hooks } : {};
  switch (verdict.kind) {
    case 'same':
      return [];
    case 'create':
      return [plan.add({ ...common, kind: 'create', spec, run: run && !task.attached, why: task.why })];
    case 'update': {
      const { container, why, changes, keys } = verdict;
      const changed = plan.add({ ...common, kind: 'update', spec, container: container.name, keys, changes, why });
      const next = asItStands(container, run);
      if (next.kind !== 'start') return [changed];
      const after = { after: [changed], behind: [] };
      return [plan.add({ ...common, ...after, kind: 'start', container: container.name, why: next.why, ...started })];
    }
    case 'start':
      return [plan.add({ ...common, kind: 'start', container: verdict.container.name, why: verdict.why, ...started })];
    case 'restart': {
      const { container, why } = verdict;
      const said = { container: container.name, why };
      const stopped = plan.add({ ...common, kind: 'stop', ...said, ...beforeStop(project, container) });
      return [plan.add({ ...common, kind: 'start', after: [stopped], behind: [], ...said, ...started })];
    }
    case 'replace':
    case 'refresh': {
      const { container: old, ...rest } = verdict;
      const { behind, ...turn } = rolling.next();
      const retains = rolling.together ? { retains: true as const } : {};
      const own = { ...replacement(project, task, old, options), ...turn, ...retains };
      const id = plan.add({ ...common, ...rest, ...own, behind: [...order.behind, ...behind] });
      rolling.began(id);
      return [id];
    }
  }
}

/** How a container takes the place of an old one. */
function replacement(
  project: Project,
  { spec, ship, last }: Task,
  old: Container,
  { run, renewVolumes, keepFailed = 1 }: MakeOptions,
): Replacement {
  const overlays = ship.networks.filter(({ driver }) => driver === 'overlay').map(({ name }) => name);
  const was = last?.hash === old.hash && !overlays.some((name) => name in last.config.networks) ? { was: last } : {};
  const failed = ship.failed.filter(({ service }) => service === spec.service);
  const order = updateOrder(spec, old, run);
  return {
    ...{ spec, old, run, keep: renewVolumes ? [] : anonymousVolumes(old, spec), ...beforeStop(project, old) },
    ...order,
    ...(order.order === 'start-first' ? was : {}),
    ...{ monitor: monitorOf(spec.config), keepFailed, ...(failed.length > keepFailed && { tooManyFailed: true }) },
  };
}

/** Whether a task makes, or may make, one container anew. */
export function isReplaced({ verdict }: Task): boolean {
  return verdict.kind === 'replace' || verdict.kind === 'refresh';
}

/** Where all replicas go back together, what becomes of each old container when all have been replaced. */
export function concludeTogether(plan: Steps, { together }: Rollout): void {
  if (!together) return;
  for (const own of together.of) {
    const step = plan.list.find(({ id }) => id === own);
    if (step?.kind !== 'replace' && step?.kind !== 'refresh') continue;
    const { ship, subject, spec, old, run, keep, hooks, order, was, monitor, keepFailed } = step;
    const common = { ship, subject, after: [], behind: together.of, sequel: { own, all: together } };
    plan.add({ ...common, kind: 'retire', container: asideName(old), why: 'it has been replaced' });
    const replaced = { spec, old, run, keep, order, monitor, keepFailed, ...(hooks && { hooks }), ...(was && { was }) };
    plan.add({ ...common, kind: 'revert', replaced, why: 'others could not be replaced' });
  }
}

/** A replacement has its anonymous volumes from the container before it, as in Compose: the image's and the file's. */
function anonymousVolumes(old: Container, spec: Spec): { name: string; target: string }[] {
  const said = new Set(spec.config.volumes.flatMap(({ source, target }) => (source === undefined ? [] : [target])));
  return anonymousMounts(old).filter(({ target }) => !said.has(target));
}

/** Stops a container if it runs, then removes it. Returns the last step. */
export function removeContainer(plan: Steps, project: Project, one: Leaving, after: string[]): string {
  const common = { ship: one.ship, subject: one.container.name, why: one.why };
  const stopped = isUp(one.container)
    ? [
        plan.add({
          ...common,
          kind: 'stop',
          after,
          container: one.container.name,
          ...beforeStop(project, one.container),
        }),
      ]
    : after;
  return plan.add({ ...common, kind: 'remove', after: stopped, target: 'container', name: one.container.name });
}

/** It runs, or docker will run it again by itself. */
export function isUp(container: Container): boolean {
  return ['running', 'restarting', 'paused'].includes(container.state);
}
