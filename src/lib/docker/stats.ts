import { readJson } from './parse/json.ts';
import type { Command } from './types.ts';

/** What a container uses, in docker's words. */
export interface Usage {
  CPUPerc: string;
  MemUsage: string;
  MemPerc: string;
  NetIO: string;
  BlockIO: string;
  PIDs: string;
}

const FIELDS = ['CPUPerc', 'MemUsage', 'MemPerc', 'NetIO', 'BlockIO', 'PIDs'] as const satisfies (keyof Usage)[];

/** Measures containers for a second or two, whose IDs follow, and prints a line of each for `parseStats`. */
export function stats(): Command {
  const format = `[${['ID', ...FIELDS].map((field) => `{{json .${field}}}`).join(',')}]`;
  return { argv: ['stats', '--no-stream', '--no-trunc', '--format', format] };
}

/**
 * A line of `stats`.
 * @throws {Problem} when it is not such a line
 */
export function parseStats(line: string): { id: string; usage: Usage } {
  const [id = '', ...values] = readJson(line) as string[];
  return {
    id,
    usage: Object.fromEntries(FIELDS.map((field, index) => [field, values[index] ?? ''])) as unknown as Usage,
  };
}
