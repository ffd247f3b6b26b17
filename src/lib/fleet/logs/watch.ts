import {
  containerEvents,
  type DockerEvent,
  listContainers,
  parseEvent,
  parseListed,
  quoteAll,
} from '../../docker/index.ts';
import { Problem } from '../../problem.ts';
import { eachLine, type Sessions, whyEnded } from '../listen/index.ts';

export type Listed = ReturnType<typeof parseListed>;

export interface Watch {
  /** The containers that are there, and the ship's time by which that was so: in seconds since 1970. */
  onList(members: Listed[], time: string): void;
  /** Containers that start and stop from then on. */
  onEvent(event: DockerEvent): void;
}

/** Tells of the containers of a project on a ship for as long as it can; then why it can't any more. */
export async function watch(sessions: Sessions, project: string, hear: Watch): Promise<string> {
  const events = containerEvents(project, ['start', 'die']);
  // what happens while they are listed is among the events
  const listening = await sessions.listen(
    `S=$(date +%s); echo $S; ${list(project)} || exit 1; echo; docker ${quoteAll(events.argv)} --since $S`,
  );
  const listed: string[] = [];
  let isListed = false;
  await eachLine(listening, (line) => {
    if (isListed) return hear.onEvent(parseEvent(line));
    if (line !== '') return void listed.push(line);
    isListed = true;
    const [time = '', ...members] = listed;
    hear.onList(members.map(parseListed), time);
  });
  return whyEnded(await listening.ended);
}

/** The containers of a project that are on a ship now; undefined where it does not say. */
export async function listNow(sessions: Sessions, project: string): Promise<Listed[] | undefined> {
  try {
    const listening = await sessions.listen(list(project));
    const members: Listed[] = [];
    await eachLine(listening, (line) => members.push(parseListed(line)));
    const { end } = await listening.ended;
    return end !== 'lost' && 'code' in end && end.code === 0 ? members : undefined;
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

function list(project: string): string {
  return `docker ${quoteAll(listContainers(project).argv)}`;
}
