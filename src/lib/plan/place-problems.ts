import { Problem } from '../problem.ts';
import { CLAIMS } from './place-claims.ts';
import type { Shortage } from './place-cliques.ts';
import type { Exclusion, Group, Option, Scene } from './place-model.ts';
import { isGlobal } from './usable.ts';
import { list, unique } from './words.ts';

/** Rules in the order in which they bind: the last one that still bars a ship is the one in the way. */
const ORDER: Exclusion['rule'][] = ['ships', 'exists', 'data', 'taken', 'bond'];

function inTheWay(reasons: readonly Exclusion[]): Exclusion | undefined {
  return reasons.toSorted((a, b) => ORDER.indexOf(b.rule) - ORDER.indexOf(a.rule))[0];
}

/** The hard rules leave no ship for a group. */
export function nowhere(scene: Scene, group: Group, reasons: Map<Option, Exclusion>, exit: number): Problem {
  const all = [...reasons.values()];
  const last = inTheWay(all);
  const together = group.why && group.members.length > 1 ? [`they stay together: ${group.why}`] : [];
  return new Problem({
    what: `${list(group.members.map(({ replica }) => replica))} ${group.members.length > 1 ? 'have' : 'has'} no ship to go to`,
    where: scene.project.where(last?.path ?? ['ships']),
    why: unique([...all.map(({ text }) => text), ...together]).join('; '),
    remedy: last?.remedy,
    exit,
  });
}

/** More replicas take one thing than the ships that are open to them have of it. */
export function scarce(scene: Scene, { claim, groups, ships }: Shortage, exit: number): Problem {
  const claims = groups.flatMap((group) => group.claims.filter((one) => one.key === claim.key));
  const barred = (groups[0]?.options ?? []).filter(({ site }) => !ships.includes(site.name));
  const texts = unique(barred.flatMap(({ excluded }) => excluded?.text ?? []));
  const { want, once, remedy } = CLAIMS[claim.kind];
  return new Problem({
    what: `${list(unique(claims.map(({ by }) => by)))} ${want(claim)}, and only ${list(ships)} ${ships.length > 1 ? 'are' : 'is'} open to them`,
    where: scene.project.where(claims[0]?.path ?? []),
    why: [once(claim), ...texts].join('; '),
    remedy,
    exit,
  });
}

/** The search was given up: there may be a placement, or none. */
export function givenUp(limit: number, exit: number): Problem {
  return new Problem({
    what: `no placement was found in ${limit.toLocaleString('en')} looks, and the search was given up`,
    why: 'many services take the same ports or names of the same ships, and there are too many ways to deal them out',
    remedy: 'leave it fewer ways: name the ships of some services under `ships` or `deploy.placement.constraints`',
    exit,
  });
}

/** @throws Problem where a service that is on every ship is given a number of replicas, too */
export function refuseCounts({ project }: Scene): void {
  for (const [service, { deploy, scale }] of Object.entries(project.services)) {
    const count = deploy?.replicas ?? scale;
    if (count === undefined || !isGlobal(project, service)) continue;
    throw new Problem({
      what: `service ${service} has the mode global and ${count} replicas`,
      where: project.where(['services', service, 'deploy', 'mode']),
      why: 'a global service has one replica on every ship that it may use',
      remedy: 'keep one of them',
    });
  }
}

/** @throws Problem where the file has no ships, or a service can use none of them */
export function requireShips(scene: Scene, exit: number): void {
  const { project } = scene;
  if (project.ships.length === 0) {
    throw new Problem({ what: 'the file names no ships', remedy: 'list the Docker hosts under the key `ships`' });
  }
  for (const service of Object.keys(project.services)) {
    if (scene.shipsOf(service).length > 0) continue;
    const reasons = project.ships.flatMap(({ name }) => scene.barred(service, name) ?? []);
    const last = inTheWay(reasons);
    throw new Problem({
      what: `service ${service} may use no ship of the file`,
      where: project.where(last?.path ?? ['services', service]),
      why: unique(reasons.map(({ text }) => text)).join('; '),
      remedy: last?.remedy,
      exit,
    });
  }
}
