import type { Project } from '../compose/index.ts';
import { EXIT, Problem } from '../problem.ts';
import { isUp } from './change-container.ts';
import { claimsOf, claimsOfNeighbour, clash, heldOf } from './place-claims.ts';
import type { Claim } from './place-model.ts';
import type { Leaving, Task } from './tasks.ts';

/** Whether a container holds what a replica wants: its name, a port, or a volume that it writes to. */
export function isInTheWay(project: Project, task: Task, one: Leaving): boolean {
  if (one.ship !== task.ship.ship) return false;
  const { spec } = task;
  const volumes = new Set(spec.config.volumes.flatMap(({ source }) => source ?? []));
  const writes = one.container.mounts.some(({ name, writable }) => name !== undefined && writable && volumes.has(name));
  return one.container.name === spec.name || writes || heldClaim(project, task, one) !== undefined;
}

/**
 * Holds what changes to what orphans that stay hold of their ships.
 * @throws Problem for a port or a name that a replica wants and an orphan has
 */
export function refuseHeld(project: Project, changing: readonly Task[], orphans: readonly Leaving[]): void {
  for (const task of changing) {
    for (const orphan of orphans.filter(({ ship }) => ship === task.ship.ship)) {
      const claim = heldClaim(project, task, orphan);
      if (!claim) continue;
      throw new Problem({
        what: `${task.replica} wants ${claim.text} on ${orphan.ship}, which ${orphan.container.name} has`,
        where: project.where(claim.path),
        why: `that is an orphan: the file has no service ${orphan.container.service}`,
        remedy: 'let it go with --remove-orphans, or choose another',
        exit: EXIT.failed,
      });
    }
  }
}

function heldClaim(project: Project, { replica, spec }: Task, { container }: Leaving): Claim | undefined {
  const held = heldOf(claimsOfNeighbour({ ...container, running: isUp(container), project: project.name }));
  return clash(claimsOf(project, spec.service, replica), held)?.claim;
}
