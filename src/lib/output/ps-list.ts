import type { PsRow } from '../fleet/index.ts';

/** The whole IDs of what was seen, one a line. */
export function psIds(rows: readonly PsRow[]): string {
  return rows.flatMap(({ seen }) => ('unknown' in seen ? [] : [seen.id])).join('\n');
}

/** The services of the rows, one a line. */
export function psServices(rows: readonly PsRow[]): string {
  return [...new Set(rows.map(({ service }) => service))].join('\n');
}
