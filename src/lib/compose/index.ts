export { type DependencyEdge, dependencies, parseLink } from './links.ts';
export * from './types.ts';
