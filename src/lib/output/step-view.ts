import type { Event } from '../deploy/index.ts';
import type { Plan, Step } from '../plan/index.ts';
import { isConditional } from './kinds.ts';
import { plainLines } from './width.ts';

export type ViewState = 'waiting' | 'running' | 'done' | 'failed' | 'skipped' | 'unknown';

/** One step as people see it: what events have said of it up to now. Times are the clock's, in milliseconds. */
export interface StepView {
  id: string;
  ship: string;
  subject: string;
  kind: Step['kind'] | undefined;
  /** It is done only when others have ended in one way. */
  conditional: boolean;
  state: ViewState;
  begun: number | undefined;
  ended: number | undefined;
  reason: string;
  /** What docker printed. */
  said: string[];
  /** The container's last log lines. */
  log: string[];
}

/** Lines kept of what docker printed and of a container's log. */
const KEPT = 20;

/** How docker's command line closes its complaints; it is nobody's reason. */
const HINT = /^(See|Run) '.+ --help'/;

/** Every step of a plan, waiting. */
export function viewsOf(plan: Plan): StepView[] {
  return plan.steps.map((step) => ({
    ...fresh(step.id, step.ship, step.subject, step.kind),
    conditional: isConditional(step),
  }));
}

/** A step that the plan does not know: a container that was left alone and fell over all the same. */
export function strangerOf(event: Event): StepView {
  return fresh(event.step, event.ship, event.step, undefined);
}

function fresh(id: string, ship: string, subject: string, kind: Step['kind'] | undefined): StepView {
  return {
    id,
    ship,
    subject,
    kind,
    conditional: false,
    state: 'waiting',
    begun: undefined,
    ended: undefined,
    reason: '',
    said: [],
    log: [],
  };
}

/** The view after one more event. */
export function advance(view: StepView, event: Event, now: number): StepView {
  const lines = plainLines(event.text ?? '').filter((line) => !HINT.test(line));
  switch (event.state) {
    case 'begun':
      return { ...view, state: 'running', begun: now };
    case 'output':
      return { ...view, said: [...view.said, ...lines].slice(-KEPT) };
    case 'log':
      return { ...view, log: [...view.log, ...lines].slice(-KEPT) };
    default:
      return { ...view, state: event.state, ended: now, reason: lines.join('\n') };
  }
}

/** The view when no more events will come: what never ended is not known, what never began was not done. */
export function close(view: StepView, now: number): StepView {
  if (view.state === 'running') return { ...view, state: 'unknown', ended: now, reason: 'no answer came' };
  if (view.state === 'waiting' && view.conditional) return view;
  if (view.state === 'waiting') return { ...view, state: 'skipped', ended: now, reason: 'never begun' };
  return view;
}

/**
 * Whether people see it: records, and the removal of old containers for good, are housekeeping until they fail; what may
 * not be called for is seen when it is.
 */
export function isShown({ kind, state, conditional }: StepView): boolean {
  if (kind === 'record' || kind === 'retire') return state === 'failed' || state === 'unknown';
  return !conditional || state !== 'waiting';
}

export function isOpen(view: StepView): boolean {
  return view.state === 'waiting' || view.state === 'running';
}
