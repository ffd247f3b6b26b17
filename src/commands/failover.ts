import { refuseUnknown } from '../lib/compose/index.ts';
import { planAnywhere, planFailover } from '../lib/plan/index.ts';
import { globalFlags } from './shared/base.ts';
import { withContents } from './shared/cargo.ts';
import { changeFlags } from './shared/change.ts';
import { ChangingVerb } from './shared/changing-verb.ts';
import { Args, Flags } from './shared/oclif.ts';

export default class Failover extends ChangingVerb {
  static override summary = 'Leave a ship that does not answer: what may go on elsewhere does, when you say yes.';
  static override examples = [
    '<%= config.bin %> failover 192.168.1.84',
    '<%= config.bin %> failover 192.168.1.84 --without-data redis --yes',
  ];
  static override args = { ship: Args.string({ ignoreStdin: true, required: true, description: 'the ship to leave' }) };
  static override flags = {
    ...globalFlags,
    ...changeFlags,
    'without-data': Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'SERVICE',
      description: 'a service that goes on elsewhere without the data that it has there',
    }),
  };

  async run(): Promise<void> {
    const { flags, args } = await this.parse(Failover);
    const { project, cargo } = await withContents(await this.project(flags), []);
    const withoutData = flags['without-data'] ?? [];
    refuseUnknown('service', withoutData, Object.keys(project.services));
    planAnywhere(project);
    const failed = { ship: args.ship, withoutData };
    const options = { run: true, services: [], removeOrphans: false, failed, verb: `failover ${args.ship}` };
    await this.change(flags, {
      project,
      cargo,
      headed: true,
      plan: (fleet, identity) => planFailover(project, fleet, { ...identity, ...options }),
    });
  }
}
