import { type DeployRecord, isReachable, type Observed } from '../docker/index.ts';

/** The deploys that ships tell of, newest first, each as the ship knows it that knows most. */
export function deploysOf(fleet: readonly Observed[]): DeployRecord[] {
  const told = fleet
    .filter(isReachable)
    .flatMap(({ history = [], record }) => [...history, ...(record ? [record] : [])]);
  const known = new Map<string, DeployRecord>();
  for (const record of told) {
    const before = known.get(record.deploy);
    if (!before || before.outcome === 'begun') known.set(record.deploy, record);
  }
  return [...known.values()].sort((a, b) => b.generation - a.generation || (a.deploy < b.deploy ? -1 : 1));
}
