import type { Event } from '../deploy/index.ts';
import type { Plan } from '../plan/index.ts';
import { painter } from './colour.ts';
import { shown } from './kinds.ts';
import { liveView } from './live.ts';
import { plainView } from './plain.ts';
import type { ProgressStream, Stage } from './stage.ts';
import { advance, close, strangerOf, viewsOf } from './step-view.ts';

export interface ProgressOptions {
  stream: ProgressStream;
  /** A view that is drawn again and again, on a terminal; else one line for each step that has ended. */
  live: boolean;
  color: boolean;
  /** Only what went wrong, in lines. */
  quiet?: boolean | undefined;
  /** Milliseconds, from any beginning. */
  clock?: (() => number) | undefined;
}

export interface Progress {
  event(event: Event): void;
  /**
   * Draws the last frame and lets go of the terminal. Steps that no event ended are told as not known or never begun.
   */
  finish(): Promise<void>;
}

/** Shows how a plan is executed. It only ever reads events: what happened is kept by the caller. */
export function showProgress(plan: Plan, options: ProgressOptions): Progress {
  const clock = options.clock ?? (() => performance.now());
  const views = new Map(viewsOf(plan).map((view) => [view.id, view]));
  const stage: Stage = { views, stream: options.stream, paint: painter(options.color), clock };
  const live = options.live && !options.quiet && shown(plan.steps).length > 0;
  const view = live ? liveView(stage) : plainView(stage, options.quiet ?? false);
  return {
    event(event) {
      const next = advance(views.get(event.step) ?? strangerOf(event), event, clock());
      views.set(event.step, next);
      view.changed(next, event);
    },
    async finish() {
      for (const one of views.values()) {
        const closed = close(one, clock());
        views.set(one.id, closed);
        if (closed !== one) view.changed(closed, { ship: one.ship, step: one.id, state: 'unknown' });
      }
      await view.finish();
    },
  };
}
