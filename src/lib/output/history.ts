import type { DeployRecord } from '../docker/index.ts';
import { tally } from './kinds.ts';
import { table } from './table.ts';
import { plain } from './width.ts';
import { since } from './words.ts';

export interface HistoryOptions {
  /** The id of the deploy that is in force. */
  current: string | undefined;
  /** Milliseconds since 1970. */
  now: number;
  /** Columns of the terminal; without it nothing is cut. */
  width?: number | undefined;
}

const HEAD = ['DEPLOY', 'WHEN', 'WHO', 'FILES', 'CHANGED', 'ENDED'];
const LEAST = [Number.POSITIVE_INFINITY, 12, 8, 8, 20, 10];

/** Deploys for people, in the order given; a star is before the one in force. No newline at the end. */
export function historyTable(deploys: readonly DeployRecord[], { current, now, width }: HistoryOptions): string {
  const rows = deploys.map((record) => {
    const { deploy, when, who, files = [] } = record;
    const mark = deploy === current ? '*' : ' ';
    return [`${mark} ${deploy}`, `${since(when, now)} ago`, who, files.join(', '), changed(record), ended(record)];
  });
  return table(
    HEAD,
    rows.map((cells) => cells.map(plain)),
    { width, least: LEAST },
  );
}

/** Deploys for programs: one object a line. No newline at the end. */
export function historyJson(deploys: readonly DeployRecord[], { current }: Pick<HistoryOptions, 'current'>): string {
  return deploys
    .map((record) => {
      const { deploy, generation, who, when, files = [], verb = 'start', outcome } = record;
      return JSON.stringify({
        Changed: changed(record),
        Deploy: deploy,
        Ended: ENDED[outcome],
        Files: files,
        Generation: generation,
        InForce: deploy === current,
        Steps: record.changed ?? [],
        Verb: verb,
        When: when,
        Who: who,
      });
    })
    .join('\n');
}

const ENDED: Record<DeployRecord['outcome'], string> = { begun: 'unfinished', done: 'done', failed: 'failed' };

/** `2 created, 1 replaced`, behind what the person said, where that was not start. */
function changed({ verb, changed = [] }: DeployRecord): string {
  const counts = tally(
    changed.filter(({ end }) => end === 'done'),
    'done',
  ).join(', ');
  return [verb, counts].filter((text) => text).join(': ');
}

function ended({ outcome, changed = [] }: DeployRecord): string {
  const failed = changed.filter(({ end }) => end === 'failed' || end === 'unknown').map(({ subject }) => subject);
  return failed.length > 0 ? `${ENDED[outcome]}: ${[...new Set(failed)].join(', ')}` : ENDED[outcome];
}
