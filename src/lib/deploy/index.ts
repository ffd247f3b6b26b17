export { type Execution, execute, type Hand } from './execute.ts';
export { type LockRequest, lockScript } from './lock.ts';
export type { ShipContext } from './programs.ts';
export { runbookOf, type ShipCommands } from './runbook.ts';
export { survey } from './survey.ts';
export type { Event } from './types.ts';
