import type { SpecFile } from '../docker/index.ts';
import type { Plan, Step, Tolerance } from '../plan/index.ts';
import type { Event } from './types.ts';

/** `dropped`: it turned out that the step is not called for; nobody is told. */
export type StepState =
  | 'waiting'
  | 'carried'
  | 'sent'
  | 'begun'
  | 'done'
  | 'dropped'
  | 'failed'
  | 'skipped'
  | 'unknown';

/** How far each step is. What a step's end means for others is decided here; nothing here talks to a ship. */
export interface Progress {
  state(id: string): StepState;
  /** Steps of a ship that may be sent now: what they wait for is done, or is on the same ship and goes ahead of them. */
  ready(ship: string): Step[];
  /** What the step brings is on its way; the step is sent when that is there. */
  carried(step: Step): void;
  sent(step: Step): void;
  begun(id: string): void;
  output(id: string, state: 'output' | 'log', text: string): void;
  /** What went wrong with a step and did not keep it from its end; told with that. */
  note(id: string, text: string): void;
  /** A refresh makes its container anew. */
  anew(id: string): void;
  done(id: string): void;
  failed(id: string, reason?: string): void;
  skippedByShip(id: string): void;
  /** A ship from which nothing more will be heard: what it was doing is unknown, what it was to do is skipped. */
  lost(ship: string, reason: string): void;
  /** A step whose end is no longer waited for, and what was sent behind it. Nothing more is told of them. */
  unknown(id: string, reason: string): void;
  /** Everything that was not sent is skipped. */
  halt(reason: string): void;
  readonly settled: boolean;
}

const OVER: ReadonlySet<StepState> = new Set(['done', 'dropped', 'failed', 'skipped', 'unknown']);

type Following = NonNullable<Step['follows']>;
type Concluding = Extract<Step, { kind: 'retire' | 'revert' }>;

function isConcluding(step: Step): step is Step & Concluding {
  return 'sequel' in step;
}

/** Whether nothing more comes of a step. */
export function isOver(state: StepState): boolean {
  return OVER.has(state);
}

export function trackSteps(plan: Plan, emit: (event: Event) => void): Progress {
  const steps = plan.steps.filter((step) => !isOutcome(step));
  const byId = new Map(steps.map((step) => [step.id, step]));
  const states = new Map<string, StepState>(steps.map((step) => [step.id, 'waiting']));
  const lastLine = new Map<string, string>();
  const notes = new Map<string, string[]>();
  const announced = new Set<string>();
  const renewed = new Set<string>();
  const state = (id: string) => states.get(id) ?? 'done';

  const end = (id: string, outcome: 'done' | 'failed' | 'skipped' | 'unknown', text?: string) => {
    const step = byId.get(id);
    if (!step || (OVER.has(state(id)) && !crashed(id, outcome))) return;
    states.set(id, outcome);
    emit({ ship: step.ship, step: id, state: outcome, ...(text ? { text } : {}) });
    if (outcome !== 'done') skipDependents(step);
    for (const other of steps) if (state(other.id) === 'waiting') weigh(other);
  };
  const fallen = ({ of }: Tolerance) => of.filter((id) => FELL.has(state(id)));
  /** Skips what too many failures forbid, and drops what comes of a replacement in the other case. */
  const weigh = (step: Step) => {
    if (step.follows && isMoot(step.follows)) states.set(step.id, 'dropped');
    if (state(step.id) === 'dropped') return;
    const [first, ...more] = step.tolerates ? fallen(step.tolerates) : [];
    const cause = first && more.length >= (step.tolerates?.failures ?? 0) ? byId.get(first) : undefined;
    if (cause) end(step.id, 'skipped', reasonOf(cause));
    else if (isConcluding(step) && isKnown(step) && !isDue(step)) states.set(step.id, 'dropped');
  };
  const isAnew = (id: string) => renewed.has(id) && state(id) === 'done';
  const isMoot = ({ any, unless }: Following) =>
    (unless !== undefined && isAnew(unless)) || (any.every((id) => OVER.has(state(id))) && !any.some(isAnew));
  const mayYet = ({ any, unless }: Following) =>
    any.every((id) => OVER.has(state(id))) && (unless === undefined || OVER.has(state(unless)));
  const isKnown = ({ sequel }: Concluding) => sequel.all.of.every((id) => OVER.has(state(id)));
  const isDue = ({ kind, sequel }: Concluding) =>
    state(sequel.own) === 'done' && fallen(sequel.all).length > sequel.all.failures === (kind === 'revert');
  /** What of a step hangs on how others end is known on the laptop alone: it does not ride along. */
  const isWeighed = (step: Step) => step.tolerates !== undefined || isConcluding(step);
  /** What was started well may still turn out to have crashed. */
  const crashed = (id: string, outcome: StepState) => state(id) === 'done' && outcome === 'failed';
  const skipDependents = (cause: Step) => {
    for (const step of steps) {
      if (state(step.id) === 'waiting' && step.after.includes(cause.id)) end(step.id, 'skipped', reasonOf(cause));
    }
  };
  const reasonOf = (cause: Step) => `it waits for ${cause.subject} on ${cause.ship}, which ${PAST[state(cause.id)]}`;
  const giveUp = (step: Step, reason: string) => {
    end(step.id, 'unknown', reason);
    // these wait on the ship for an end that may never come
    for (const other of steps) {
      if (state(other.id) === 'sent' && other.after.includes(step.id)) giveUp(other, reasonOf(step));
    }
  };

  /** A step that is not to come any more; of what may not have been called for nobody is told. */
  const giveIn = (step: Step, reason: string) => {
    const isUncalled = isConcluding(step)
      ? step.kind === 'retire' || !isDue(step)
      : step.follows && !step.follows.any.some(isAnew);
    if (isUncalled && state(step.id) === 'waiting') states.set(step.id, 'dropped');
    else end(step.id, 'skipped', reason);
  };

  const announce = (step: Step) => {
    if (!announced.has(step.id)) emit({ ship: step.ship, step: step.id, state: 'begun' });
    announced.add(step.id);
  };

  return {
    state,
    ready(ship) {
      const batch = new Set<string>();
      const mayGo = (id: string) =>
        state(id) === 'done' ||
        state(id) === 'dropped' ||
        (batch.has(id) && !broughtBy(byId.get(id))) ||
        (byId.get(id)?.ship === ship && GOES_AHEAD.has(state(id)));
      for (const step of steps) {
        const mayFollow = (id: string) => isOver(state(id)) || (!isWeighed(step) && mayGo(id));
        const isFree =
          (!step.follows || mayYet(step.follows)) && step.after.every(mayGo) && (step.behind ?? []).every(mayFollow);
        if (step.ship === ship && state(step.id) === 'waiting' && isFree) batch.add(step.id);
      }
      return steps.filter((step) => batch.has(step.id));
    },
    carried(step) {
      states.set(step.id, 'carried');
      announce(step);
    },
    sent: (step) => states.set(step.id, 'sent'),
    begun(id) {
      const step = byId.get(id);
      if (!step || state(id) !== 'sent') return;
      states.set(id, 'begun');
      announce(step);
    },
    output(id, kind, text) {
      const step = byId.get(id);
      if (!step || state(id) === 'unknown') return;
      if (kind === 'output') lastLine.set(id, text);
      emit({ ship: step.ship, step: id, state: kind, text });
    },
    anew: (id) => renewed.add(id),
    note: (id, text) => notes.set(id, [...(notes.get(id) ?? []), text]),
    done: (id) => end(id, 'done', notes.get(id)?.join('\n')),
    failed(id, reason) {
      const step = byId.get(id);
      const isOptional = step && 'optional' in step;
      end(id, isOptional ? 'done' : 'failed', reason ?? lastLine.get(id));
    },
    skippedByShip(id) {
      const cause = byId
        .get(id)
        ?.after.map((one) => byId.get(one))
        .find((one) => one && FELL.has(state(one.id)));
      end(id, 'skipped', cause ? reasonOf(cause) : 'the deploy was interrupted');
    },
    lost(ship, reason) {
      const ours = steps.filter((step) => step.ship === ship);
      for (const step of ours)
        if (state(step.id) === 'begun' || state(step.id) === 'sent') end(step.id, 'unknown', reason);
      for (const step of ours) giveIn(step, reason);
    },
    unknown(id, reason) {
      const step = byId.get(id);
      if (step) giveUp(step, reason);
    },
    halt(reason) {
      const [concluding, others] = [steps.filter(isConcluding), steps.filter((step) => !isConcluding(step))];
      for (const step of [...concluding, ...others]) if (!GOES_AHEAD.has(state(step.id))) giveIn(step, reason);
    },
    get settled() {
      return steps.every((step) => OVER.has(state(step.id)));
    },
  };
}

/** Sent, and so ahead of whatever is sent next. */
const GOES_AHEAD: ReadonlySet<StepState> = new Set(['sent', 'begun']);

/** Content of the laptop that has to be there before the step can begin. */
export function broughtBy(step: Step | undefined): SpecFile | undefined {
  return step?.kind === 'bring' || step?.kind === 'build' ? step.file : undefined;
}

const FELL: ReadonlySet<StepState> = new Set(['failed', 'skipped', 'unknown']);

const PAST: Record<StepState, string> = {
  waiting: 'is waiting',
  carried: 'is waiting',
  sent: 'is waiting',
  begun: 'has begun',
  done: 'is done',
  dropped: 'is not called for',
  failed: 'failed',
  skipped: 'was skipped',
  unknown: 'may or may not be done',
};

/** The last word of a deploy is written when all else has ended, however it ended. */
export function isOutcome(step: Step): boolean {
  return step.kind === 'record' && step.phase === 'outcome';
}
