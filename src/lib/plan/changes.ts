import { dependencies, inOrder, type Project, sharedServices } from '../compose/index.ts';
import type { Container, Observation, Spec } from '../docker/index.ts';
import { EXIT, Problem } from '../problem.ts';
import { changeContainer, concludeTogether, isReplaced, type MakeOptions } from './change-container.ts';
import { stays } from './diff.ts';
import { type Builds, imageSteps } from './images.ts';
import { isInTheWay } from './in-the-way.ts';
import { isOverlay, managerOf, overlaysIn } from './overlay.ts';

import { mayRestartWith, passOn } from './pass-on.ts';
import { isWaited, WAIT_FOR, type Waited } from './ready.ts';
import { rollout } from './rollout.ts';

import type { Steps } from './steps.ts';
import { hasCompleted, type Leaving, type Task } from './tasks.ts';
import type { Replica } from './types.ts';
import { groupBy, size, unique } from './words.ts';

/** Ids of the steps that must be done on a ship before a replica's own. */
export type Ready = Map<Replica, string[]>;

/**
 * Networks, volumes and images that the replicas need and their ships lack: one step each. A replica also waits for
 * containers on its ship that go first and hold its name, a port that it wants or a volume that they write to.
 */
export function prepareShips(
  plan: Steps,
  project: Project,
  reachable: readonly Observation[],
  changing: readonly Task[],
  intent: ReadonlyMap<string, string[]>,
  gone: ReadonlyMap<Leaving, string>,
  builds: Builds,
  when: string | undefined,
): Ready {
  const steps = new Map<string, string>();
  const once = (key: string, add: () => string): string => {
    const id = steps.get(key) ?? add();
    steps.set(key, id);
    return id;
  };
  return new Map(
    changing.map((task) => {
      const { replica, spec, ship, verdict } = task;
      const after = intent.get(ship.ship) ?? [];
      const freed = [...gone].flatMap(([one, id]) => (isInTheWay(project, task, one) ? [id] : []));
      const lacks = stays(verdict)
        ? absentFiles(spec, ship).filter(({ file }) => file.by !== 'copy')
        : missing(project, spec, ship, reachable, builds, when);
      const ids = lacks.map((lack) => {
        const place = 'ship' in lack ? lack.ship : ship.ship;
        return once(`${place} ${lack.kind} ${lack.kind === 'bring' ? lack.file.id : lack.subject}`, () =>
          plan.add({
            ship: place,
            after: intent.get(place) ?? [],
            ...lack,
            why: `${replica} needs it${lack.kind === 'bring' ? ` (${size(lack.file.bytes)})` : ''}`,
          }),
        );
      });
      return [replica, [...after, ...freed, ...ids]];
    }),
  );
}

function missing(
  project: Project,
  spec: Spec,
  ship: Observation,
  reachable: readonly Observation[],
  builds: Builds,
  when: string | undefined,
) {
  const names = (things: readonly { name: string }[]) => new Set(things.map((thing) => thing.name));
  const [networks, volumes] = [new Set([...names(ship.networks), ...overlaysIn(reachable)]), names(ship.volumes)];
  const mounted = new Set(spec.config.volumes.map(({ source }) => source));
  return [
    ...Object.entries(project.networks)
      .filter(([, { name, external }]) => !external && name in spec.config.networks && !networks.has(name))
      .map(([key, network]) => ({
        ...(isOverlay(project, key) ? { ship: makerOf(project, key, reachable).ship } : {}),
        ...{ kind: 'network' as const, subject: `network ${network.name}`, key, network },
      })),
    ...Object.entries(project.volumes)
      .filter(([, { name, external }]) => !external && mounted.has(name) && !volumes.has(name))
      .map(([key, volume]) => ({ kind: 'volume' as const, subject: `volume ${volume.name}`, key, volume })),
    ...imageSteps(project, spec, ship, builds, when),
    ...absentFiles(spec, ship),
  ];
}

/** The ship that makes a network over ships: once for all of them. */
function makerOf(project: Project, key: string, reachable: readonly Observation[]): Observation {
  const maker = managerOf(reachable);
  if (maker) return maker;
  const name = project.networks[key]?.name ?? key;
  throw new Problem({
    what: `network ${key} can be made by a manager of the Swarm only, and no ship that answers is one`,
    where: project.where(['networks', key]),
    remedy: `make it on a manager (docker network create -d overlay --attachable ${name}) and say external: true, or make a ship a manager`,
    exit: EXIT.failed,
  });
}

/** What a container is given of this machine and its ship does not have. */
export function absentFiles({ files = [] }: Spec, ship: Observation) {
  const there = new Set([...ship.contents, ...ship.kept]);
  return files.filter(({ id }) => !there.has(id)).map((file) => ({ kind: 'bring' as const, subject: file.name, file }));
}

/**
 * A step for each replica that changes, behind those of the services it links to or depends on. Returns the steps after
 * which a replica is as it should be.
 */
export function changeContainers(
  plan: Steps,
  project: Project,
  tasks: readonly Task[],
  ready: Ready,
  options: MakeOptions,
): Map<Replica, string[]> {
  const { run } = options;
  const made = new Map<Replica, string[]>();
  const waited = new Map<string, string[]>();
  const awaited = run ? awaitedServices(project, tasks) : [];
  const causes = run ? mayRestartWith(project, tasks) : new Map<Replica, Replica[]>();
  for (const name of inOrder(project)) {
    const service = project.services[name];
    if (!service) continue;
    const shared = sharedServices(service);
    const edges = dependencies(service).filter((edge) => run || shared.includes(edge.name));
    const stepsOf = (required: boolean) =>
      edges
        .filter((edge) => edge.required === required)
        .flatMap(({ name: other, condition }) =>
          tasks
            .filter((task) => task.spec.service === other)
            .flatMap(({ replica }) => waited.get(`${replica} ${condition}`) ?? made.get(replica) ?? []),
        );
    const [before, behind] = [stepsOf(true), stepsOf(false)];
    const its = tasks.filter((one) => one.spec.service === name);
    const rolling = rollout(service, its.filter(isReplaced).length);
    for (const task of its) {
      const order = { after: [...(ready.get(task.replica) ?? []), ...before], behind };
      const changed = changeContainer(plan, project, task, order, rolling, options);
      const peers = causes.get(task.replica);
      const rest = { own: changed, behind: [...before, ...behind] };
      const own = peers ? passOn(plan, project, task, peers, rest) : changed;
      made.set(task.replica, own);
      for (const wait of awaited.filter((one) => one.service === name)) {
        waited.set(`${task.replica} ${wait.condition}`, waitFor(plan, task, own, wait));
      }
    }
    concludeTogether(plan, rolling);
  }
  return made;
}

interface Awaited {
  service: string;
  condition: Waited;
  /** Some service that changes does not start without it. */
  required: boolean;
}

/** Services that a changing replica wants healthy, or ended well, first. */
function awaitedServices(project: Project, tasks: readonly Task[]): Awaited[] {
  const changing = unique(tasks.filter((task) => task.verdict.kind !== 'same').map((task) => task.spec.service));
  const edges = changing.flatMap((name) => {
    const service = project.services[name];
    return service ? dependencies(service) : [];
  });
  const waits = edges.flatMap(({ name, condition, required }): Awaited[] =>
    isWaited(condition) ? [{ service: name, condition, required }] : [],
  );
  return groupBy(waits, ({ service, condition }) => `${service} ${condition}`).map((group) => ({
    ...(group[0] as Awaited),
    required: group.some(({ required }) => required),
  }));
}

function waitFor(plan: Steps, task: Task, own: string[], { condition, required }: Awaited): string[] {
  const { replica, spec, ship, verdict } = task;
  if (verdict.kind === 'same' && IS_MET[condition](verdict.container)) return [];
  const common = { ship: ship.ship, after: own, subject: replica, container: spec.name };
  const more = required ? {} : { optional: true as const };
  return [plan.add({ ...common, ...WAIT_FOR[condition], ...more })];
}

const IS_MET: Record<Waited, (container: Container) => boolean> = {
  service_healthy: ({ health }) => health === 'healthy',
  service_completed_successfully: hasCompleted,
};
