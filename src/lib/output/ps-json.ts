import type { Container } from '../docker/index.ts';
import type { PsRow } from '../fleet/index.ts';
import { portsOf, portsText } from './ps-ports.ts';
import { created, status } from './ps-words.ts';

/** To how many characters docker cuts what is long. */
interface Lengths {
  id: number;
  command: number;
  mount: number;
}

const SHORT: Lengths = { id: 12, command: 20, mount: 15 };
const WHOLE: Lengths = { id: Number.MAX_VALUE, command: Number.MAX_VALUE, mount: Number.MAX_VALUE };

export interface PsJsonOptions {
  /** Milliseconds since 1970. */
  now: number;
  /** Nothing is cut. */
  whole?: boolean | undefined;
}

/**
 * Rows for programs: one object a line, with the names of `docker compose ps --format json`, and Ship. No newline at
 * the end.
 */
export function psJson(rows: readonly PsRow[], { now, whole = false }: PsJsonOptions): string {
  return rows
    .map((row) => ({
      ...('unknown' in row.seen ? NOTHING : details(row.seen, whole ? WHOLE : SHORT)),
      Image: row.image,
      Name: row.name,
      Names: row.name,
      Project: row.project,
      RunningFor: created(row, now),
      Service: row.service,
      Ship: row.ship,
      Status: status(row, now),
    }))
    .map((fields) => JSON.stringify(Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)))))
    .join('\n');
}

interface Details {
  Command: string;
  CreatedAt: string;
  ExitCode: number;
  Health: string;
  ID: string;
  Labels: string;
  LocalVolumes: string;
  Mounts: string;
  Networks: string;
  Ports: string;
  Publishers: { URL: string; TargetPort: number; PublishedPort: number; Protocol: string }[];
  Size: string;
  State: string;
}

const NOTHING: Details = {
  Command: '',
  CreatedAt: '',
  ExitCode: 0,
  Health: '',
  ID: '',
  Labels: '',
  LocalVolumes: '0',
  Mounts: '',
  Networks: '',
  Ports: '',
  Publishers: [],
  Size: '',
  State: 'unknown',
};

function details(container: Container, lengths: Lengths): Details {
  return {
    Command: JSON.stringify(ellipsis(container.command, lengths.command)),
    CreatedAt: goTime(container.createdAt),
    ExitCode: container.exitCode,
    Health: container.health ?? '',
    ID: container.id.slice(0, lengths.id),
    Labels: Object.entries(container.labels)
      .map(([key, value]) => `${key}=${value}`)
      .join(','),
    LocalVolumes: String(container.mounts.filter(({ type }) => type === 'volume').length),
    Mounts: container.mounts.map(({ name, source }) => ellipsis(name ?? source, lengths.mount)).join(','),
    Networks: container.networks.join(','),
    Ports: portsText(container),
    Publishers: portsOf(container).map(({ ip, target, published, protocol }) => ({
      URL: ip,
      TargetPort: target,
      PublishedPort: published,
      Protocol: protocol,
    })),
    Size: '0B',
    State: container.state,
  };
}

function ellipsis(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

/** `2026-11-05 10:11:12 +0000 UTC`, as Go prints a time. */
function goTime(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? '' : `${time.toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`;
}
