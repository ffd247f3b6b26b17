import path from 'node:path';
import { EXIT, Problem } from '../problem.ts';

/** What is copied. */
export interface Freight {
  /** Its own name; `.` for all that is in a folder. */
  base: string;
  isFolder: boolean;
}

/** Where it is to go: what was said, and what is there. */
export interface Berth {
  path: string;
  there: 'folder' | 'file' | 'nothing' | 'device';
}

/** The folder into which things go, and the name that the thing has there. */
export interface Landing {
  into: string;
  root: string;
}

/**
 * Where a copy ends up, as `docker cp` has it: in a folder that is there under its own name, else under the name that was
 * said.
 * @throws Problem where a folder would take the place of a file, anything that of a device, or a file goes into a folder
 * that is not there
 */
export function landing({ base, isFolder }: Freight, { path: said, there }: Berth): Landing {
  if (there === 'folder') return { into: said, root: base };
  if (there === 'device') throw refusal(`${said} is a device, a pipe or a socket: nothing can take its place`);
  if (there === 'file' && isFolder) throw refusal(`${said} is a file: a folder can't take its place`);
  if (there === 'nothing' && !isFolder && /\/\.?$/.test(said)) throw refusal(`there is no folder ${said}`);
  const whole = said.replace(/\/+$/, '');
  return { into: path.posix.dirname(whole), root: path.posix.basename(whole) };
}

/** The name of what a path leads to; `.` for all that is in a folder. `from`: the folder that it begins in. */
export function baseOf(said: string, from: string): string {
  if (/(^|\/)\.$/.test(said)) return '.';
  return path.posix.basename(path.posix.resolve(from, said)) || '.';
}

function refusal(what: string): Problem {
  return new Problem({ what, exit: EXIT.failed });
}
