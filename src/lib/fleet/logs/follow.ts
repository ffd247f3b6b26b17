import type { Ship } from '../../compose/index.ts';
import type { LogRange } from '../../docker/index.ts';
import { attend, type Sessions } from '../listen/index.ts';
import type { merger } from './merge.ts';
import { isWhole, readTail, type Tail, tailOf } from './tail.ts';
import type { Dial, LogSource, LogsRequest, Told } from './types.ts';
import { type Listed, listNow, watch } from './watch.ts';

/** Milliseconds in which a container may come in the place of the last one that has stopped. */
const GRACE = 3000;

const ALIVE: ReadonlySet<Listed['state']> = new Set(['running', 'paused', 'restarting']);

export interface FollowedShip {
  ship: Ship;
  sessions: Sessions | undefined;
  /** Logs that were read so far. */
  tails: Tail[];
}

/** A log that is followed. */
interface Following extends Tail {
  /** What is wanted of it as long as nothing was read. */
  range: LogRange;
  /** Being read. */
  reading?: Promise<void> | undefined;
  /** Resolves when what the container wrote since it was started has gone out. */
  turn?: Promise<unknown>;
  /** To be read once more after that: the container has started again. */
  again: boolean;
}

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

function followShip(
  { ship, sessions, tails }: FollowedShip,
  request: LogsRequest & Dial,
  into: ReturnType<typeof merger<LogSource>>,
  told: Told,
  onChange: () => void,
) {
  const { tail, since, until } = request;
  const following = (one: Tail, range: LogRange): Following => ({ ...one, range, again: false });
  const known = new Map(tails.map((one) => [one.id, following(one, { tail, since, until })]));
  const alive = new Set<string>();
  /** The ship's time when it was last known what runs there. */
  let listed = '';
  /** Whether the ship's own word says what runs there. */
  let isKnown = false;
  /** A ship that has not been heard yet brings the past of its containers too. */
  let wasHeard = sessions !== undefined;
  let here = sessions;

  const begin = (one: Following) => {
    one.again = true;
    one.reading ??= read(one).finally(() => {
      one.reading = undefined;
      onChange();
    });
  };

  const read = async (one: Following) => {
    while (one.again && here && !one.unreadable) {
      one.again = false;
      const { range } = one;
      if (!isWhole(range.tail)) one.range = { since: listed, until };
      const turn = readTail(here, one, { ...range, follow: true }, into.add(one.source));
      one.turn = turn;
      const end = await turn;
      if (end === 'lost') return here.close();
      if (until !== undefined) alive.delete(one.id);
      if (end !== 'done' && !GONE.test(end.failed)) told.onFailed(one.source, end.failed);
    }
  };

  const meet = (member: Listed, range: LogRange) => {
    if (!member.replica || !request.wants(member)) return;
    const one = known.get(member.id);
    const met = one ?? following(tailOf(ship, member, range.tail), range);
    known.set(member.id, met);
    if (ALIVE.has(member.state)) alive.add(member.id);
    if (ALIVE.has(member.state) || met.unfinished || !one) begin(met);
  };

  const hear = async (sessions: Sessions, heard: () => void): Promise<string> => {
    here = sessions;
    const why = await Promise.race([
      sessions.lost.then(() => 'the connection was lost'),
      watch(sessions, request.project, {
        onList(members, time) {
          heard();
          const range = wasHeard ? { since, until } : { tail, since, until };
          listed = time;
          wasHeard = true;
          for (const member of members) meet(member, range);
          isKnown = true;
          onChange();
        },
        onEvent(event) {
          if (event.action === 'start') meet({ ...event, state: 'running' }, { since, until });
          const one = known.get(event.id);
          if (event.action !== 'die' || !one) return;
          alive.delete(event.id);
          void Promise.resolve(one.turn).then(() => told.onExit(one.source, event.attributes.exitCode ?? ''));
          onChange();
        },
      }),
    ]);
    isKnown = false;
    alive.clear();
    sessions.close();
    await Promise.all([...known.values()].map(({ reading }) => reading));
    return why;
  };

  return {
    ship,
    sessions,
    hear,
    alive,
    /** Nothing of it runs, as far as it was ever heard. */
    isQuiet: () => (isKnown || !wasHeard) && alive.size === 0 && [...known.values()].every(({ reading }) => !reading),
    async lookAgain() {
      if (!here || !isKnown) return;
      const members = await listNow(here, request.project);
      if (!members) {
        isKnown = false;
        here.close();
      }
      for (const member of members ?? []) {
        if (ALIVE.has(member.state) && member.replica && request.wants(member)) alive.add(member.id);
      }
    },
  };
}

/** The container was removed in the meantime. */
const GONE = /no such container|dead or marked for removal/i;
