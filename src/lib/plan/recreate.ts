import { type Project, withDependencies } from '../compose/index.ts';
import { refreshAfter } from '../docker/index.ts';
import type { Back } from './back.ts';
import { asItStands, type Verdict } from './diff.ts';
import { type Builds, isBuiltAnew } from './images.ts';
import { parents } from './sharing.ts';
import type { Task } from './tasks.ts';
import type { Change } from './types.ts';

/** `force` makes containers anew that need not be, `never` leaves those that should be. */
export type Recreate = 'force' | 'never';

export interface RecreateOptions {
  /** Services to bring up; all when empty. */
  services: readonly string[];
  /** Without what they need. */
  alone?: boolean;
  recreate?: Recreate | undefined;
  /** The same for what the services named need. */
  recreateDependencies?: Recreate | undefined;
  /** `missing` unless given. */
  builds?: Builds;
  /** The deploy whose project it is: replicas go where they were, names of images mean what they meant, none comes anew. */
  back?: Back;
}

/** The services that a deploy is about. */
export function chosenServices(project: Project, { services, alone = false }: RecreateOptions): Set<string> {
  return alone && services.length > 0 ? new Set(services) : withDependencies(project, services);
}

/**
 * The tasks with all that makes a container anew besides itself: what the person wants, an image that is pulled first
 * and may have moved, and the container whose namespaces or volumes it shares.
 */
export function recreated(tasks: readonly Task[], options: RecreateOptions, run: boolean): Task[] {
  const wanted = tasks.map((task): Task => {
    const policy = policyFor(task, options);
    const verdict = bent(task.verdict, policy, run);
    return { ...task, verdict: options.back ? verdict : refreshed(task, verdict, policy, options.builds ?? 'missing') };
  });
  return followParents(wanted);
}

/** What the person wants of a replica that exists; of what the services named need, it may be something else. */
export function policyFor({ spec }: Task, { services, recreate, recreateDependencies }: RecreateOptions) {
  return services.length === 0 || services.includes(spec.service) ? recreate : recreateDependencies;
}

function bent(verdict: Verdict, policy: Recreate | undefined, run: boolean): Verdict {
  if (verdict.kind === 'create' || policy === undefined) return verdict;
  const { container } = verdict;
  if (policy === 'never') return container.state === 'dead' ? verdict : asItStands(container, run);
  return verdict.kind === 'replace'
    ? verdict
    : { kind: 'replace', container, changes: changesIn(verdict), why: 'it is to be made anew' };
}

function changesIn(verdict: Verdict): Change[] {
  return 'changes' in verdict ? verdict.changes : [];
}

/** What is pulled though it is there, or built, may come as another image. */
function refreshed({ spec }: Task, verdict: Verdict, policy: Recreate | undefined, builds: Builds): Verdict {
  const { build, pull_policy } = spec.config;
  const comes = build ? isBuiltAnew(spec, builds) : refreshAfter(pull_policy) !== undefined;
  if (!comes || policy === 'never') return verdict;
  if (verdict.kind === 'update') return madeAnew(verdict);
  if (verdict.kind !== 'same' && verdict.kind !== 'start') return verdict;
  const { container } = verdict;
  const unless = [{ kind: 'image' as const, name: spec.config.image, id: container.imageId }];
  return {
    kind: 'refresh',
    container,
    unless,
    why: `its image is ${build ? 'built anew' : `pulled ${wordOf(pull_policy)}`}`,
  };
}

/** Where a container may have to be made anew and has to be changed, it is made anew: one step can't do either. */
function madeAnew({ container, changes, why }: Extract<Verdict, { kind: 'update' }>): Verdict {
  return { kind: 'replace', container, changes, why };
}

/** `always`, `daily`, `weekly`, `every 12h`. */
function wordOf(policy = ''): string {
  return policy.replace('_', ' ');
}

function followParents(tasks: readonly Task[]): Task[] {
  const known = new Map<string, Task>();
  const byName = new Map(tasks.map((task) => [nameOf(task, task.spec.name), task]));
  const follow = (task: Task): Task => {
    const own = nameOf(task, task.spec.name);
    const done = known.get(own) ?? {
      ...task,
      verdict: followed(
        task,
        parents(task.spec.config).flatMap((name) => {
          const parent = byName.get(nameOf(task, name));
          return parent ? [follow(parent)] : [];
        }),
      ),
    };
    known.set(own, done);
    return done;
  };
  return tasks.map(follow);
}

function nameOf({ ship }: Task, container: string): string {
  return `${ship.ship} ${container}`;
}

/** A namespace ends with the container that it is of. */
function followed({ verdict }: Task, above: readonly Task[]): Verdict {
  if (verdict.kind === 'create' || verdict.kind === 'replace') return verdict;
  const { container } = verdict;
  const anew = above.find((parent) => parent.verdict.kind === 'create' || parent.verdict.kind === 'replace');
  if (anew)
    return {
      kind: 'replace',
      container,
      changes: changesIn(verdict),
      why: `it shares with ${anew.replica}, which is made anew`,
    };
  const unless = above.flatMap((parent) =>
    parent.verdict.kind === 'refresh'
      ? [{ kind: 'container' as const, name: parent.spec.name, id: parent.verdict.container.id }]
      : [],
  );
  if (unless.length === 0) return verdict;
  if (verdict.kind === 'update') return madeAnew(verdict);
  const before = verdict.kind === 'refresh' ? verdict.unless : [];
  return { kind: 'refresh', container, unless: [...before, ...unless], why: 'what it shares may be made anew' };
}
