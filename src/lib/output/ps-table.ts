import type { PsRow } from './ps.ts';
import { created, ports, shortPorts, status } from './ps-words.ts';
import { fits, table } from './table.ts';
import { plain } from './width.ts';

export interface PsTableOptions {
  /** Milliseconds since 1970. */
  now: number;
  /** Columns of the terminal; without it nothing is left out or cut. */
  width?: number | undefined;
  /** Each command in full, and nothing is cut. */
  whole?: boolean | undefined;
}

interface Column {
  head: string;
  cell: (row: PsRow, now: number) => string;
  /** Below this width it is not cut: who and where are worth more than the rest. */
  least?: number;
}

const NEVER = Number.POSITIVE_INFINITY;

const SHIP: Column = { head: 'SHIP', cell: (row) => row.ship, least: NEVER };
const NAME: Column = { head: 'NAME', cell: (row) => row.name, least: NEVER };
const IMAGE: Column = { head: 'IMAGE', cell: (row) => row.image };
const COMMAND: Column = {
  head: 'COMMAND',
  cell: (row) => ('unknown' in row.seen ? '' : plain(JSON.stringify(row.seen.command))),
};
const SERVICE: Column = { head: 'SERVICE', cell: (row) => row.service };
const CREATED: Column = { head: 'CREATED', cell: created };
const STATUS: Column = { head: 'STATUS', cell: status, least: 22 };
const PORTS: Column = { head: 'PORTS', cell: (row) => ('unknown' in row.seen ? '' : ports(row.seen.ports)) };
const SHORT_PORTS: Column = { ...PORTS, cell: (row) => ('unknown' in row.seen ? '' : shortPorts(row.seen.ports)) };

/**
 * Ever narrower: addresses of all interfaces go first, then the age, since the status has one, then the service, which
 * the name has.
 */
const FORMS: Column[][] = [
  [SHIP, NAME, IMAGE, SERVICE, CREATED, STATUS, PORTS],
  [SHIP, NAME, IMAGE, SERVICE, CREATED, STATUS, SHORT_PORTS],
  [SHIP, NAME, IMAGE, SERVICE, STATUS, SHORT_PORTS],
  [SHIP, NAME, IMAGE, STATUS, SHORT_PORTS],
];

const WHOLE_FORM: Column[] = [SHIP, NAME, IMAGE, COMMAND, SERVICE, CREATED, STATUS, PORTS];

/** Rows for people, in columns that fit the terminal. No newline at the end. */
export function psTable(rows: readonly PsRow[], { now, whole, ...terminal }: PsTableOptions): string {
  const width = whole ? undefined : terminal.width;
  const forms = (whole ? [WHOLE_FORM] : FORMS).map((columns) => ({
    columns,
    head: columns.map(({ head }) => head),
    cells: rows.map((row) => columns.map(({ cell }) => cell(row, now))),
  }));
  const fitting = forms.find(({ head, cells }) => width === undefined || fits(head, cells, width));
  const form = fitting ?? forms[forms.length - 1];
  if (!form) return '';
  return table(form.head, form.cells, { width, least: form.columns.map(({ least }) => least ?? 8) });
}
