import type { VolumeRow } from '../fleet/index.ts';
import { table } from './table.ts';
import { plain } from './width.ts';

const HEAD = ['SHIP', 'DRIVER', 'VOLUME NAME', 'SERVICES'];
const LEAST = [Number.POSITIVE_INFINITY, 8, 20];

/** Volumes for people. No newline at the end. */
export function volumesTable(rows: readonly VolumeRow[], { width }: { width?: number | undefined } = {}): string {
  const cells = rows.map(({ ship, driver, name, services }) => [ship, driver, name, services.join(', ')].map(plain));
  return table(HEAD, cells, { width, least: LEAST });
}

/**
 * Volumes for programs: one object a line, with the names of `docker compose volumes --format json`, and Services and
 * Ship.
 */
export function volumesJson(rows: readonly VolumeRow[]): string {
  return rows
    .map(({ ship, driver, name, labels, mountpoint, services }) =>
      JSON.stringify({
        Availability: 'N/A',
        Driver: driver,
        Group: 'N/A',
        Labels: Object.entries(labels)
          .map(([key, value]) => `${key}=${value}`)
          .join(','),
        Links: 'N/A',
        Mountpoint: mountpoint,
        Name: name,
        Scope: 'local',
        Services: services,
        Ship: ship,
        Size: 'N/A',
        Status: driver === 'unknown' ? 'unknown' : 'N/A',
      }),
    )
    .join('\n');
}

/** The names that docker knows, each once: folders are none of its volumes. */
export function volumeNames(rows: readonly VolumeRow[]): string {
  const volumes = rows.filter(({ driver, name }) => driver !== 'folder' && !name.startsWith('.'));
  return [...new Set(volumes.map(({ name }) => name))].join('\n');
}
