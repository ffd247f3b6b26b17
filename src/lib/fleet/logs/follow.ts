import { attend } from '../listen/index.ts';
import { type FollowedShip, followShip } from './follow-ship.ts';
import type { merger } from './merge.ts';
import type { Dial, LogSource, LogsRequest, Told } from './types.ts';

/** Milliseconds in which a container may come in the place of the last one that has stopped. */
const GRACE = 3000;

/** Follows the logs of a fleet until no container that is followed runs any more. */
export async function follow(
  fleet: readonly FollowedShip[],
  request: LogsRequest & Dial,
  into: ReturnType<typeof merger<LogSource>>,
  told: Told,
): Promise<void> {
  if (!fleet.some(({ sessions }) => sessions)) return;
  const over = new AbortController();
  const ships = fleet.map((one) => followShip(one, request, into, told, () => settle()));
  let timer: NodeJS.Timeout | undefined;
  let ran = false;

  /** Ends all of it when every container has stopped and none has come in its place. */
  const settle = (): void => {
    clearTimeout(timer);
    ran ||= ships.some(({ alive }) => alive.size > 0);
    if (ships.some(({ isQuiet }) => !isQuiet())) return;
    if (!ran) {
      over.abort();
      return;
    }
    timer = setTimeout(async () => {
      await Promise.all(ships.map(({ lookAgain }) => lookAgain()));
      if (ships.every(({ isQuiet }) => isQuiet())) over.abort();
    }, GRACE);
  };

  await Promise.all(
    ships.map(({ ship, sessions, hear }) =>
      attend({
        ship,
        sessions,
        connect: request.dial,
        attend: hear,
        onLost: told.onLost,
        onBack: told.onBack,
        signal: over.signal,
      }),
    ),
  );
}
