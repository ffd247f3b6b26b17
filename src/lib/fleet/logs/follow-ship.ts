import type { Ship } from '../../compose/index.ts';
import type { DockerEvent, LogRange } from '../../docker/index.ts';
import type { Sessions } from '../listen/index.ts';
import type { merger } from './merge.ts';
import { isWhole, readTail, type Tail, tailOf } from './tail.ts';
import type { LogSource, LogsRequest, Told } from './types.ts';
import { type Listed, listNow, watch } from './watch.ts';

const ALIVE: ReadonlySet<Listed['state']> = new Set(['running', 'paused', 'restarting']);

/** What docker says of a container that was removed in the meantime. */
const GONE = /no such container|dead or marked for removal/i;

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

/** Follows the logs of one ship; `onChange` is called when less may run there than before. */
export function followShip(
  { ship, sessions, tails }: FollowedShip,
  request: LogsRequest,
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
    // what could be read once fails for a while only: docker is stopped, say
    if (met.begun) met.unreadable = false;
    if (ALIVE.has(member.state)) alive.add(member.id);
    if (ALIVE.has(member.state) || met.unfinished || !one) begin(met);
  };

  const onList = (members: Listed[], time: string) => {
    const range = wasHeard ? { since, until } : { tail, since, until };
    listed = time;
    wasHeard = true;
    for (const member of members) meet(member, range);
    isKnown = true;
    onChange();
  };

  const onEvent = (event: DockerEvent) => {
    if (event.action === 'start') meet({ ...event, state: 'running' }, { since, until });
    const one = known.get(event.id);
    if (event.action !== 'die' || !one) return;
    alive.delete(event.id);
    void Promise.resolve(one.turn).then(() => told.onExit(one.source, event.attributes.exitCode ?? ''));
    onChange();
  };

  const hear = async (sessions: Sessions, heard: () => void): Promise<string> => {
    here = sessions;
    const watching = watch(sessions, request.project, {
      onList(members, time) {
        heard();
        onList(members, time);
      },
      onEvent,
    });
    try {
      return await Promise.race([watching, sessions.lost.then(() => 'the connection was lost')]);
    } finally {
      isKnown = false;
      alive.clear();
      sessions.close();
      await Promise.all([...known.values()].map(({ reading }) => reading));
    }
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
