import { execute, type ShipContext } from '../../src/lib/deploy/index.ts';
import type { Deed, DeployRecord, SpecFile } from '../../src/lib/docker/index.ts';
import type { Wire } from '../../src/lib/fleet/index.ts';
import type { Plan, Step } from '../../src/lib/plan/index.ts';
import type { End } from '../../src/lib/ships/index.ts';
import { observation, record, spec } from '../plan/helpers.ts';

/** What the programs of a ship depend on, for `s1`, `s2` and so on. */
export function contextOf(ship: string): ShipContext {
  const { store } = observation(ship);
  const stamp = { ship, deploy: 'd2', directory: '/home/me/demo', files: ['docker.yml'], store, version: '0.1.0' };
  return { project: 'demo', engine: observation(ship).engine, docker: ['docker'], stamp };
}

function common(id: string, ship: string, subject: string, after: string[]) {
  return { id, ship, subject, after, why: '', changes: [] };
}

/** Steps as a plan has them, each with the ids that it waits for. */
export const step = {
  pull: (id: string, ship: string, ...after: string[]): Step => ({
    ...common(id, ship, 'image redis', after),
    kind: 'pull',
    image: 'redis',
  }),
  create: (id: string, ship: string, replica: string, ...after: string[]): Step => ({
    ...common(id, ship, replica, after),
    kind: 'create',
    run: true,
    spec: spec({ name: `demo-${replica}` }),
  }),
  bring: (id: string, ship: string, file: SpecFile, ...after: string[]): Step => ({
    ...common(id, ship, file.name, after),
    kind: 'bring',
    file,
  }),
  tidy: (id: string, ship: string, ids: string[]): Step => ({
    ...common(id, ship, 'old content', []),
    kind: 'tidy',
    ids,
  }),
  start: (id: string, ship: string, replica: string, ...after: string[]): Step => ({
    ...common(id, ship, replica, after),
    kind: 'start',
    container: `demo-${replica}`,
  }),
  wait: (id: string, ship: string, replica: string, ...after: string[]): Step => ({
    ...common(id, ship, replica, after),
    kind: 'wait',
    container: `demo-${replica}`,
  }),
  complete: (id: string, ship: string, replica: string, ...after: string[]): Step => ({
    ...common(id, ship, replica, after),
    kind: 'complete',
    container: `demo-${replica}`,
  }),
  ready: (id: string, ship: string, replica: string, ...after: string[]): Step => ({
    ...common(id, ship, replica, after),
    kind: 'ready',
    container: `demo-${replica}`,
  }),
  stop: (id: string, ship: string, replica: string, ...after: string[]): Step => ({
    ...common(id, ship, replica, after),
    kind: 'stop',
    container: `demo-${replica}`,
  }),
  intent: (id: string, ship: string): Step => ({
    ...common(id, ship, 'record', []),
    kind: 'record',
    phase: 'intent',
    record: record(),
  }),
  outcome: (id: string, ship: string, written: DeployRecord | null = record()): Step => ({
    ...common(id, ship, 'record', []),
    kind: 'record',
    phase: 'outcome',
    record: written,
  }),
};

/** What came of a step, as the record tells it. */
export function deed(kind: Step['kind'], ship: string, subject: string, end: Deed['end']): Deed {
  return { kind, ship, subject, end };
}

export function planOf(steps: Step[]): Plan {
  return { project: 'demo', deploy: 'd2', steps, unchanged: [], places: [], unknown: [], risky: [], warnings: [] };
}

/** A deploy whose ships are played by the test. */
export interface Deploy {
  /**
   * All that happened, in order. What was sent: `s1 <- 1, 2 after 1`, one line a message; `s1 <- end of input`. What was
   * told: `s1 1 done`, with its text behind a colon.
   */
  log: string[];
  /** Every message that a ship got, whole. */
  messages(ship: string): string[];
  /** A ship says these frames: `1 begin`, `1 end 0`. */
  hear(ship: string, ...frames: string[]): Promise<void>;
  /** A ship's channel closes. */
  end(ship: string, end?: End): Promise<void>;
  interrupt(): Promise<void>;
  ended: Promise<void>;
}

/** `before`: the record that the ships had. */
interface DeployOptions {
  before?: DeployRecord;
  signal?: AbortSignal;
  open?: Parameters<typeof execute>[0]['open'];
}

async function* nothing() {}

/** Executes steps over wires that end only when the test says so, or when they are dropped. */
export function deploy(ships: string[], steps: Step[], options: DeployOptions = {}): Deploy {
  const log: string[] = [];
  const controller = new AbortController();
  const wires = new Map(ships.map((ship) => [ship, scripted(ship, log)]));
  const hands = new Map([...wires].map(([ship, { wire }]) => [ship, { wire, context: contextOf(ship) }]));
  const ended = execute({
    plan: planOf(steps),
    hands,
    before: options.before,
    open: options.open ?? nothing,
    signal: options.signal ?? controller.signal,
    emit: ({ ship, step: id, state, text }) =>
      log.push(`${ship} ${id} ${state}${text === undefined ? '' : `: ${text}`}`),
  });
  return {
    log,
    messages: (ship) => wires.get(ship)?.messages ?? [],
    hear(ship, ...frames) {
      for (const frame of frames) wires.get(ship)?.say(frame);
      return settled();
    },
    end(ship, end = { code: 0 }) {
      wires.get(ship)?.close(end);
      return settled();
    },
    interrupt() {
      controller.abort();
      return settled();
    },
    ended,
  };
}

/** Resolves when all that follows by itself has happened. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function scripted(ship: string, log: string[]) {
  const messages: string[] = [];
  const listeners: Parameters<Wire['onFrame']>[0][] = [];
  let close: (end: End) => void = () => undefined;
  const wire: Wire = {
    send(message) {
      messages.push(message);
      const steps = [...message.matchAll(/^step (\S+) ?(.*?) 6<>/gm)];
      log.push(`${ship} <- ${steps.map(([, id, after]) => (after ? `${id} after ${after}` : id)).join(', ')}`);
    },
    async carry(name, bytes) {
      let size = 0;
      for await (const chunk of bytes) size += chunk.length;
      log.push(`${ship} <- ${size} bytes of ${name}`);
    },
    onFrame: (listener) => listeners.push(listener),
    finish: () => log.push(`${ship} <- end of input`),
    drop() {
      log.push(`${ship} dropped`);
      close('lost');
    },
    ended: new Promise((resolve) => {
      close = resolve;
    }),
  };
  return {
    wire,
    messages,
    close: (end: End) => close(end),
    say(frame: string) {
      const [step = '', word = '', ...text] = frame.split(' ');
      for (const listener of listeners) listener({ step, word, text: text.join(' ') });
    },
  };
}
