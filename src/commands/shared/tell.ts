import { isReachable, isUnreachable, type Observed } from '../../lib/fleet/index.ts';
import { backLine, cutLine, lostLine, planText, unreachableLines, wantsColor } from '../../lib/output/index.ts';
import { bulkOf, type Plan } from '../../lib/plan/index.ts';
import { EXIT } from '../../lib/problem.ts';

/** Says something on standard error, where all that is not the answer goes. */
export function tell(text: string): void {
  if (text !== '') process.stderr.write(`${text}\n`);
}

/** Names the ships that could not be reached, with the reason and the remedy. */
export function tellUnreachable(fleet: readonly Observed[]): void {
  const color = wantsColor(process.stderr, process.env);
  for (const line of unreachableLines(fleet.filter(isUnreachable), color)) tell(line);
}

/** Says that a ship that is listened to is not heard any more, and is waited for. */
export function tellLost(ship: string, why: string): void {
  tell(lostLine(ship, why, wantsColor(process.stderr, process.env)));
}

/** Says that a ship was lost in the middle of what it had to tell. */
export function tellCut(ship: string): void {
  tell(cutLine(ship, wantsColor(process.stderr, process.env)));
}

/** Says that it is heard again. */
export function tellBack(ship: string): void {
  tell(backLine(ship, wantsColor(process.stderr, process.env)));
}

/** A plan as people read it, for this stream; with the reason of every place where `places` says so. */
export function planFor(
  stream: NodeJS.WriteStream,
  plan: Plan,
  fleet: readonly Observed[],
  { places = false }: { places?: boolean } = {},
): string {
  const ships = fleet.filter(isReachable).map((one) => one.ship);
  return planText(plan, { color: wantsColor(stream, process.env), ships, places, width: stream.columns });
}

/** Says what a plan brings to ships, where that is so much that a person should know first; whether it is. */
export function tellBulk(plan: Plan): boolean {
  const bulk = bulkOf(plan);
  if (bulk) tell(`it brings ${bulk}`);
  return bulk !== undefined;
}

/** Prints the answer of a verb that only reads; ships that were not reached are named, and make the exit status 3. */
export function answer(text: string, fleet: readonly Observed[]): void {
  if (text !== '') process.stdout.write(`${text}\n`);
  tellUnreachable(fleet);
  process.exitCode = reachStatus(fleet);
}

/** 3 where a ship could not be reached. */
export function reachStatus(fleet: readonly Observed[]): number {
  return fleet.every(isReachable) ? EXIT.ok : EXIT.unreachable;
}
