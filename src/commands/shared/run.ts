import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { Errors, execute } from '@oclif/core';
import { verbFirst } from './argv.ts';
import { leaveOnSignals } from './signals.ts';
import { Program, verbs } from './verbs.ts';

const { version } = createRequire(import.meta.url)('../../../package.json') as { version: string };

// Most verbs end before code that V8 makes fast has paid for being made: it begins a good deal later than by default.
setFlagsFromString('--interrupt-budget=1000000');

/** The whole program: arguments in, exit status set. `--version` answers without loading anything. */
export async function run(argv: string[], dir: string): Promise<void> {
  if (argv.length === 1 && argv[0] === '--version') {
    process.stdout.write(`compowarm ${version}\n`);
    return;
  }
  leaveOnSignals();
  const args = verbFirst(argv);
  const [name = '', ...rest] = args;
  const load = Object.hasOwn(verbs, name) && !rest.includes('--help') ? verbs[name] : undefined;
  if (!load) return void (await execute({ args, dir }));
  const { default: Wanted } = await load();
  await new Wanted(rest, new Program(version)).launch(name).catch(Errors.handle);
}
