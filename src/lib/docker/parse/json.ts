import { EXIT, Problem } from '../../problem.ts';

/**
 * One line of JSON that docker printed.
 * @throws {Problem} when it is none.
 */
export function readJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new Problem({
      what: `docker printed something other than what was asked: ${line.slice(0, 200)}`,
      remedy: 'compowarm knows docker 20.10 and later: see what docker version says there',
      exit: EXIT.failed,
    });
  }
}
