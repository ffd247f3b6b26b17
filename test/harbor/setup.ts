import type { TestProject } from 'vitest/node';
import { canRaise, type Engine, prepare, prepareNewer, raise } from './index.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** What the ships are to run; vitest.config.ts says so for each of its projects. */
    engine: Engine;
    /** The state file of the harbor for `attach`, or why there is none. */
    harbor: { stateFile: string } | { reason: string };
  }
}

const ships = 3;

/** Vitest's globalSetup: raises the ships that all test files share, one file after another, and takes them down at the end. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const reason = await whyNot();
  if (reason !== undefined) {
    if (process.env.COMPOWARM_REAL_SHIPS === 'required') throw new Error(`real ships are required: ${reason}`);
    project.provide('harbor', { reason });
    return;
  }
  const harbor = await raise(ships, { engine: project.getProvidedContext().engine });
  project.provide('harbor', { stateFile: harbor.stateFile });
  return harbor.down;
}

// Docker Compose comes with the newer Docker, so tests on ships of any engine want both.
async function whyNot(): Promise<string | undefined> {
  const able = canRaise();
  if (!able.ok) return able.reason;
  try {
    await prepare();
    await prepareNewer();
  } catch (error) {
    return `what ships are made of could not be fetched: ${(error as Error).message}`;
  }
}
