import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { verbFirst } from './argv.ts';
import { leaveOnSignals, leaveUnread } from './signals.ts';

const { version } = createRequire(import.meta.url)('../../../package.json') as { version: string };

/**
 * Most verbs end before what V8 prepares for a long run has paid: fast code is made a good deal later than by default, and
 * a heap so small is not collected in steps beside the work. Each line of V8 has its own words for it, and complains of others.
 */
const shortRun: Readonly<Record<string, readonly string[]>> = {
  11: ['--interrupt-budget=1000000', '--no-incremental-marking'],
  12: ['--invocation-count-for-turbofan=30000', '--no-incremental-marking'],
  13: ['--invocation-count-for-turbofan=30000', '--invocation-count-for-maglev=4000', '--no-incremental-marking'],
};
for (const flag of shortRun[Number.parseInt(process.versions.v8, 10)] ?? []) setFlagsFromString(flag);

/** The whole program: arguments in, exit status set. `--version` answers without loading anything. */
export async function run(argv: string[]): Promise<void> {
  leaveUnread();
  const [name = '', ...words] = verbFirst(argv);
  if (name === '--version' || name === '-v') {
    process.stdout.write(`compowarm ${version}\n`);
    return;
  }
  leaveOnSignals();
  if (name === 'completion' && words[0] === '--words') {
    const { answer } = await import('./completion/answer.ts');
    return answer(words.slice(1), new URL('../../words.json', import.meta.url));
  }
  const { loaderOf, Program } = await import('./verbs.ts');
  const load = loaderOf(name);
  if (!load) return showUnknown(name, argv);
  const { default: Wanted } = await load();
  await new Wanted(words, new Program(version)).launch(name);
  if (Wanted.endsAtOnce) process.exit();
}

async function showUnknown(name: string, argv: readonly string[]): Promise<void> {
  const [{ asksForJson }, { showProblem }, { unknownVerb }] = await Promise.all([
    import('./base.ts'),
    import('./show-problem.ts'),
    import('./unknown.ts'),
  ]);
  return showProblem(unknownVerb(name), asksForJson(argv));
}
