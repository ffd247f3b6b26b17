export { agreedRecord } from './agreement.ts';
export { bulkOf } from './bulk.ts';
export { onlyShips } from './only-ships.ts';
export { withPull, withScale } from './overrides.ts';
export { place, placeAnywhere } from './place.ts';
export { newestRecord } from './record.ts';
export { type Identity, planStart, type StartOptions } from './start.ts';
export { type DownOptions, planDown, planStop, type StopOptions } from './stop.ts';
export type * from './types.ts';
