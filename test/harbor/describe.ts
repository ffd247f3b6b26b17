import { describe, inject, it } from 'vitest';
import { attach, type Harbor } from './index.ts';

/** A suite that runs against the ships that setup.ts raised, and is reported as skipped, with the reason, where there are none. */
export function describeReal(title: string, suite: (harbor: Harbor) => void): void {
  const given = inject('harbor');
  if ('stateFile' in given) describe(title, () => suite(attach(given.stateFile)));
  else describe.skip(`${title} (no real ships: ${given.reason})`, () => void it('runs on real ships', () => {}));
}
