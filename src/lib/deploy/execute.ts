import { carriedAs, type DeployRecord, type SpecFile, type UsedImage } from '../docker/index.ts';
import { type Frame, stepMessage, type Wire } from '../fleet/index.ts';
import { type Plan, type Replica, type Step, WAITS } from '../plan/index.ts';
import { Problem } from '../problem.ts';
import { carryIn } from './bring.ts';
import { glanceProgram, imagesMade, readGlance, type Seen } from './glance.ts';
import { programOf } from './programs.ts';
import { broughtBy, isOutcome, isOver, type Progress, type StepState, trackSteps } from './progress.ts';
import { deedsOf, type Outcome, settledRecord } from './record.ts';
import type { Event, ShipContext } from './types.ts';

/** A ship that steps can be sent to. */
export interface Hand {
  wire: Wire;
  context: ShipContext;
}

export interface Execution {
  plan: Plan;
  /** By the ship's name. */
  hands: ReadonlyMap<string, Hand>;
  /** What the ships held before: what a failed step leaves as it was. */
  before: DeployRecord | undefined;
  /** Packs what a step brings. */
  open(file: SpecFile): AsyncIterable<Buffer>;
  emit(event: Event): void;
  /** Ends the steps in hand, begins no more. */
  signal: AbortSignal;
}

/** Milliseconds after which a step that has not ended is given up as unknown. */
const LIMITS: Record<Step['kind'], number> = {
  pull: 60 * 60_000,
  build: 60 * 60_000,
  network: 120_000,
  renew: 120_000,
  volume: 120_000,
  bring: 60 * 60_000,
  tidy: 300_000,
  forget: 60_000,
  tag: 60 * 60_000,
  create: 300_000,
  update: 300_000,
  start: 300_000,
  wait: 60 * 60_000,
  complete: 60 * 60_000,
  ready: 60 * 60_000,
  replace: 60 * 60_000,
  refresh: 60 * 60_000,
  retire: 300_000,
  revert: 60 * 60_000,
  stop: 60 * 60_000,
  restart: 60 * 60_000,
  kill: 60_000,
  pause: 60_000,
  unpause: 60_000,
  remove: 300_000,
  record: 60_000,
};

/** Milliseconds that a ship has to close its channel when all is said. */
const FAREWELL = 30_000;

/**
 * Executes a plan: each step is sent when what it waits for is done; steps that wait only for steps of their own ship
 * ride along at once. No waves. Returns when every channel has closed.
 */
export async function execute(execution: Execution): Promise<void> {
  const { plan, hands, signal } = execution;
  const progress = trackSteps(plan, execution.emit);
  const ended = (...states: StepState[]) => plan.steps.filter((step) => states.includes(progress.state(step.id)));
  await carryOut(execution, progress);
  if (!signal.aborted) {
    const undone = [...ended('failed', 'skipped'), ...undoneBy(ended('done'), plan)];
    const images = await glance(execution, progress);
    const well = ended('done', 'dropped').length === plan.steps.length;
    await writeOutcome(execution, { undone, well, images, deeds: deedsOf(plan.steps, progress.state) });
  }
  await Promise.all([...hands.values()].map(({ wire }) => sayFarewell(wire)));
}

/** Replacements that were taken back. */
function undoneBy(done: readonly Step[], plan: Plan): Step[] {
  const own = new Set(done.flatMap((step) => (step.kind === 'revert' ? [step.sequel.own] : [])));
  return plan.steps.filter(({ id }) => own.has(id));
}

function carryOut(execution: Execution, progress: Progress): Promise<void> {
  const { hands, signal, plan } = execution;
  return new Promise((resolve) => {
    const timers = new Map<string, NodeJS.Timeout>();
    let over = false;
    const dispatch = () => {
      for (const [ship, hand] of hands) {
        if (!signal.aborted) sendReady(hand, progress.ready(ship));
      }
      if (progress.settled) finish();
    };
    const sendReady = (hand: Hand, ready: readonly Step[]) => {
      const alone = ready.filter((step) => !broughtBy(step));
      sendSteps(hand, alone, progress);
      for (const step of ready) {
        const file = broughtBy(step);
        if (file) void bringIn(hand, step, file);
      }
    };
    const bringIn = async (hand: Hand, step: Step, file: SpecFile) => {
      progress.carried(step);
      timers.set(step.id, startClock(plan, step.id, progress, dispatch));
      const awaited = () => !over && progress.state(step.id) === 'carried';
      try {
        const content = await carryIn(hand.wire, carriedAs(file), execution.open(file), awaited);
        if (awaited()) sendSteps(hand, [step], progress, content);
      } catch (error) {
        if (!awaited()) return;
        progress.failed(step.id, reasonOf(error));
      }
      dispatch();
    };
    const finish = () => {
      over = true;
      for (const timer of timers.values()) clearTimeout(timer);
      signal.removeEventListener('abort', interrupt);
      resolve();
    };
    const interrupt = () => {
      progress.halt('the deploy was interrupted');
      for (const { wire } of hands.values()) wire.finish();
      dispatch();
    };
    const onFrame = ({ step, word, text }: Frame) => {
      if (over) return;
      ANSWERS[word]?.(progress, step, text);
      if (word === 'begin') clearTimeout(timers.get(step));
      if (word === 'begin') timers.set(step, startClock(plan, step, progress, dispatch));
      if (word === 'end' || word === 'skipped') {
        clearTimeout(timers.get(step));
        dispatch();
      }
    };
    for (const [ship, { wire }] of hands) {
      wire.onFrame(onFrame);
      wire.ended.then(() => {
        progress.lost(ship, signal.aborted ? 'the deploy was interrupted' : 'the connection was lost');
        dispatch();
      });
    }
    for (const step of plan.steps) if (!hands.has(step.ship)) progress.lost(step.ship, 'the ship does not answer');
    signal.addEventListener('abort', interrupt);
    if (signal.aborted) interrupt();
    else dispatch();
  });
}

/** What a frame's word means for its step. */
const ANSWERS: Record<string, (progress: Progress, step: string, text: string) => void> = {
  begin: (progress, step) => progress.begun(step),
  out: (progress, step, text) => progress.output(step, 'output', text),
  log: (progress, step, text) => progress.output(step, 'log', text),
  note: (progress, step, text) => progress.note(step, text),
  anew: (progress, step) => progress.anew(step),
  end: (progress, step, text) => (text === '0' ? progress.done(step) : progress.failed(step)),
  skipped: (progress, step) => progress.skippedByShip(step),
};

/** Why content could not be brought. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Problem)) return String(error);
  const { what, why } = error.parts;
  return why ? `${what}: ${why}` : what;
}

/** Sends steps in one message; `before` stands in front of each one's program. */
function sendSteps({ wire, context }: Hand, ready: readonly Step[], progress: Progress, before = ''): void {
  if (ready.length === 0) return;
  const local = (id: string) => !['done', 'dropped'].includes(progress.state(id));
  const open = (id: string) => !isOver(progress.state(id));
  const messages = ready.map((step) =>
    stepMessage(step.id, step.after.filter(local), before + programOf(step, context), step.behind?.filter(open)),
  );
  for (const step of ready) progress.sent(step);
  wire.send(messages.join(''));
}

/** Gives a step up as unknown when its time is over. */
function startClock(plan: Plan, id: string, progress: Progress, then: () => void): NodeJS.Timeout {
  const limit = limitOf(plan.steps.find((step) => step.id === id));
  return setTimeout(() => {
    progress.unknown(id, `it did not end within ${limit / 60_000} min`);
    then();
  }, limit);
}

function limitOf(step: Step | undefined): number {
  const own = step && 'limit' in step ? (step.limit ?? 0) * 1000 : 0;
  return own + LIMITS[step?.kind ?? 'record'];
}

/** One more look at what was made and started: what has crashed by now is a failure. Returns the images. */
async function glance({ plan, hands }: Execution, progress: Progress): Promise<Record<Replica, UsedImage>> {
  const waited = plan.steps.filter((step) => WAITS.has(step.kind) && progress.state(step.id) === 'failed');
  const told = new Set(waited.map(({ subject }) => subject));
  const stands = (step: Step) => progress.state(step.id) === 'done' && !told.has(step.subject);
  const images = await Promise.all(
    [...hands].map(async ([ship, { wire }]) => {
      const done = plan.steps.filter((step) => step.ship === ship && stands(step));
      const program = glanceProgram(done);
      const seen: Seen = { images: new Map(), digests: new Map() };
      if (program) await ask(wire, 'glance', program, (frame) => readGlance(frame, done, progress, seen));
      return imagesMade(done, seen);
    }),
  );
  return Object.assign({}, ...images);
}

/** The outcome goes to every ship in one message each. A record is taken away only when nothing is left to record. */
async function writeOutcome(execution: Execution, outcome: Outcome): Promise<void> {
  const outcomes = execution.plan.steps.filter(isOutcome);
  await Promise.all(
    outcomes.map(async (step) => {
      const hand = execution.hands.get(step.ship);
      if (!hand || step.kind !== 'record' || (step.record === null && !outcome.well)) return;
      const record = step.record && settledRecord(step.record, execution.plan.steps, execution.before, outcome);
      const status = await ask(hand.wire, step.id, programOf({ ...step, record }, hand.context), () => {});
      if (status !== '0') {
        execution.emit({
          ship: step.ship,
          step: step.id,
          state: 'failed',
          text: 'its record of this deploy could not be written',
        });
      }
    }),
  );
}

/** Sends one program and waits for its end; undefined when the ship is lost or does not answer in time. */
function ask(wire: Wire, id: string, program: string, listen: (frame: Frame) => void): Promise<string | undefined> {
  return new Promise((resolve) => {
    const settle = (status: string | undefined) => {
      clearTimeout(timer);
      resolve(status);
    };
    const timer = setTimeout(settle, LIMITS.record, undefined);
    wire.onFrame((frame) => {
      listen(frame);
      if (frame.step === id && frame.word === 'end') settle(frame.text);
    });
    wire.ended.then(() => settle(undefined));
    wire.send(stepMessage(id, [], program));
  });
}

async function sayFarewell(wire: Wire): Promise<void> {
  wire.finish();
  const timer = setTimeout(() => wire.drop(), FAREWELL);
  await wire.ended;
  clearTimeout(timer);
}
