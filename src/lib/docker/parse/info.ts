import type { Engine } from '../types.ts';
import { readJson } from './json.ts';

/**
 * What `LOOKS.info` prints behind the engine's ID and a space.
 * @throws {Problem} when it is something else.
 */
export function parseInfo(json: string): Engine {
  const [id, version, arch, os, memory, cpus] = readJson(json) as [string, string, string, string, number, number];
  return { id, version, arch, os, memory, cpus };
}
