import { type Command, type Hooks, hookCommands, start, toShell } from '../docker/index.ts';
import { inTurn, quiet } from './sh.ts';

/** What has gone wrong with a hook, in sh. */
function ended({ key }: Hooks, index: number): string {
  return `"${key}[${index}] ended with $?"`;
}

/** A condition of sh: the hooks of a container that has started, all of which have to go well. Nothing where none is. */
export function postStart(container: string, hooks: Hooks | undefined): string[] {
  return hooks ? each(container, hooks, (run, index) => `{ ${run} || { echo ${ended(hooks, index)}; false; }; }`) : [];
}

/** Lines of sh: the hooks of a container that is to stop, which it does all the same when they fail. */
export function preStop(container: string, hooks: Hooks | undefined): string[] {
  return hooks ? each(container, hooks, (run, index) => `${run} || say "$i" "note "${ended(hooks, index)} >&5`) : [];
}

function each(container: string, hooks: Hooks, line: (run: string, index: number) => string): string[] {
  return hookCommands(container, hooks).map((command: Command, index) => line(toShell(command), index));
}

/** Starts a container, and runs its hooks. */
export function startProgram(container: string, hooks: Hooks | undefined): string {
  return inTurn([quiet([start(container)]), ...postStart(container, hooks)]);
}
