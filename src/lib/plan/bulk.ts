import type { Plan, Step } from './types.ts';
import { list, size, unique } from './words.ts';

/** Bytes of this machine's content that a deploy brings to ships without being told to. */
const FREELY = 64 * 1024 * 1024;
/** So many of it are named, the largest first. */
const NAMED = 3;

/** The services whose images a plan builds from what it brings of this machine. */
export function builtHere(plan: Plan): string[] {
  return unique(plan.steps.flatMap((step) => (step.kind === 'build' && step.file ? [step.service] : [])));
}

/** The plan with the bytes of what images are built from, by service. */
export function withWeights(plan: Plan, bytes: ReadonlyMap<string, number>): Plan {
  const steps = plan.steps.map((step): Step => {
    const weight = step.kind === 'build' && step.file ? bytes.get(step.service) : undefined;
    if (step.kind !== 'build' || !step.file || weight === undefined) return step;
    return { ...step, file: { ...step.file, bytes: weight }, why: `${step.why} (${size(weight)})` };
  });
  return { ...plan, steps };
}

/**
 * What a plan brings to ships, where that is so much that a person should know first: `80.0 MiB of this machine (./media
 * 80.0 MiB) to s1 and s2`. Content that goes to several ships counts once.
 */
export function bulkOf(plan: Plan): string | undefined {
  const brought = plan.steps.flatMap(({ ship, ...step }) =>
    (step.kind === 'bring' || step.kind === 'build') && step.file ? [{ ship, file: step.file }] : [],
  );
  const once = [...new Map(brought.map(({ file }) => [`${file.by} ${file.id}`, file])).values()];
  const bytes = once.reduce((sum, file) => sum + file.bytes, 0);
  if (bytes <= FREELY) return undefined;
  const largest = once.toSorted((a, b) => b.bytes - a.bytes).slice(0, NAMED);
  const named = list(largest.map((file) => `${file.name} ${size(file.bytes)}`));
  const more = once.length > NAMED ? '...' : '';
  return `${size(bytes)} of this machine (${named}${more}) to ${list(unique(brought.map(({ ship }) => ship)))}`;
}
