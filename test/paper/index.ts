export { paperEngine } from './engine.ts';
export { type LaptopOptions, type Launched, type PaperFleet, PROGRAM, paperFleet, type Ran } from './fleet.ts';
export { type Keys, laptopKey, newKeys } from './keys.ts';
export { type PaperOptions, type PaperShip, startPaper } from './server.ts';
export type * from './types.ts';
export { docker } from './verbs/index.ts';
