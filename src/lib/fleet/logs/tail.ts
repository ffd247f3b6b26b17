import type { Ship } from '../../compose/index.ts';
import { type LogRange, logs, quoteAll } from '../../docker/index.ts';
import { Problem } from '../../problem.ts';
import { drain, type Sessions } from '../listen/index.ts';
import { type Cursor, cursor } from './cursor.ts';
import { cutter } from './cut.ts';
import type { Inlet } from './merge.ts';
import type { LogSource } from './types.ts';

/** Lines of docker's own that are kept. */
const WORDS = 20;

/** A container whose log is read, and how far. */
export interface Tail {
  source: LogSource;
  id: string;
  cursor: Cursor;
  /** There is more of it than was read. */
  unfinished: boolean;
  /** Docker can't read it, or could not the last time. */
  unreadable: boolean;
  /** Some of it was read. */
  begun: boolean;
}

/** A log that nothing was read of; `tail`: how much of it will be. */
export function tailOf(
  ship: Ship,
  { id, service, number }: Omit<LogSource, 'ship'> & { id: string },
  tail?: string,
): Tail {
  const whole = isWhole(tail);
  return {
    source: { ship: ship.name, service, number },
    id,
    cursor: cursor({ whole }),
    unfinished: false,
    unreadable: false,
    begun: false,
  };
}

/** Whether that is a log from its start. */
export function isWhole(tail: string | undefined): boolean {
  return tail === undefined || tail === 'all';
}

/** How reading a log ended: at its end, with the connection, or because docker can't read it. */
export type TailEnd = 'done' | 'lost' | { failed: string };

/**
 * Reads a log, as far as docker gives it, and brings what is new of it in. `toBeContinued`: what is left of a line at the end is
 * left for the next time.
 */
export async function readTail(
  sessions: Sessions,
  tail: Tail,
  range: LogRange,
  inlet: Inlet,
  toBeContinued = false,
): Promise<TailEnd> {
  const end = await read(sessions, tail, range, inlet, toBeContinued).catch((error): TailEnd => {
    if (error instanceof Problem) return 'lost';
    throw error;
  });
  if (end === 'lost') tail.unfinished = true;
  await inlet.end();
  return end;
}

async function read(
  sessions: Sessions,
  tail: Tail,
  range: LogRange,
  inlet: Inlet,
  toBeContinued: boolean,
): Promise<TailEnd> {
  const since = tail.cursor.resume();
  const wanted = since === undefined ? range : { ...range, tail: undefined, since };
  const listening = await sessions.listen(`docker ${quoteAll(logs(tail.id, wanted).argv)} 2>&1`);
  const words: string[] = [];
  const cut = cutter(
    (line) => {
      tail.begun = true;
      const fresh = tail.cursor.take(line);
      if (fresh) inlet.push(fresh);
    },
    (text) => {
      words.push(text);
      if (words.length > WORDS) words.shift();
    },
  );
  await drain(listening, (chunk) => {
    cut.push(chunk);
    return inlet.room();
  });
  const { end, errors } = await listening.ended;
  if (end === 'lost' || 'signal' in end) return 'lost';
  tail.unfinished = cut.isOpen() && toBeContinued;
  if (!tail.unfinished) cut.end();
  if (end.code === 0) return 'done';
  tail.unreadable = true;
  return { failed: [...words, errors.trim()].filter((text) => text !== '').join(' ') || `status ${end.code}` };
}
