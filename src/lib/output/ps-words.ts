import type { Container } from '../docker/index.ts';
import type { PsRow } from '../fleet/index.ts';
import { plain } from './width.ts';
import { since } from './words.ts';

/** The status as docker says it: `Up 3 minutes (healthy)`, `Exited (1) 2 hours ago`. `now` in milliseconds. */
export function status(row: PsRow, now: number): string {
  return `${leftBehind(row)}${own(row, now)}`;
}

function leftBehind({ left }: PsRow): string {
  if (!left) return '';
  return left.to === undefined ? 'left behind; ' : `left behind, ${left.to} has it; `;
}

function own(row: PsRow, now: number): string {
  return 'unknown' in row.seen ? `unknown: ${plain(row.seen.unknown)}` : STATUS[row.seen.state](row.seen, now);
}

const STATUS: Record<Container['state'], (container: Container, now: number) => string> = {
  created: () => 'Created',
  running: (container, now) => `Up ${since(container.startedAt, now)}${health(container)}`,
  paused: (container, now) => `Up ${since(container.startedAt, now)} (Paused)`,
  restarting: (container, now) => `Restarting (${container.exitCode}) ${since(container.finishedAt, now)} ago`,
  removing: () => 'Removal In Progress',
  exited: (container, now) => `Exited (${container.exitCode}) ${since(container.finishedAt, now)} ago`,
  dead: () => 'Dead',
};

function health({ health }: Container): string {
  if (!health) return '';
  return health === 'starting' ? ' (health: starting)' : ` (${health})`;
}

/** When the container was made: `3 minutes ago`; empty for what was not seen. `now` in milliseconds. */
export function created(row: PsRow, now: number): string {
  return 'unknown' in row.seen ? '' : `${since(row.seen.createdAt, now)} ago`;
}
