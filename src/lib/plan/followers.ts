import { inOrder, type Project, parseLink } from '../compose/index.ts';
import type { Container } from '../docker/index.ts';
import type { Verdict } from './diff.ts';
import { namespaces, parents } from './sharing.ts';
import type { Task } from './tasks.ts';

/**
 * The tasks of the chosen services, and those of others whose containers share with one of theirs: they stay as they are
 * unless that is made anew, or starts.
 */
export function withLodgers(tasks: readonly Task[], chosen: ReadonlySet<string>): Task[] {
  const hosts = new Set(tasks.filter((task) => chosen.has(task.spec.service)));
  const lodgers = new Map<Task, Task>();
  for (let found = -1; found < lodgers.size; ) {
    found = lodgers.size;
    for (const task of tasks.filter((one) => !hosts.has(one) && one.verdict.kind !== 'create')) {
      const { verdict } = task;
      if (verdict.kind === 'create' || !sharesWith(task, [...hosts])) continue;
      hosts.add(task);
      lodgers.set(task, { ...task, verdict: { kind: 'same', container: verdict.container } });
    }
  }
  return tasks.flatMap((task) => (hosts.has(task) ? [lodgers.get(task) ?? task] : []));
}

function sharesWith(task: Task, others: readonly Task[]): boolean {
  const names = parents(task.spec.config);
  return others.some(({ spec, ship }) => ship === task.ship && names.includes(spec.name));
}

/**
 * The tasks with those that start again where they run: with the container in whose namespaces they live, and with what
 * they depend on where they ask for that.
 */
export function withRestarts(project: Project, tasks: readonly Task[], wantRunning: boolean): Task[] {
  const decided = new Map<string, Task>();
  for (const service of inOrder(project)) {
    for (const task of tasks.filter(({ spec }) => spec.service === service)) {
      const { verdict } = task;
      const isUp = wantRunning && verdict.kind === 'same' && verdict.container.state === 'running';
      const why = isUp ? whyAgain(project, task, verdict.container, [...decided.values()]) : undefined;
      const again: Verdict | undefined =
        isUp && why ? { kind: 'restart', container: verdict.container, why } : undefined;
      decided.set(task.replica, again ? { ...task, verdict: again } : task);
    }
  }
  return tasks.map((task) => decided.get(task.replica) ?? task);
}

function whyAgain(project: Project, task: Task, container: Container, others: readonly Task[]): string | undefined {
  const names = namespaces(task.spec.config);
  const starts = others.find(
    ({ spec, ship, verdict }) => ship === task.ship && names.includes(spec.name) && STARTS.has(verdict.kind),
  );
  if (starts) return `it shares with ${starts.replica}, which starts`;
  const later = task.ship.containers.find(
    (one) => names.includes(one.name) && Date.parse(one.startedAt) > Date.parse(container.startedAt),
  );
  if (later) return `${later.name}, with which it shares, started after it`;
  const asked = restarting(project, task.spec.service);
  const cause = others.find(({ spec, verdict }) => asked.includes(spec.service) && RESTARTS.has(verdict.kind));
  return cause && `it is restarted with ${cause.replica}`;
}

const STARTS: ReadonlySet<Verdict['kind']> = new Set(['start', 'restart']);
const RESTARTS: ReadonlySet<Verdict['kind']> = new Set(['replace', 'restart']);

/**
 * The services with which one is to be restarted. A link alone does not ask for it: what is linked is told by variables,
 * and a container is made anew when these change.
 */
export function restarting(project: Project, service: string): string[] {
  const said = project.services[service];
  const linked = new Set(said?.links.map((link) => parseLink(link).service));
  return Object.entries(said?.depends_on ?? {}).flatMap(([name, { restart }]) =>
    restart && !linked.has(name) ? [name] : [],
  );
}
