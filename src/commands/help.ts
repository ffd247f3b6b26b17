import { flagsHelp, programHelp, verbHelp } from '../lib/output/index.ts';
import { globalFlags, Verb } from './shared/base.ts';
import { describe, describeFlags } from './shared/describe.ts';
import { groups } from './shared/groups.ts';
import { Args, Flags } from './shared/oclif.ts';
import { statuses } from './shared/statuses.ts';
import { unknownVerb } from './shared/unknown.ts';
import { loaderOf, nameOf } from './shared/verbs.ts';

export default class Help extends Verb {
  static override summary = 'Tell what there is, what a verb takes, or which flags all verbs take.';
  static override examples = ['<%= config.bin %> help', '<%= config.bin %> help ps', '<%= config.bin %> help flags'];
  static override args = { verb: Args.string({ ignoreStdin: true, description: 'a verb, or the word flags' }) };
  static override flags = {
    ...globalFlags,
    all: Flags.boolean({ char: 'a', description: 'every flag of the verb, on as many lines as it takes' }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Help);
    process.stdout.write(`${await textOf(args.verb, flags.all)}\n`);
  }
}

async function textOf(word: string | undefined, all: boolean): Promise<string> {
  if (word === undefined) return programHelp(groups);
  if (word === 'flags') return flagsHelp(describeFlags(globalFlags), statuses);
  const load = loaderOf(word);
  if (!load) throw unknownVerb(word);
  return verbHelp(describe(nameOf(word), (await load()).default), { all });
}
