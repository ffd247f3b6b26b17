import type { Line } from './cut.ts';

/** Milliseconds for which a line waits for earlier ones of other sources, while what comes is followed. */
export const WINDOW = 250;

/** Bytes of lines that wait of one source; then it is held back. */
const ROOM = 1 << 20;
/** Lines that have gone out are forgotten by so many. */
const GONE = 4096;
/** What a line costs besides its bytes. */
const LINE_COST = 100;

/** Where lines go: `write` takes them one by one, `flush` is called when no more follow at once. */
export interface Sink<T, L extends Line = Line> {
  write(source: T, line: L): void;
  /** The promise of more room, where there is none now. */
  full(): Promise<void> | undefined;
  flush(): void;
}

/** The way in for the lines of one source. */
export interface Inlet<L extends Line = Line> {
  push(line: L): void;
  /** Lets lines out that can go; resolves when this source may bring more. */
  room(): Promise<void>;
  /** Brings no more; resolves when all of it has gone out. */
  end(): Promise<void>;
}

interface Waiting<L> {
  /** The latest time of its source by then: lines of one source keep their order, whatever their times say. */
  key: string;
  line: L;
  /** When it came. */
  at: number;
}

interface Queue<T, L> {
  source: T;
  waiting: Waiting<L>[];
  /** The place of the first that still waits. */
  head: number;
  cost: number;
  newest: string;
  ended: boolean;
  /** Called when there is room again. */
  onRoom: (() => void)[];
  onGone: () => void;
}

export interface MergeOptions {
  /**
   * Milliseconds that a line waits for earlier ones of other sources; without it as long as it takes. Where a source has
   * brought more than there is room for, its lines go out sooner.
   */
  window?: number;
  /** Milliseconds, from whenever. */
  now(): number;
}

/** Brings the lines of several sources in the order of time. What can't be written yet holds its source back. */
export function merger<T, L extends Line = Line>(sink: Sink<T, L>, { window, now }: MergeOptions) {
  const queues = new Set<Queue<T, L>>();
  let running = false;
  let timer: NodeJS.Timeout | undefined;

  /** The queue whose first line goes next. `wait`: milliseconds until one can, where none can now. */
  const next = (): Queue<T, L> | { wait: number } => {
    let first: Queue<T, L> | undefined;
    let key = '';
    let all = true;
    let full = false;
    let oldest = Number.POSITIVE_INFINITY;
    for (const queue of queues) {
      const waiting = queue.waiting[queue.head];
      if (!waiting) {
        if (!queue.ended) all = false;
        continue;
      }
      if (!first || waiting.key < key) {
        first = queue;
        key = waiting.key;
      }
      if (queue.cost >= ROOM) full = true;
      if (waiting.at < oldest) oldest = waiting.at;
    }
    if (!first) return { wait: Number.POSITIVE_INFINITY };
    if (all) return first;
    if (window === undefined) return { wait: Number.POSITIVE_INFINITY };
    const wait = oldest + window - now();
    return full || wait <= 0 ? first : { wait };
  };

  const release = (queue: Queue<T, L>) => {
    const { line } = queue.waiting[queue.head] as Waiting<L>;
    queue.head += 1;
    queue.cost -= costOf(line);
    if (queue.head === queue.waiting.length || queue.head > GONE) {
      queue.waiting = queue.waiting.slice(queue.head);
      queue.head = 0;
    }
    sink.write(queue.source, line);
  };

  const settle = () => {
    for (const queue of queues) {
      if (queue.cost < ROOM) for (const resume of queue.onRoom.splice(0)) resume();
      if (!queue.ended || queue.waiting.length > 0) continue;
      queues.delete(queue);
      queue.onGone();
    }
  };

  const run = async () => {
    if (running) return;
    running = true;
    clearTimeout(timer);
    let found = next();
    while ('source' in found) {
      release(found);
      const room = sink.full();
      if (room) {
        settle();
        await room;
      }
      found = next();
    }
    running = false;
    sink.flush();
    settle();
    if (Number.isFinite(found.wait)) timer = setTimeout(run, Math.max(1, found.wait));
  };

  return {
    add(source: T): Inlet<L> {
      let gone = () => {};
      const left = new Promise<void>((resolve) => {
        gone = resolve;
      });
      const queue: Queue<T, L> = {
        ...{ source, waiting: [], head: 0, cost: 0, newest: '', ended: false, onRoom: [] },
        onGone: () => gone(),
      };
      queues.add(queue);
      return {
        push(line) {
          if (line.stamp > queue.newest) queue.newest = line.stamp;
          queue.waiting.push({ key: queue.newest, line, at: now() });
          queue.cost += costOf(line);
        },
        room() {
          void run();
          if (queue.cost < ROOM) return Promise.resolve();
          return new Promise((resolve) => queue.onRoom.push(resolve));
        },
        end() {
          queue.ended = true;
          void run();
          return left;
        },
      };
    },
  };
}

function costOf({ text }: Line): number {
  return text.length + LINE_COST;
}
