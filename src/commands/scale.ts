import { planAnywhere, planStart, withScale } from '../lib/plan/index.ts';
import { globalFlags } from './shared/base.ts';
import { withContents } from './shared/cargo.ts';
import { changeFlags } from './shared/change.ts';
import { ChangingVerb } from './shared/changing-verb.ts';
import { Args, Flags } from './shared/oclif.ts';

export default class Scale extends ChangingVerb {
  static override summary = 'Have more or fewer replicas of services, until the next start.';
  static override examples = [
    '<%= config.bin %> scale client=3',
    '<%= config.bin %> scale client=2 worker=0 --no-deps',
  ];
  static override strict = false;
  static override args = {
    number: Args.string({ ignoreStdin: true, required: true, description: 'how many: SERVICE=NUMBER' }),
  };
  static override flags = {
    ...globalFlags,
    ...changeFlags,
    'no-deps': Flags.boolean({ description: 'only the services named, without what they need' }),
  };

  async run(): Promise<void> {
    const { flags, argv } = await this.parse(Scale);
    const numbers = argv as string[];
    const services = numbers.map((pair) => pair.split('=')[0] ?? '');
    const wanted = withScale(await this.project(flags, services), numbers);
    const { project, cargo } = await withContents(wanted, services);
    planAnywhere(project);
    const options = { run: true, services, alone: flags['no-deps'], removeOrphans: false };
    await this.change(flags, {
      project,
      cargo,
      headed: true,
      plan: (fleet, identity) =>
        planStart(project, fleet, { ...identity, ...options, verb: `scale ${numbers.join(' ')}` }),
    });
  }
}
