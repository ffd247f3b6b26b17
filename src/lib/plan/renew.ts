import type { Network, Project } from '../compose/index.ts';
import type { Container, DeployRecord } from '../docker/index.ts';
import { type Diverged, definitionWarning, divergedOn, fieldsOf } from './definitions.ts';
import { policyFor, type RecreateOptions } from './recreate.ts';
import type { Steps } from './steps.ts';
import { type Leaving, replicaOf, type Task } from './tasks.ts';
import type { Member, Replica, Step } from './types.ts';
import { list } from './words.ts';

type DivergedNetwork = Extract<Diverged, { kind: 'network' }>;

/** A network of a ship that is made anew, and the containers of the project that are in it. */
export type Renewal = DivergedNetwork & { containers: Container[] };

/**
 * Networks that are made anew, since the file says something else of them now, and warnings of what stays as it is. All
 * containers have to be out of a network meanwhile, so it stays while somebody is in it who is not made anew too.
 */
export function renewalsOf(
  project: Project,
  tasks: readonly Task[],
  leaving: readonly Leaving[],
  record: DeployRecord | undefined,
  options: RecreateOptions,
): { renewals: Renewal[]; warnings: string[] } {
  const renewals: Renewal[] = [];
  const warnings: string[] = [];
  for (const one of divergedOn(project, tasks, record)) {
    const containers = one.ship.containers.filter(({ networks }) => networks.includes(one.wanted.name));
    const held = one.kind === 'network' ? heldBy(one, containers, tasks, leaving, options) : '';
    if (one.kind === 'network' && !one.stranger && held === undefined) renewals.push({ ...one, containers });
    else warnings.push(definitionWarning(one, held ?? ''));
  }
  return { renewals, warnings };
}

/** Why a network can't be made anew, where it can't. */
function heldBy(
  { wanted, ship }: DivergedNetwork,
  containers: readonly Container[],
  tasks: readonly Task[],
  leaving: readonly Leaving[],
  options: RecreateOptions,
): string | undefined {
  const drivers = [wanted.driver, ship.networks.find(({ name }) => name === wanted.name)?.driver];
  if (drivers.includes('overlay')) return 'until the project has been down: it is over ships';
  const goes = (container: Container) =>
    leaving.some((one) => one.container === container) ||
    tasks.some((task) => isOf(container, task) && policyFor(task, options) !== 'never');
  const staying = containers.filter((container) => !goes(container)).map(({ name }) => name);
  if (staying.length === 0) return undefined;
  return `while ${list(staying)} ${staying.length > 1 ? 'are' : 'is'} in it and not made anew`;
}

function isOf(container: Container, { verdict }: Task): boolean {
  return verdict.kind !== 'create' && verdict.container === container;
}

/** The tasks, with all containers that are in these networks made anew. */
export function withRenewals(tasks: readonly Task[], renewals: readonly Renewal[]): Task[] {
  return tasks.map((task): Task => {
    const { verdict } = task;
    const left = renewals.filter(({ containers }) => containers.some((container) => isOf(container, task)));
    const [first] = left;
    if (!first || verdict.kind === 'create') return task;
    const { container } = verdict;
    const before = verdict.kind === 'replace' ? verdict : { changes: [], why: reasonOf(first) };
    const changes = [...before.changes, ...left.map(({ wanted }) => ({ field: `network ${wanted.name}` }))];
    return { ...task, verdict: { kind: 'replace', container, changes, why: before.why } };
  });
}

/** `network demo_default changes: driver_opts.mtu`. */
function reasonOf(one: Renewal): string {
  const fields = fieldsOf(one);
  return `network ${one.wanted.name} changes${fields && `: ${fields}`}`;
}

/** What a ship may be given while the network is still there. */
const EARLIER: ReadonlySet<Step['kind']> = new Set(['pull', 'build', 'bring', 'volume', 'remove']);

/**
 * A step for each network that is made anew, behind all that can be done before, so that nobody is without it for long.
 * Returns the steps so far that each replica waits for.
 */
export function renewNetworks(
  plan: Steps,
  renewals: readonly Renewal[],
  tasks: readonly Task[],
  record: DeployRecord | undefined,
  ready: ReadonlyMap<Replica, string[]>,
): Map<Replica, string[]> {
  const all = new Map(ready);
  for (const one of renewals) {
    const { ship, key, wanted, former, changes, containers } = one;
    const fields = fieldsOf(one);
    const why = fields === '' ? 'it was made from another definition' : `it differs in ${fields}`;
    const its = tasks.filter((task) => task.ship === ship && wanted.name in task.spec.config.networks);
    const earlier = plan.list.filter((step) => step.ship === ship.ship && EARLIER.has(step.kind));
    const id = plan.add({
      ...{ kind: 'renew', ship: ship.ship, subject: `network ${wanted.name}`, why, changes },
      after: [...its.flatMap(({ replica }) => ready.get(replica) ?? []), ...earlier.map((step) => step.id)],
      ...{ key, network: wanted, members: containers.map((container) => memberOf(container, wanted, record)) },
      ...(former && { former }),
    });
    for (const { replica } of its) all.set(replica, [...(all.get(replica) ?? []), id]);
  }
  return all;
}

function memberOf(container: Container, { name }: Network, record: DeployRecord | undefined): Member {
  const spec = record?.specs[replicaOf(container) ?? ''];
  return { container: container.name, as: (spec?.hash === container.hash && spec.config.networks[name]) || null };
}
