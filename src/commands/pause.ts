import { planPause } from '../lib/plan/index.ts';
import { globalFlags } from './shared/base.ts';
import { plainChangeFlags } from './shared/change.ts';
import { ChangingVerb } from './shared/changing-verb.ts';
import { Args } from './shared/oclif.ts';

export default class Pause extends ChangingVerb {
  static override summary = 'Hold what runs on all ships where it is, until unpause.';
  static override examples = ['<%= config.bin %> pause', '<%= config.bin %> pause client'];
  static override strict = false;
  static override args = { service: Args.string({ ignoreStdin: true, description: 'only these services' }) };
  static override flags = { ...globalFlags, ...plainChangeFlags };

  async run(): Promise<void> {
    const { flags, argv } = await this.parse(Pause);
    const services = argv as string[];
    const project = await this.project(flags, services);
    await this.change(flags, {
      project,
      plan: (fleet, identity) => planPause(project, fleet, { ...identity, services }),
    });
  }
}
