import { cut, displayWidth, pad } from './width.ts';

const WIDE_GAP = 3;
const NARROW_GAP = 2;

export interface TableOptions {
  /** Columns of the terminal; without it nothing is cut. */
  width?: number | undefined;
  /** Per column, the width below which it is not cut; 8 unless given. */
  least?: readonly number[] | undefined;
}

/** Rows under a head, in columns as wide as their widest cell; no line is wider than `width`. No newline at the end. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  options: TableOptions = {},
): string {
  const { width = Number.POSITIVE_INFINITY, least = [] } = options;
  const natural = naturalWidths(head, rows);
  const gap = total(natural, WIDE_GAP) <= width ? WIDE_GAP : NARROW_GAP;
  const widths = shrink(natural, width - gap * (head.length - 1), least);
  return [head, ...rows].map((cells) => cut(line(cells, widths, gap), width)).join('\n');
}

/** Whether `table` would show everything in that width. */
export function fits(head: readonly string[], rows: readonly (readonly string[])[], width: number): boolean {
  return total(naturalWidths(head, rows), NARROW_GAP) <= width;
}

function naturalWidths(head: readonly string[], rows: readonly (readonly string[])[]): number[] {
  return head.map((_, column) => Math.max(...[head, ...rows].map((cells) => displayWidth(cells[column] ?? ''))));
}

function total(widths: readonly number[], gap: number): number {
  return sum(widths) + gap * (widths.length - 1);
}

function line(cells: readonly string[], widths: readonly number[], gap: number): string {
  return widths
    .map((width, column) => pad(cut(cells[column] ?? '', width), width))
    .join(' '.repeat(gap))
    .trimEnd();
}

/** The highest common limit under which all columns fit; no column falls below its least. */
function shrink(natural: readonly number[], room: number, least: readonly number[]): number[] {
  const under = (limit: number) => natural.map((width, column) => Math.min(width, Math.max(limit, least[column] ?? 8)));
  let limit = Math.max(...natural);
  while (limit > 1 && sum(under(limit)) > room) limit -= 1;
  return under(limit);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}
