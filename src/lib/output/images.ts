import type { ImageRow } from '../fleet/index.ts';
import { type Column as ColumnOf, type ColumnsOptions, columns, WHOLE } from './columns.ts';
import { humanSize, since } from './words.ts';

type Column = ColumnOf<ImageRow>;

const SHIP: Column = { head: 'SHIP', cell: ({ ship }) => ship, least: WHOLE };
const CONTAINER: Column = { head: 'CONTAINER', cell: ({ container }) => container, least: WHOLE };
const REPOSITORY: Column = { head: 'REPOSITORY', cell: ({ repository = '<none>' }) => repository };
const TAG: Column = { head: 'TAG', cell: ({ tag = '<none>' }) => tag };
const PLATFORM: Column = { head: 'PLATFORM', cell: ({ platform = '' }) => platform };
const ID: Column = { head: 'IMAGE ID', cell: ({ id }) => digits(id).slice(0, 12), least: WHOLE };
const SIZE: Column = { head: 'SIZE', cell: ({ bytes }) => (bytes === undefined ? '' : humanSize(bytes)) };
const CREATED: Column = {
  head: 'CREATED',
  cell: ({ createdAt }, now) => (createdAt ? `${since(createdAt, now)} ago` : 'N/A'),
};

const FORMS: Column[][] = [
  [SHIP, CONTAINER, REPOSITORY, TAG, PLATFORM, ID, SIZE, CREATED],
  [SHIP, CONTAINER, REPOSITORY, TAG, ID, SIZE, CREATED],
  [SHIP, CONTAINER, REPOSITORY, TAG, ID, SIZE],
];

/** Images for people, in columns that fit the terminal. No newline at the end. */
export function imagesTable(rows: readonly ImageRow[], options: ColumnsOptions): string {
  return columns(rows, FORMS, options);
}

/**
 * Images for programs: one object a line, with the names of `docker compose images --format json`, and Service and Ship.
 */
export function imagesJson(rows: readonly ImageRow[]): string {
  return rows
    .map((row) =>
      JSON.stringify({
        ID: row.id,
        ContainerName: row.container,
        Repository: row.repository ?? '',
        Tag: row.tag ?? '',
        Platform: row.platform ?? '',
        Size: row.bytes ?? 0,
        Created: row.createdAt,
        LastTagTime: row.taggedAt,
        Service: row.service,
        Ship: row.ship,
      }),
    )
    .join('\n');
}

/** The whole IDs, each once. */
export function imageIds(rows: readonly ImageRow[]): string {
  return [...new Set(rows.map(({ id }) => digits(id)))].join('\n');
}

function digits(id: string): string {
  return id.replace(/^sha256:/, '');
}
