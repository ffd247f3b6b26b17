export { type Execution, execute, type Hand } from './execute.ts';
export { type LockRequest, lockScript } from './lock.ts';
export { runbookOf, type ShipCommands } from './runbook.ts';
export { survey } from './survey.ts';
export type { Event, ShipContext } from './types.ts';
