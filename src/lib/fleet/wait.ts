import type { Ship } from '../compose/index.ts';
import { quote } from '../docker/index.ts';
import type { Session } from '../ships/index.ts';
import { eachLine, listen, whyEnded } from './listen/index.ts';

/**
 * Waits until containers of a ship stand; `onStop` is called with the ID and the exit status of each, which is undefined
 * for one that is gone. Resolves with the reason where not all of them were heard of, else with nothing.
 */
export async function awaitStops(
  session: Session,
  ship: Pick<Ship, 'docker'>,
  ids: readonly string[],
  onStop: (id: string, status: number | undefined) => void,
): Promise<string | undefined> {
  const open = new Set(ids);
  const each = `{ s=$(docker wait $i) || s=gone; echo "$i $s"; } &`;
  const listening = await listen(session, ship, `for i in ${ids.map(quote).join(' ')}; do ${each} done; wait`);
  await eachLine(listening, (line) => {
    const [id = '', status = ''] = line.split(' ');
    if (open.delete(id)) onStop(id, /^\d+$/.test(status) ? Number(status) : undefined);
  });
  const ended = await listening.ended;
  return open.size > 0 ? whyEnded(ended) : undefined;
}
