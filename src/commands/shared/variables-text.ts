import type { UsedVariables } from '../../lib/compose/index.ts';
import { table } from '../../lib/output/index.ts';

/** What is asked for: all variables that there are, or else those that the files hold. */
export interface Asked {
  environment: boolean;
  format: string;
}

/** Variables as Compose prints them: `NAME=VALUE` lines, or a table, or JSON with Compose's names. */
export function variablesText({ environment, variables }: UsedVariables, asked: Asked): string {
  if (asked.environment) {
    const lines = Object.entries(environment).map(([name, value]) => `${name}=${value}\n`);
    return lines.sort().join('');
  }
  const sorted = Object.values(variables).sort((a, b) => (a.name < b.name ? -1 : 1));
  if (asked.format === 'json') {
    const entries = sorted.map(({ name, fallback, alternate, required }) => [
      name,
      { Name: name, DefaultValue: fallback, PresenceValue: alternate, Required: required },
    ]);
    return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
  }
  const rows = sorted.map(({ name, fallback, alternate, required }) => [name, String(required), fallback, alternate]);
  return `${table(['NAME', 'REQUIRED', 'DEFAULT VALUE', 'ALTERNATE VALUE'], rows)}\n`;
}
