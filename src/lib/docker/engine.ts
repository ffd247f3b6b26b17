import type { Engine } from './types.ts';

/** Whether an engine is of that major version or a later one; one that names no number is taken for an old one. */
export function atLeast(engine: Engine, major: number): boolean {
  return Number.parseInt(engine.version, 10) >= major;
}
