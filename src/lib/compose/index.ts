export { type Canonical, canonical } from './canonical.ts';
export { type DependencyEdge, dependencies, parseLink } from './links.ts';
export { type LoadOptions, load } from './load.ts';
export { selectServices } from './select.ts';
export { requireShips } from './ships.ts';
export * from './types.ts';
