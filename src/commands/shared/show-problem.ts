import type { Problem } from '../../lib/problem.ts';

/** Says what is wrong, as JSON on standard output where that is wanted, and sets the exit status. */
export async function showProblem(problem: Problem, json: boolean): Promise<void> {
  const { problemJson, problemText, wantsColor } = await import('../../lib/output/index.ts');
  if (json) process.stdout.write(`${problemJson(problem)}\n`);
  else process.stderr.write(`${problemText(problem, { color: wantsColor(process.stderr, process.env) })}\n`);
  process.exitCode = problem.exit;
}
