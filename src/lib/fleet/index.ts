export { isReachable, isUnreachable, type Observed } from '../docker/index.ts';
export { type LookOptions, lookAtFleet } from './fleet.ts';
export { type Frame, stepMessage } from './frames.ts';
export { recordPath, type Section } from './look.ts';
export type { Sighting, Wire } from './types.ts';
