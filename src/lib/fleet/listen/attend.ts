import type { Ship } from '../../compose/index.ts';
import { Problem } from '../../problem.ts';
import type { Session } from '../../ships/index.ts';
import { type Sessions, sessionsOf } from './sessions.ts';

/** Milliseconds between attempts to reach a ship again: the first, and the most. */
const AGAIN = { first: 1000, most: 10_000 };

export interface Attendance {
  ship: Ship;
  /** Connections that are there; without them the ship is waited for. */
  sessions?: Sessions | undefined;
  connect(ship: Ship): Promise<Session>;
  /**
   * Listens to the ship; called anew with other connections whenever it is back. Resolves with nothing when there is no
   * more to hear, else with the reason why nothing is heard any more.
   */
  attend(sessions: Sessions): Promise<string | undefined>;
  /** The ship is not heard any more, and is waited for. */
  onLost(ship: string, why: string): void;
  onBack(ship: string): void;
  signal: AbortSignal;
}

/** Listens to a ship through losses of its connection, until there is no more to hear or `signal` says so. */
export async function attend({ ship, connect, signal, ...attendance }: Attendance): Promise<void> {
  let { sessions } = attendance;
  while (!signal.aborted) {
    if (!sessions) {
      const session = await reach(ship, connect, signal);
      if (!session) return;
      attendance.onBack(ship.name);
      sessions = sessionsOf(ship, session, connect);
    }
    const { close } = sessions;
    signal.addEventListener('abort', close);
    const why = await attendance.attend(sessions).catch(reasonOf);
    signal.removeEventListener('abort', close);
    close();
    if (why === undefined || signal.aborted) return;
    attendance.onLost(ship.name, why);
    sessions = undefined;
  }
}

/** Tries until the ship answers; without a result where that is not wanted any more. */
async function reach(ship: Ship, connect: Attendance['connect'], signal: AbortSignal): Promise<Session | undefined> {
  for (let wait = AGAIN.first; !signal.aborted; wait = Math.min(2 * wait, AGAIN.most)) {
    await pause(wait, signal);
    if (signal.aborted) return undefined;
    try {
      const session = await connect(ship);
      if (!signal.aborted) return session;
      session.close();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
  }
  return undefined;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}

function reasonOf(error: unknown): string {
  if (error instanceof Problem) return error.message;
  throw error;
}
