import { topOf } from '../lib/fleet/index.ts';
import { topTable } from '../lib/output/index.ts';
import { EXIT } from '../lib/problem.ts';
import { globalFlags, Verb } from './shared/base.ts';
import { Args } from './shared/oclif.ts';
import { fleetOf } from './shared/sight.ts';
import { answer, tell } from './shared/tell.ts';

export default class Top extends Verb {
  static override summary = 'Show what runs in the containers, on all ships.';
  static override examples = ['<%= config.bin %> top', '<%= config.bin %> top redis'];
  static override strict = false;
  static override args = { service: Args.string({ ignoreStdin: true, description: 'only these services' }) };
  static override flags = globalFlags;

  async run(): Promise<void> {
    const { flags, argv } = await this.parse(Top);
    const services = argv as string[];
    const project = await this.project(flags, services);
    const connect = this.connectOptions(flags);
    const fleet = await fleetOf(project, { sections: ['containers', 'processes'], connect });
    const { rows, refused } = topOf(fleet, { services, ships: flags.ship });
    answer(topTable(rows, { width: process.stdout.columns }), fleet);
    for (const { ship, name, why } of refused) tell(`${name} on ${ship}: ${why}`);
    if (refused.length > 0) process.exitCode = EXIT.failed;
  }
}
