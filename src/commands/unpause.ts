import { planUnpause } from '../lib/plan/index.ts';
import { globalFlags } from './shared/base.ts';
import { plainChangeFlags } from './shared/change.ts';
import { ChangingVerb } from './shared/changing-verb.ts';
import { Args } from './shared/oclif.ts';

export default class Unpause extends ChangingVerb {
  static override summary = 'Let go on what is paused, on all ships.';
  static override examples = ['<%= config.bin %> unpause', '<%= config.bin %> unpause client'];
  static override strict = false;
  static override args = { service: Args.string({ ignoreStdin: true, description: 'only these services' }) };
  static override flags = { ...globalFlags, ...plainChangeFlags };

  async run(): Promise<void> {
    const { flags, argv } = await this.parse(Unpause);
    const services = argv as string[];
    const project = await this.project(flags, services);
    await this.change(flags, {
      project,
      plan: (fleet, identity) => planUnpause(project, fleet, { ...identity, services }),
    });
  }
}
