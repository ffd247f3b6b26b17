import type { Engine } from './observed.ts';

/** Whether an engine is of that version (`25`, `28.1`) or a later one; one that names no number is taken for an old one. */
export function atLeast({ version }: Pick<Engine, 'version'>, least: string): boolean {
  const [major = 0, minor = 0] = numbers(version);
  const [leastMajor = 0, leastMinor = 0] = numbers(least);
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

function numbers(version: string): number[] {
  return (/^\d+(\.\d+)?/.exec(version)?.[0] ?? '0').split('.').map(Number);
}
