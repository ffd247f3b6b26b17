import type { Container, PublishedPort } from '../docker/index.ts';
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

/** Published ports as docker says them: `0.0.0.0:8080->80/tcp, [::]:8080->80/tcp`. */
export function ports(published: readonly PublishedPort[]): string {
  return published.map((port) => `${address(port.ip)}${mapping(port)}`).join(', ');
}

/** The same for people in a hurry: an address of all interfaces goes without saying, and only once. */
export function shortPorts(published: readonly PublishedPort[]): string {
  const texts = published.map((port) => `${ANY.has(port.ip) ? '' : address(port.ip)}${mapping(port)}`);
  return [...new Set(texts)].join(', ');
}

const ANY = new Set(['', '0.0.0.0', '::']);

function address(ip: string): string {
  if (ip === '') return '';
  return ip.includes(':') ? `[${ip}]:` : `${ip}:`;
}

function mapping({ published, target, protocol }: PublishedPort): string {
  return `${published}->${target}/${protocol}`;
}
