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
   * Listens to the ship, and says with `heard` when it is heard; called anew with other connections until it is. Resolves
   * with nothing when there is no more to hear, else with the reason why nothing is heard any more.
   */
  attend(sessions: Sessions, heard: () => void): Promise<string | undefined>;
  /** The ship is not heard any more, and is waited for. */
  onLost(ship: string, why: string): void;
  onBack(ship: string): void;
  signal: AbortSignal;
}

/** Listens to a ship through losses of its connection, until there is no more to hear or `signal` says so. */
export async function attend({ ship, connect, signal, ...attendance }: Attendance): Promise<void> {
  let { sessions } = attendance;
  let isHere = sessions !== undefined;
  let wait = AGAIN.first;
  const heard = () => {
    if (!isHere) attendance.onBack(ship.name);
    isHere = true;
    wait = AGAIN.first;
  };
  while (!signal.aborted) {
    sessions ??= await reach(ship, connect);
    if (signal.aborted) return sessions?.close();
    if (sessions) {
      const { close } = sessions;
      signal.addEventListener('abort', close);
      const why = await attendance.attend(sessions, heard).catch(reasonOf);
      signal.removeEventListener('abort', close);
      close();
      if (why === undefined || signal.aborted) return;
      if (isHere) attendance.onLost(ship.name, why);
      isHere = false;
      sessions = undefined;
    }
    await pause(wait, signal);
    wait = Math.min(2 * wait, AGAIN.most);
  }
}

async function reach(ship: Ship, connect: Attendance['connect']): Promise<Sessions | undefined> {
  try {
    return sessionsOf(ship, await connect(ship), connect);
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
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
