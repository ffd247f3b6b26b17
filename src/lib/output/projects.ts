import type { ProjectRow } from '../fleet/index.ts';
import { type Column, type ColumnsOptions, columns, WHOLE } from './columns.ts';
import { count } from './words.ts';

const NAME: Column<ProjectRow> = { head: 'NAME', cell: ({ name }) => name, least: WHOLE };
const STATUS: Column<ProjectRow> = { head: 'STATUS', cell: ({ status }) => status, least: 22 };
const SHIPS: Column<ProjectRow> = { head: 'SHIPS', cell: ({ ships }) => ships.map(({ ship }) => ship).join(', ') };
const FILES: Column<ProjectRow> = { head: 'CONFIG FILES', cell: (row) => filesOf(row, ', ') };
const NUMBER: Column<ProjectRow> = {
  ...SHIPS,
  cell: (row, now) => (row.ships.length === 1 ? SHIPS.cell(row, now) : count(row.ships.length, 'ship')),
};

/** Projects for people: the names of ships become a number where they take too much room. No newline at the end. */
export function projectsTable(rows: readonly ProjectRow[], options: ColumnsOptions): string {
  const forms = [
    [NAME, STATUS, SHIPS, FILES],
    [NAME, STATUS, NUMBER, FILES],
  ];
  return columns(rows, forms, options);
}

function filesOf({ files }: ProjectRow, between: string): string {
  return files ? files.join(between) : 'N/A';
}

/** Projects for programs: one object a line, with the names of `docker compose ls --format json`, and Ships. */
export function projectsJson(rows: readonly ProjectRow[]): string {
  return rows
    .map((row) =>
      JSON.stringify({
        Name: row.name,
        Status: row.status,
        ConfigFiles: filesOf(row, ','),
        Ships: row.ships.map(({ ship, status }) => ({ Ship: ship, Status: status })),
      }),
    )
    .join('\n');
}

/** Their names alone. */
export function projectNames(rows: readonly ProjectRow[]): string {
  return rows.map(({ name }) => name).join('\n');
}
