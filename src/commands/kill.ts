import { planKill } from '../lib/plan/index.ts';
import { globalFlags } from './shared/base.ts';
import { plainChangeFlags } from './shared/change.ts';
import { ChangingVerb } from './shared/changing-verb.ts';
import { Args, Flags } from './shared/oclif.ts';

export default class Kill extends ChangingVerb {
  static override summary = 'End what runs on all ships at once, or send it another signal.';
  static override examples = ['<%= config.bin %> kill client', '<%= config.bin %> kill --signal HUP client'];
  static override strict = false;
  static override args = { service: Args.string({ ignoreStdin: true, description: 'only these services' }) };
  static override flags = {
    ...globalFlags,
    ...plainChangeFlags,
    signal: Flags.string({ char: 's', helpValue: 'SIGNAL', description: 'instead of KILL' }),
    'remove-orphans': Flags.boolean({ description: 'also containers of services that the file no longer has' }),
  };

  async run(): Promise<void> {
    const { flags, argv } = await this.parse(Kill);
    const services = argv as string[];
    const project = await this.project(flags, services);
    await this.change(flags, {
      project,
      plan: (fleet, identity) =>
        planKill(project, fleet, {
          ...identity,
          services,
          signal: flags.signal,
          removeOrphans: flags['remove-orphans'],
        }),
    });
  }
}
