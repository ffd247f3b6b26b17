import type { Event } from '../deploy/index.ts';
import type { Paint } from './colour.ts';
import type { StepView } from './step-view.ts';

/** Where progress is written: standard error, or what looks like it. */
export interface ProgressStream {
  write(text: string): unknown;
  columns?: number | undefined;
  rows?: number | undefined;
}

/** What every way of showing progress works with. `views` is always current. */
export interface Stage {
  views: ReadonlyMap<string, StepView>;
  stream: ProgressStream;
  paint: Paint;
  /** Milliseconds, from any beginning. */
  clock: () => number;
}

/** A way of showing progress. */
export interface View {
  changed(view: StepView, event: Event): void;
  finish(): Promise<void>;
}
