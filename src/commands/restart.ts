import { planRestart } from '../lib/plan/index.ts';
import { globalFlags } from './shared/base.ts';
import { plainChangeFlags } from './shared/change.ts';
import { ChangingVerb } from './shared/changing-verb.ts';
import { graceFlag } from './shared/make.ts';
import { Args, Flags } from './shared/oclif.ts';

export default class Restart extends ChangingVerb {
  static override summary = 'Restart containers on all ships, each after what it depends on; what stands is started.';
  static override examples = [
    '<%= config.bin %> restart',
    '<%= config.bin %> restart redis',
    '<%= config.bin %> restart --no-deps redis',
  ];
  static override strict = false;
  static override args = { service: Args.string({ ignoreStdin: true, description: 'only these services' }) };
  static override flags = {
    ...globalFlags,
    ...plainChangeFlags,
    ...graceFlag,
    'no-deps': Flags.boolean({
      description: 'not those that ask to be restarted with these: depends_on with restart: true',
    }),
  };

  async run(): Promise<void> {
    const { flags, argv } = await this.parse(Restart);
    const services = argv as string[];
    const project = await this.project(flags, services);
    await this.change(flags, {
      project,
      plan: (fleet, identity) =>
        planRestart(project, fleet, { ...identity, services, grace: flags.timeout, alone: flags['no-deps'] }),
    });
  }
}
