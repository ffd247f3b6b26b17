import { refuseUnknown } from '../lib/compose/index.ts';
import { planAnywhere, planDrain } from '../lib/plan/index.ts';
import { globalFlags } from './shared/base.ts';
import { withContents } from './shared/cargo.ts';
import { changeFlags } from './shared/change.ts';
import { ChangingVerb } from './shared/changing-verb.ts';
import { Args } from './shared/oclif.ts';

export default class Drain extends ChangingVerb {
  static override summary = 'Move off a ship what may move; what holds data stays, and is named.';
  static override examples = ['<%= config.bin %> drain 192.168.1.84', '<%= config.bin %> drain 192.168.1.84 --dry-run'];
  static override args = { ship: Args.string({ ignoreStdin: true, required: true, description: 'the ship to leave' }) };
  static override flags = { ...globalFlags, ...changeFlags };

  async run(): Promise<void> {
    const { flags, args } = await this.parse(Drain);
    const { project, cargo } = await withContents(await this.project(flags), []);
    const ships = project.ships.map(({ name }) => name);
    refuseUnknown('ship', [args.ship], ships);
    planAnywhere(project);
    const options = { run: true, services: [], removeOrphans: false, drained: args.ship, verb: `drain ${args.ship}` };
    await this.change(flags, {
      project,
      cargo,
      headed: true,
      plan: (fleet, identity) => planDrain(project, fleet, { ...identity, ...options }),
    });
  }
}
