import { sessionsOf } from '../listen/index.ts';
import { follow } from './follow.ts';
import { merger, type Sink, WINDOW } from './merge.ts';
import { readTail, tailOf } from './tail.ts';
import type { Dial, LogSource, LogsEnd, LogsRequest, ShipLogs, Told } from './types.ts';

const now = () => performance.now();

/** See the front door's `readLogs`. */
export async function readAll(
  fleet: readonly ShipLogs[],
  request: LogsRequest & Dial,
  sink: Sink<LogSource>,
  told: Told,
): Promise<LogsEnd> {
  const { tail, since, until } = request;
  const ended: LogsEnd = { failed: false, lost: false };
  const hear: Told = {
    ...told,
    onFailed: (source, why) => {
      ended.failed = true;
      told.onFailed(source, why);
    },
  };
  const past = merger(sink, { now });
  const ships = fleet.map(({ ship, session, containers }) => ({
    ship,
    sessions: session && sessionsOf(ship, session, request.dial),
    tails: containers.map((one) => ({ ...tailOf(ship, one, tail), running: one.running })),
  }));
  // all of them first: no line may go out before every log has said where it begins
  const reading = ships.flatMap(({ ship, sessions, tails }) =>
    tails.map((one) => ({ ship, sessions, one, inlet: past.add(one.source) })),
  );
  const lost = new Set<string>();
  const readOne = async ({ ship, sessions, one, inlet }: (typeof reading)[number]) => {
    if (!sessions) return;
    const end = await readTail(sessions, one, { tail, since, until }, inlet, request.follow && one.running);
    if (end === 'lost') lost.add(ship.name);
    else if (end !== 'done') hear.onFailed(one.source, end.failed);
  };
  await Promise.all(reading.map(readOne));
  if (request.follow) {
    await follow(ships, request, merger(sink, { window: WINDOW, now }), hear);
    return ended;
  }
  for (const { sessions } of ships) sessions?.close();
  for (const ship of lost) told.onCut(ship);
  return { ...ended, lost: lost.size > 0 };
}
