export { type DependencyEdge, dependencies, parseLink } from './links.ts';
export { type LoadOptions, load } from './load.ts';
export * from './types.ts';
