import { planStop } from '../lib/plan/index.ts';
import { globalFlags } from './shared/base.ts';
import { changeFlags } from './shared/change.ts';
import { ChangingVerb } from './shared/changing-verb.ts';
import { graceFlag } from './shared/make.ts';
import { Args } from './shared/oclif.ts';

export default class Stop extends ChangingVerb {
  static override summary = 'Stop containers on all ships, those that depend on others first; nothing is removed.';
  static override examples = ['<%= config.bin %> stop', '<%= config.bin %> stop client'];
  static override strict = false;
  static override args = { service: Args.string({ ignoreStdin: true, description: 'only these services' }) };
  static override flags = { ...globalFlags, ...changeFlags, ...graceFlag };

  async run(): Promise<void> {
    const { flags, argv } = await this.parse(Stop);
    const services = argv as string[];
    const project = await this.project(flags, services);
    await this.change(flags, {
      project,
      plan: (fleet, identity) => planStop(project, fleet, { ...identity, services, grace: flags.timeout }),
    });
  }
}
