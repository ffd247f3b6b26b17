export { isReachable, isUnreachable, type Observed } from '../docker/index.ts';
export { dockerCommand, listenCommand, SIGN_EVERY, shipCommand } from './errand.ts';
export { type LookOptions, lookAtFleet } from './fleet.ts';
export { type Frame, stepMessage } from './frames.ts';
export { recordPath, type Section } from './look.ts';
export { type Choice, pick } from './pick.ts';
export { type Trial, type Tried, tryFrom } from './reach.ts';
export type { Sighting, Wire } from './types.ts';
