import type { Observed } from '../../docker/index.ts';
import { type Wanted, wantedContainers } from './wanted.ts';

/** One process, by the titles that `docker top` gives its columns on that ship. */
export interface TopRow {
  ship: string;
  service: string;
  number: number;
  cells: Record<string, string>;
}

export interface Top {
  rows: TopRow[];
  /** Containers of which docker would not say what runs in them. */
  refused: { ship: string; name: string; why: string }[];
}

const DAEMON = /^Error response from daemon: /;

/** What runs in the containers that the look asked about. */
export function topOf(fleet: readonly Observed[], wanted: Wanted): Top {
  const top: Top = { rows: [], refused: [] };
  for (const { on, container } of wantedContainers(fleet, wanted)) {
    const { ship } = on;
    const { name, service, number } = container;
    const processes = on.processes?.find((one) => one.container === container.id);
    if (!processes) continue;
    if ('refused' in processes) {
      top.refused.push({ ship, name, why: processes.refused.replaceAll(container.id, name).replace(DAEMON, '') });
      continue;
    }
    for (const row of processes.rows) {
      const cells = processes.titles.map((title, column) => [title, row[column] ?? '']);
      top.rows.push({ ship, service, number, cells: Object.fromEntries(cells) });
    }
  }
  return top;
}
