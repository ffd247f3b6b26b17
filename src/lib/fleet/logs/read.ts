import type { Ship } from '../../compose/index.ts';
import { connect } from '../../ships/index.ts';
import { sessionsOf } from '../listen/index.ts';
import { follow } from './follow.ts';
import { merger, type Sink } from './merge.ts';
import { readTail, tailOf } from './tail.ts';
import type { LogSource, LogsEnd, LogsRequest, ShipLogs, Told } from './types.ts';

/** Milliseconds for which a line waits for earlier ones of other containers, while logs are followed. */
const WINDOW = 250;

const now = () => performance.now();

/**
 * Reads the logs of a fleet in the order of time, as fast as `sink` takes them: first what is there, then, where it is to be
 * followed, what comes, until no container that is followed runs any more.
 */
export async function readLogs(
  fleet: readonly ShipLogs[],
  request: LogsRequest,
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
  const dial = (ship: Ship) => connect(ship, request.connect);
  const past = merger(sink, { now });
  const ships = fleet.map(({ ship, session, containers }) => ({
    ship,
    sessions: session && sessionsOf(ship, session, dial),
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
    await follow(ships, { ...request, dial }, merger(sink, { window: WINDOW, now }), hear);
    return ended;
  }
  for (const { sessions } of ships) sessions?.close();
  for (const ship of lost) told.onLost(ship, 'the connection was lost');
  return { ...ended, lost: lost.size > 0 };
}
