import type { Ship } from '../../compose/index.ts';
import type { Session } from '../../ships/index.ts';
import { type Listening, listen } from './listen.ts';

/** Commands that one connection carries at once, where its ship's sshd does not say fewer. */
const PER_SESSION = 4;

interface Opened {
  session: Promise<Session>;
  /** Commands that it carries. */
  used: number;
  isGone: boolean;
}

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
  const open: Opened[] = [];
  let most = PER_SESSION;
  let lose = () => {};
  let closed = false;
  const lost = new Promise<void>((resolve) => {
    lose = resolve;
  });
  const add = (making: Promise<Session>) => {
    const session = making.then((made) => {
      void made.closed.then(gone);
      if (closed) made.close();
      return made;
    });
    const one: Opened = { session, used: 0, isGone: false };
    const gone = () => {
      one.isGone = true;
      lose();
    };
    session.catch(gone);
    open.push(one);
    return one;
  };
  add(Promise.resolve(first));
  return {
    async listen(script) {
      for (;;) {
        const one = open.find(({ used }) => used < most) ?? add(connect(ship));
        one.used += 1;
        try {
          const listening = await listen(await one.session, ship, script);
          void listening.ended.then(() => {
            one.used -= 1;
          });
          return listening;
        } catch (error) {
          one.used -= 1;
          if (one.isGone || one.used === 0) throw error;
          // a connection that carries others and refuses one more is full
          most = Math.min(most, one.used);
        }
      }
    },
    lost,
    close() {
      closed = true;
      for (const { session } of open) session.then((made) => made.close()).catch(() => {});
    },
  };
}
