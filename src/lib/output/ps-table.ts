import type { PsRow } from '../fleet/index.ts';
import { type Column as ColumnOf, type ColumnsOptions, columns, WHOLE } from './columns.ts';
import { portsText, shortPortsText } from './ps-ports.ts';
import { created, status } from './ps-words.ts';

type Column = ColumnOf<PsRow>;

export interface PsTableOptions extends ColumnsOptions {
  /** Each command in full, and nothing is cut. */
  whole?: boolean | undefined;
}

const SHIP: Column = { head: 'SHIP', cell: (row) => row.ship, least: WHOLE };
const NAME: Column = { head: 'NAME', cell: (row) => row.name, least: WHOLE };
const IMAGE: Column = { head: 'IMAGE', cell: (row) => row.image };
const COMMAND: Column = {
  head: 'COMMAND',
  cell: (row) => ('unknown' in row.seen ? '' : JSON.stringify(row.seen.command)),
};
const SERVICE: Column = { head: 'SERVICE', cell: (row) => row.service };
const CREATED: Column = { head: 'CREATED', cell: created };
const STATUS: Column = { head: 'STATUS', cell: status, least: 22 };
const PORTS: Column = { head: 'PORTS', cell: (row) => ('unknown' in row.seen ? '' : portsText(row.seen)) };
const SHORT_PORTS: Column = { ...PORTS, cell: (row) => ('unknown' in row.seen ? '' : shortPortsText(row.seen)) };

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
export function psTable(rows: readonly PsRow[], { whole, ...options }: PsTableOptions): string {
  return whole ? columns(rows, [WHOLE_FORM], { ...options, width: undefined }) : columns(rows, FORMS, options);
}
