export { type Canonical, canonical } from './canonical.ts';
export { type DependencyEdge, dependencies, parseLink, sharedServices } from './links.ts';
export { type LoadOptions, load } from './load.ts';
export { inOrder, withDependencies } from './order.ts';
export { selectServices } from './select.ts';
export { serviceHash } from './service-hash.ts';
export { requireShips } from './ships.ts';
export * from './types.ts';
export { toYaml } from './yaml.ts';
