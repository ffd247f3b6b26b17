import { readFileSync } from 'node:fs';
import { type PlanJson, readPlan, sinceSaved } from '../../lib/output/index.ts';
import type { Plan } from '../../lib/plan/index.ts';
import { EXIT, Problem } from '../../lib/problem.ts';

const SAVE = 'compowarm plan --format json >FILE';

/**
 * Reads a plan that was saved, and returns what holds others to it.
 * @throws Problem for a file that can't be read or holds none; then, for a plan that is not the same, of status 6
 */
export function savedPlan(file: string): (plan: Plan) => void {
  const saved = read(file);
  return (plan) => {
    const since = sinceSaved(saved, plan);
    if (since.length === 0) return;
    throw new Problem({
      what: `the plan is no longer the one in ${file}: nothing was done`,
      why: since.join('\n'),
      remedy: `look at what has changed, and save it anew: ${SAVE}`,
      exit: EXIT.wantsYes,
    });
  };
}

function read(file: string): PlanJson {
  try {
    return readPlan(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Problem({
      what: `${file} holds no plan that can be read`,
      why: (error as Error).message,
      remedy: `save one: ${SAVE}`,
    });
  }
}
