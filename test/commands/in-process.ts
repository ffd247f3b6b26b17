import { vi } from 'vitest';
import { loaderOf, Program } from '../../src/commands/shared/verbs.ts';

/** Runs a verb in this process, and returns its exit status and what it said. */
export async function inProcess([name = '', ...words]: readonly string[]) {
  const said = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      said[stream] += text;
      return true;
    }),
  );
  const load = loaderOf(name);
  if (!load) throw new Error(`there is no verb ${name}`);
  try {
    const { default: Wanted } = await load();
    await new Wanted(words, new Program('1.2.3')).launch(name);
    return { code: Number(process.exitCode ?? 0), ...said };
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.exitCode = undefined;
  }
}
