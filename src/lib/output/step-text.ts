import type { Paint } from './colour.ts';
import { KINDS } from './kinds.ts';
import type { StepView, ViewState } from './step-view.ts';
import { seconds } from './words.ts';

const HUES = {
  waiting: 'dim',
  running: 'cyan',
  done: 'green',
  failed: 'red',
  skipped: 'yellow',
  unknown: 'yellow',
} as const satisfies Record<ViewState, string>;

const MARKS: Record<ViewState, string> = {
  waiting: '·',
  running: '›',
  done: '✔',
  failed: '✖',
  skipped: '-',
  unknown: '?',
};

/** The sign that stands before a step in the live view. */
export function mark(state: ViewState, paint: Paint): string {
  return paint(HUES[state], MARKS[state]);
}

/** How a step stands: `created (0.4s)`, `skipped: redis-1 failed`, `pulling 12.0s`. `now` in milliseconds. */
export function outcome(view: StepView, now: number, paint: Paint): string {
  const words = view.kind ? KINDS[view.kind] : undefined;
  const spent = view.begun === undefined ? '' : seconds((view.ended ?? now) - view.begun);
  const reason = firstReason(view);
  const because = reason === '' ? '' : `: ${reason}`;
  const time = spent === '' ? '' : paint('dim', ` (${spent})`);
  const texts: Record<ViewState, string> = {
    waiting: paint('dim', words?.verb || 'create'),
    running: `${words?.doing ?? 'running'}${paint('dim', ` ${spent}`)}`,
    done: `${reason !== '' && isWait(view) ? paint('yellow', 'not waited for') : (words?.done ?? 'done')}${time}${because}`,
    failed: `${paint('red', 'failed')}${time}${because}`,
    skipped: `${paint('yellow', 'skipped')}${because}`,
    unknown: `${paint('yellow', 'unknown')}${because}`,
  };
  return texts[view.state];
}

/**
 * What belongs under a step that failed: the rest of its reason, docker's own words, the container's last log lines.
 */
export function details(view: StepView): string[] {
  if (view.state !== 'failed' && view.state !== 'unknown') return [];
  const [, ...more] = view.reason.split('\n');
  const first = firstReason(view);
  const said = view.said.filter((line) => line !== first && !more.includes(line));
  return [...more, ...said, ...view.log.map((line) => logLine(view, line))];
}

/** A line of a container's log, named as Compose names it. */
export function logLine(view: StepView, line: string): string {
  return `${view.subject} | ${line}`;
}

/** The first line of the reason; where none was given, docker's last word. */
export function firstReason(view: StepView): string {
  const [first = ''] = view.reason.split('\n');
  return first === '' && view.state === 'failed' ? (view.said.at(-1) ?? '') : first;
}

function isWait({ kind }: StepView): boolean {
  return kind === 'wait' || kind === 'complete';
}
