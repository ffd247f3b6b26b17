import type { Plan } from './types.ts';
import { list, size, unique } from './words.ts';

/** Bytes of this machine's content that a deploy brings to ships without being told to. */
const FREELY = 64 * 1024 * 1024;

/** What a plan brings to ships, where that is so much that a person should know first: `80.0 MiB (./media) to s1 and s2`. */
export function bulkOf(plan: Plan): string | undefined {
  const brought = plan.steps.flatMap((step) => (step.kind === 'bring' ? [step] : []));
  const once = [...new Map(brought.map(({ file }) => [file.id, file])).values()];
  const bytes = once.reduce((sum, file) => sum + file.bytes, 0);
  if (bytes <= FREELY) return undefined;
  const largest = unique(once.toSorted((a, b) => b.bytes - a.bytes).map(({ name }) => name)).slice(0, 3);
  return `${size(bytes)} of this machine (${list(largest)}${once.length > 3 ? '...' : ''}) to ${list(unique(brought.map(({ ship }) => ship)))}`;
}
