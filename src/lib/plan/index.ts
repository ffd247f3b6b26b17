export { agreedRecord, conflictWarnings } from './agreement.ts';
export { planAnywhere } from './anywhere.ts';
export { builtHere, bulkOf, withWeights } from './bulk.ts';
export {
  type Answer,
  type Call,
  callsOf,
  type Finding,
  findings,
  type Scene,
  statusOf,
  type Verdict,
} from './doctor/index.ts';
export { type DrainOptions, planDrain } from './drain.ts';
export { type FailoverOptions, planFailover } from './failover.ts';
export type { Guest, Says } from './guest.ts';
export { deploysOf } from './history.ts';
export { type KillOptions, planKill, planPause, planUnpause } from './life.ts';
export { onlyShips } from './only-ships.ts';
export { withPull, withScale } from './overrides.ts';
export { place } from './place.ts';
export { planPrune } from './prune.ts';
export { WAITS } from './ready.ts';
export { newestRecord } from './record.ts';
export { planRestart, type RestartOptions } from './restart.ts';
export { planRm, type RmOptions } from './rm.ts';
export { planRollback, type RollbackOptions } from './rollback.ts';
export { type Identity, planStart, type StartOptions } from './start.ts';
export { type DownOptions, planDown, planStop, type StopOptions } from './stop.ts';
export type * from './types.ts';
export { size } from './words.ts';
