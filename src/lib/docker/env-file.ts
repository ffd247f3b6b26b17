import { EXIT, Problem } from '../problem.ts';
import { mayExport } from '../schema/index.ts';
import { type Given, losesVariables } from './environment.ts';

/** Bytes of a line, from which on docker's reader gives up. */
const LINE_LIMIT = 64 * 1024;

const REFUSALS: { why: string; applies(name: string, value: string): boolean }[] = [
  { why: 'it has no name', applies: (name) => name === '' },
  { why: 'its name begins with #, which makes a comment of it', applies: (name) => name.startsWith('#') },
  { why: 'its name holds a blank or an =', applies: (name) => /[\s=\ufeff]/.test(name) },
  { why: 'its value holds a newline', applies: (_, value) => value.includes('\n') },
  { why: 'its value ends in a carriage return', applies: (_, value) => value.endsWith('\r') },
  { why: 'its value holds a NUL', applies: (_, value) => value.includes('\0') },
  { why: 'it is longer than 64 KiB', applies: (name, value) => Buffer.byteLength(`${name}=${value}`) >= LINE_LIMIT },
];

/**
 * Holds variables to what docker's client reads in an env-file: lines of NAME=VALUE, raw, with no escapes whatever.
 * @throws {Problem} when one can't be said there; loading the file refuses such ones with their position.
 */
export function checkLines(env: Record<string, string>): void {
  for (const [name, value] of Object.entries(env)) {
    const refusal = REFUSALS.find(({ applies }) => applies(name, value));
    if (refusal) throw refused(name, refusal.why);
  }
}

/**
 * Holds variables that a person typed to what docker can be given of them; `docker` is how the ship calls it.
 * @throws {Problem} when one can't be passed on
 */
export function checkGiven({ env, exported }: Given, docker: readonly string[]): void {
  checkLines(env);
  for (const name of Object.keys(exported)) {
    if (!mayExport(name)) throw refused(name, 'its value has several lines, and its name means something to others');
    if (losesVariables(docker)) throw refused(name, `its value has several lines, which ${docker[0]} does not hand on`);
  }
}

function refused(name: string, why: string): Problem {
  return new Problem({
    what: `environment variable ${JSON.stringify(name)} can't be passed to docker`,
    why,
    exit: EXIT.failed,
  });
}
