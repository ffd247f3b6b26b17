import type { Observed, Picked } from '../../lib/fleet/index.ts';
import { problemText, wantsColor } from '../../lib/output/index.ts';
import { EXIT, Problem } from '../../lib/problem.ts';
import { reachStatus, tell, tellUnreachable } from './tell.ts';

/**
 * Does something with each of several containers at once; what goes wrong with one is told, and the others go on. Returns
 * the exit status.
 * @throws Problem of the only one there is
 */
export async function inEach(
  picked: readonly Picked[],
  fleet: readonly Observed[],
  act: (one: Picked) => Promise<void>,
): Promise<number> {
  const ends = await Promise.allSettled(picked.map(act));
  const problems = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
  const stranger = problems.find((reason) => !(reason instanceof Problem) || picked.length === 1);
  if (stranger !== undefined) throw stranger;
  const color = wantsColor(process.stderr, process.env);
  for (const problem of problems as Problem[]) tell(problemText(problem, { color }));
  tellUnreachable(fleet);
  const statuses = (problems as Problem[]).map(({ exit }) => exit);
  if (statuses.some((exit) => exit !== EXIT.unreachable)) return EXIT.failed;
  return statuses.length > 0 ? EXIT.unreachable : reachStatus(fleet);
}
