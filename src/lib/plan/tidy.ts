import type { Container, Observation } from '../docker/index.ts';
import type { Steps } from './steps.ts';
import type { Step } from './types.ts';

const TAKERS: ReadonlySet<Step['kind']> = new Set(['record', 'replace', 'remove']);

/**
 * A step for each ship that holds content of laptops that no container there mounts any more when all steps so far are
 * done, and that the last deploys, by their ids, did not use: behind those that take containers away.
 */
export function tidyShips(plan: Steps, ships: readonly Observation[], recent: readonly string[]): void {
  for (const ship of ships) {
    const its = plan.list.filter((step) => step.ship === ship.ship);
    const used = new Set([
      ...recent,
      ...[...ship.containers, ...ship.failed].filter(staysAfter(its)).flatMap(contentsOf(ship)),
      ...its.flatMap(wanted),
    ]);
    const ids = ship.contents.filter((id) => !used.has(id));
    if (ids.length === 0) continue;
    plan.add({
      kind: 'tidy',
      ship: ship.ship,
      after: its.filter(({ kind }) => TAKERS.has(kind)).map(({ id }) => id),
      subject: 'old content',
      why: 'no container mounts it',
      ids,
    });
  }
}

function staysAfter(steps: readonly Step[]): (container: Container) => boolean {
  const gone = new Set(
    steps.flatMap((step) => {
      if (step.kind === 'replace') return step.retains ? [] : [step.old.name];
      return step.kind === 'remove' && step.target === 'container' ? [step.name] : [];
    }),
  );
  return ({ name }) => !gone.has(name);
}

function contentsOf({ store }: Observation): (container: Container) => string[] {
  const folder = `${store}.files/`;
  return ({ mounts }) =>
    mounts.flatMap(({ source }) => (source.startsWith(folder) ? [source.slice(folder.length)] : []));
}

function wanted(step: Step): string[] {
  return step.kind === 'create' || step.kind === 'replace' || step.kind === 'refresh'
    ? (step.spec.files ?? []).map(({ id }) => id)
    : [];
}
