import type { Ship } from '../../compose/index.ts';
import { containerEvents, type DockerEvent, parseEvent, quote, quoteAll } from '../../docker/index.ts';
import { attend, eachLine, type Sessions, sessionsOf, whyEnded } from '../listen/index.ts';
import { type Cursor, cursor } from '../logs/cursor.ts';
import type { Line } from '../logs/cut.ts';
import { type Inlet, merger, type Sink, WINDOW } from '../logs/merge.ts';
import type { Dial, ShipLogs, Told } from '../logs/types.ts';

/** What happened to a container, as docker printed it, and read. */
export interface EventLine extends Line {
  event: DockerEvent;
}

export interface EventsRequest {
  project: string;
  /** None: all. */
  services: readonly string[];
  /** In docker's words. */
  since?: string | undefined;
  until?: string | undefined;
  /** `until` has gone by. */
  isPast: boolean;
}

/** A ship that is listened to, and how far. */
interface Post {
  ship: Ship;
  sessions: Sessions | undefined;
  cursor: Cursor;
  /** The ship's time when it was first listened to, in seconds since 1970. */
  began?: string;
}

/** Sh's word for the ship's time. */
const NOW = '$S';

/** See the front door's `readEvents`. */
export async function readAllEvents(
  fleet: readonly Pick<ShipLogs, 'ship' | 'session'>[],
  request: EventsRequest & Dial,
  sink: Sink<string, EventLine>,
  told: Pick<Told, 'onLost' | 'onBack'>,
): Promise<void> {
  const { since, until, isPast } = request;
  const now = () => performance.now();
  const posts: Post[] = fleet.map(({ ship, session }) => ({
    ship,
    sessions: session && sessionsOf(ship, session, request.dial),
    cursor: cursor({ whole: true }),
  }));
  if (since !== undefined || isPast) {
    const past = merger(sink, { now });
    // all of them first: none may go out before every ship has said what it has
    const inlets = posts.map(({ ship, sessions }) => (sessions ? past.add(ship.name) : undefined));
    const end = isPast && until !== undefined ? quote(until) : NOW;
    await Promise.all(
      posts.map(async (post, i) => {
        const inlet = inlets[i];
        if (post.sessions && inlet) await hear(post, post.sessions, inlet, request, end);
      }),
    );
  }
  if (isPast) {
    for (const { sessions } of posts) sessions?.close();
    return;
  }
  const live = merger(sink, { now, window: WINDOW });
  const end = until === undefined ? undefined : quote(until);
  const over = new AbortController();
  const listen = (post: Post) =>
    attend({
      ...{ ship: post.ship, sessions: post.sessions, connect: request.dial, signal: over.signal, ...told },
      attend: (sessions, heard) => hear(post, sessions, live.add(post.ship.name), request, end, heard),
    });
  const listening = posts.map((post) => ({ post, ended: listen(post) }));
  // a ship that never answered is waited for as long as others are listened to
  await Promise.all(listening.filter(({ post }) => post.sessions).map(({ ended }) => ended));
  over.abort();
  await Promise.all(listening.map(({ ended }) => ended));
}

/** Brings in what is new of a ship's events; with the reason where it ended before the time that `end` names, a word for sh. */
async function hear(
  post: Post,
  sessions: Sessions,
  inlet: Inlet<EventLine>,
  { project, services, since }: EventsRequest,
  end: string | undefined,
  heard?: () => void,
): Promise<string | undefined> {
  const from = post.cursor.resume() ?? since ?? post.began;
  const events = `docker ${quoteAll(containerEvents(project).argv)}`;
  const times = ` --since ${from === undefined ? NOW : quote(from)}${end === undefined ? '' : ` --until ${end}`}`;
  let why: string | undefined;
  try {
    const listening = await sessions.listen(`S=$(date +%s); echo $S; ${events}${times}`);
    let isFirst = true;
    await eachLine(
      listening,
      (line) => {
        if (isFirst) {
          isFirst = false;
          post.began ??= line;
          heard?.();
          return;
        }
        const event = parseEvent(line);
        const fresh = post.cursor.take({ stamp: event.stamp, text: Buffer.from(line) });
        if (fresh && isWanted(event, services)) inlet.push({ ...fresh, event });
      },
      () => inlet.room(),
    );
    const ended = await listening.ended;
    if (ended.end === 'lost' || !('code' in ended.end) || ended.end.code !== 0) why = whyEnded(ended);
  } finally {
    await inlet.end();
  }
  return why;
}

/** Containers of `run` are not told of, as in Compose. */
function isWanted({ service, attributes }: DockerEvent, services: readonly string[]): boolean {
  return attributes['com.docker.compose.oneoff'] !== 'True' && (services.length === 0 || services.includes(service));
}
