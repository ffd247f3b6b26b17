import type { Event } from '../deploy/index.ts';
import type { Unreachable } from '../docker/index.ts';
import type { Plan } from '../plan/index.ts';
import { painter } from './colour.ts';
import { tally, titleOf } from './kinds.ts';
import { firstReason } from './step-text.ts';
import { advance, close, isShown, type StepView, strangerOf, type ViewState, viewsOf } from './step-view.ts';
import { plain } from './width.ts';
import { count, seconds } from './words.ts';

export interface SummaryOptions {
  color: boolean;
  /** Milliseconds that all of it took. */
  elapsed: number;
  /** Ships that could not be reached. */
  unreachable?: readonly Unreachable[] | undefined;
}

const TROUBLES = ['failed', 'unknown', 'skipped'] as const satisfies ViewState[];

/** The closing lines: what was done, then what was not, and why, one line each. No newline at the end. */
export function summary(plan: Plan, events: readonly Event[], options: SummaryOptions): string {
  const paint = painter(options.color);
  const views = outcomes(plan, events);
  const troubles = TROUBLES.map((state) => ({ state, its: views.filter((view) => view.state === state) }));
  const isDone = new Set(views.filter(({ state }) => state === 'done').map(({ id }) => id));
  const done = plan.steps.filter(({ id }) => isDone.has(id));
  const counts = [
    ...tally(done, 'done'),
    ...troubles.flatMap(({ state, its }) => (its.length > 0 ? [`${its.length} ${state}`] : [])),
  ];
  const ships = new Set([...done, ...views.filter(({ state }) => state !== 'done')].map(({ ship }) => ship));
  const first =
    counts.length > 0
      ? `${counts.join(', ')} on ${count(ships.size, 'ship')} in ${seconds(options.elapsed)}`
      : 'nothing was done';
  return [
    first,
    ...troubles.flatMap(({ state, its }) =>
      its.map(
        (view) =>
          `${paint(state === 'failed' ? 'red' : 'yellow', state)}: ${undone(view)} on ${view.ship}${because(view)}`,
      ),
    ),
    ...unreachableLines(options.unreachable ?? [], options.color),
  ].join('\n');
}

/** One line for each ship that did not answer, with what to do about it. */
export function unreachableLines(unreachable: readonly Unreachable[], color: boolean): string[] {
  const paint = painter(color);
  return unreachable.map(
    ({ ship, unreachable: reason, remedy }) =>
      `${paint('red', 'unreachable')}: ship ${ship}: ${plain(reason)}${remedy === '' ? '' : ` (${plain(remedy)})`}`,
  );
}

/** How every step stands after the events; what came of a record is told only when it is bad. */
function outcomes(plan: Plan, events: readonly Event[]): StepView[] {
  const views = new Map(viewsOf(plan).map((view) => [view.id, view]));
  for (const event of events) views.set(event.step, advance(views.get(event.step) ?? strangerOf(event), event, 0));
  return [...views.values()].map((view) => close(view, 0)).filter(isShown);
}

/** What was not done; of what takes a container away in more than one step, which of them. */
function undone({ kind, state, subject }: StepView): string {
  return state === 'skipped' && (kind === 'stop' || kind === 'remove') ? titleOf(kind, subject) : subject;
}

function because(view: StepView): string {
  const reason = firstReason(view);
  return reason === '' ? '' : `: ${reason}`;
}
