import { fits, table } from './table.ts';
import { plain } from './width.ts';

export interface Column<Row> {
  head: string;
  /** `now` in milliseconds since 1970. */
  cell: (row: Row, now: number) => string;
  /** Below this width it is not cut; 8 unless given. */
  least?: number;
}

/** Of what is never cut. */
export const WHOLE = Number.POSITIVE_INFINITY;

export interface ColumnsOptions {
  /** Milliseconds since 1970. */
  now: number;
  /** Columns of the terminal; without it nothing is left out or cut. */
  width?: number | undefined;
}

/** Rows in the first of these forms that fits the terminal; in the last, cut, where none does. No newline at the end. */
export function columns<Row>(
  rows: readonly Row[],
  forms: readonly (readonly Column<Row>[])[],
  { now, width }: ColumnsOptions,
): string {
  const drawn = forms.map((form) => ({
    head: form.map(({ head }) => head),
    cells: rows.map((row) => form.map(({ cell }) => plain(cell(row, now)))),
    least: form.map(({ least }) => least ?? 8),
  }));
  const fitting = drawn.find(({ head, cells }) => width === undefined || fits(head, cells, width));
  const form = fitting ?? drawn.at(-1);
  return form ? table(form.head, form.cells, { width, least: form.least }) : '';
}
