import type { Project } from '../compose/index.ts';
import { isToldAnew } from './because.ts';
import { isUp, removeContainer } from './change-container.ts';
import { WAITS } from './ready.ts';
import type { Steps } from './steps.ts';
import type { Leaving, Task } from './tasks.ts';
import type { Replica, Step } from './types.ts';

/** Running containers that make way for one on another ship, where nobody asked for that. */
export function movesOf(changing: readonly Task[], surplus: readonly Leaving[], drained: string | undefined): string[] {
  const unasked = surplus.filter(({ ship }) => ship !== drained);
  return unasked.flatMap(({ container, ship, replica }) => {
    const task = changing.find((one) => one.replica === replica && one.verdict.kind === 'create');
    return task && container.state === 'running'
      ? [`${replica} moves from ${ship} to ${task.ship.ship}: ${task.why}`]
      : [];
  });
}

/** What is known when what has moved is to go. */
export interface Moving {
  changing: readonly Task[];
  /** The steps after which a replica is as it should be. */
  made: ReadonlyMap<Replica, string[]>;
  /** Whether what is made runs. */
  run: boolean;
  /** The steps with which its ship begins. */
  begun(one: Leaving): string[];
}

/** Removes what has a successor, when that is ready and all that are told where it is have been told anew. */
export function removeMoved(plan: Steps, project: Project, moved: readonly Leaving[], moving: Moving): void {
  const { changing, made, begun } = moving;
  for (const one of moved) {
    const told = changing.filter((task) => isToldAnew(project, task, one.container.service));
    const before = [...successorReady(plan, one, moving), ...told.flatMap(({ replica }) => made.get(replica) ?? [])];
    removeContainer(plan, project, one, [...begun(one), ...before]);
  }
}

/** On one ship a successor is ready when its step is done. */
function successorReady(plan: Steps, { replica, container, ship }: Leaving, { changing, made, run }: Moving): string[] {
  const own = made.get(replica) ?? [];
  const task = changing.find((one) => one.replica === replica);
  if (!task || task.ship.ship === ship || !run || !isUp(container)) return own;
  const isWait = (step: Step) => WAITS.has(step.kind) && step.subject === replica && !('optional' in step);
  const awaited = plan.list.find(isWait);
  if (awaited) return [awaited.id];
  const common = { ship: task.ship.ship, after: own, subject: replica, container: task.spec.name };
  return [plan.add({ ...common, kind: 'ready', why: `then the one on ${ship} goes` })];
}
