import type { Stage } from './stage.ts';
import { details, mark, outcome } from './step-text.ts';
import { isOpen, isShown, type StepView, type ViewState } from './step-view.ts';
import { displayWidth, pad } from './width.ts';

const WIDEST_SUBJECT = 40;

/** What stands at one place of the live view. */
export interface Item {
  /** Empty while it runs: the spinner stands there. */
  mark: string;
  /** The first line, and those under it. */
  lines: string[];
}

export const shipKey = (ship: string): string => `ship ${ship}`;
export const stepKey = (id: string): string => `step ${id}`;

/**
 * One frame of the live view: what is to be seen at each place. Steps that have ended well, then those that have not
 * begun, make room where `rows` are too few.
 */
export function frame(stage: Stage, ids: readonly string[], rows: number): Map<string, Item> {
  const views = ids.flatMap((id) => stage.views.get(id) ?? []).filter(isShown);
  const ships = [...new Set(views.map(({ ship }) => ship))];
  const widest = Math.min(WIDEST_SUBJECT, Math.max(0, ...views.map(({ subject }) => displayWidth(subject))));
  const steps = views.map((view) => ({ view, item: stepItem(view, stage, widest) }));
  const kept = HIDES.map((hides) => steps.filter(({ view }) => !hides.includes(view.state)));
  const height = (some: typeof steps) => some.reduce((sum, { item }) => sum + item.lines.length, ships.length);
  const fitting = kept.find((some) => height(some) <= rows) ?? kept.at(-1) ?? [];
  return new Map([
    ...ships.map((ship) => [shipKey(ship), shipItem(ship, views, stage)] as const),
    ...fitting.map(({ view, item }) => [stepKey(view.id), item] as const),
  ]);
}

const HIDES: ViewState[][] = [[], ['done'], ['done', 'waiting'], ['done', 'waiting', 'skipped']];

function stepItem(view: StepView, { clock, paint }: Stage, widest: number): Item {
  return {
    mark: view.state === 'running' ? '' : mark(view.state, paint),
    lines: [
      `${pad(view.subject, widest)}  ${outcome(view, clock(), paint)}`,
      ...details(view).map((line) => `  ${paint('dim', line)}`),
    ],
  };
}

/** A ship is as its worst step. */
const WORST: ViewState[] = ['failed', 'unknown', 'running', 'waiting', 'skipped', 'done'];

function shipItem(ship: string, views: readonly StepView[], { paint }: Stage): Item {
  const its = views.filter((view) => view.ship === ship);
  const open = its.filter(isOpen).length;
  const worst = WORST.find((state) => its.some((view) => view.state === state)) ?? 'done';
  const state = open > 0 && worst === 'waiting' ? 'running' : worst;
  return {
    mark: mark(state, paint),
    lines: [paint('bold', ship) + (open > 0 ? paint('dim', `  ${its.length - open} of ${its.length}`) : '')],
  };
}
