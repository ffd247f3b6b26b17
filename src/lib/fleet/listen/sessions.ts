import type { Ship } from '../../compose/index.ts';
import type { Session } from '../../ships/index.ts';
import { type Listening, listen } from './listen.ts';

/** Commands that one connection carries at once. */
const PER_SESSION = 4;

/** The connections to one ship: as many as it takes to listen to all that is listened to at once. */
export interface Sessions {
  /** @throws Problem where the ship can't be reached, or runs no commands */
  listen(script: string): Promise<Listening>;
  /** One of them is gone. */
  readonly lost: Promise<void>;
  close(): void;
}

/** Begins with a connection that is there; `connect` makes another one. */
export function sessionsOf(ship: Ship, first: Session, connect: (ship: Ship) => Promise<Session>): Sessions {
  const open: { session: Promise<Session>; used: number }[] = [];
  let lose = () => {};
  let closed = false;
  const lost = new Promise<void>((resolve) => {
    lose = resolve;
  });
  const add = (making: Promise<Session>) => {
    const session = making.then((made) => {
      void made.closed.then(lose);
      if (closed) made.close();
      return made;
    });
    session.catch(lose);
    const one = { session, used: 0 };
    open.push(one);
    return one;
  };
  add(Promise.resolve(first));
  return {
    async listen(script) {
      const one = open.find(({ used }) => used < PER_SESSION) ?? add(connect(ship));
      one.used += 1;
      const free = () => {
        one.used -= 1;
      };
      try {
        const listening = await listen(await one.session, ship, script);
        void listening.ended.then(free);
        return listening;
      } catch (error) {
        free();
        throw error;
      }
    },
    lost,
    close() {
      closed = true;
      for (const { session } of open) session.then((made) => made.close()).catch(() => {});
    },
  };
}
