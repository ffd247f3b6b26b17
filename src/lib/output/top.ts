import type { TopRow } from '../fleet/index.ts';
import { table } from './table.ts';
import { plain } from './width.ts';

const HEAD = ['SHIP', 'SERVICE', '#'];
const NEVER = Number.POSITIVE_INFINITY;

/** Processes for people: those of all ships in one table, where an engine that does not tell a column has `-`. */
export function topTable(rows: readonly TopRow[], { width }: { width?: number | undefined } = {}): string {
  if (rows.length === 0) return '';
  const titles = [...new Set(rows.flatMap(({ cells }) => Object.keys(cells)))];
  const cells = rows.map((row) => [
    row.ship,
    row.service,
    String(row.number),
    ...titles.map((title) => plain(row.cells[title] ?? '-')),
  ]);
  return table([...HEAD, ...titles], cells, { width, least: [NEVER, NEVER] });
}
