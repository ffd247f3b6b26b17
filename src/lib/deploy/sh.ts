import { type Command, quote, type Stamp, toShell } from '../docker/index.ts';

/** Each only if what is before it went well. */
export function inTurn(conditions: readonly string[]): string {
  return conditions.join(' && ');
}

/** Docker commands as one list of sh. */
export function all(commands: Command[]): string {
  return inTurn(commands.map(toShell));
}

/** Without the names and ids that docker prints when all went well: no one is to look for a reason among them. */
export function quiet(commands: Command[]): string {
  return `{ ${all(commands)}; } >/dev/null`;
}

/** Runs the command only if the container of that name is one that this deploy made: the name may be somebody else's. */
export function ifOurs(name: string, stamp: Stamp, command: string): string {
  const label = `docker inspect --format '{{index .Config.Labels "compowarm.deploy"}}' ${quote(name)} 2>/dev/null`;
  return `[ "$(${label})" != ${quote(stamp.deploy)} ] || { ${command}; }`;
}
