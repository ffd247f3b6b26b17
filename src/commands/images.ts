import { imagesOf } from '../lib/fleet/index.ts';
import { imageIds, imagesJson, imagesTable } from '../lib/output/index.ts';
import { asksForJson, formatFlags, globalFlags, Verb } from './shared/base.ts';
import { Args, Flags } from './shared/oclif.ts';
import { fleetOf } from './shared/sight.ts';
import { answer } from './shared/tell.ts';

export default class Images extends Verb {
  static override summary = 'List the images that the containers were made from, and the ship of each.';
  static override examples = ['<%= config.bin %> images', '<%= config.bin %> images redis --format json'];
  static override strict = false;
  static override args = { service: Args.string({ ignoreStdin: true, description: 'only those of these services' }) };
  static override flags = {
    ...globalFlags,
    quiet: Flags.boolean({ char: 'q', description: 'only the IDs' }),
    ...formatFlags,
  };

  async run(): Promise<void> {
    this.wantsJson = asksForJson(this.argv);
    const { flags, argv } = await this.parse(Images);
    const services = argv as string[];
    const project = await this.project(flags, services);
    const connect = this.connectOptions(flags);
    const fleet = await fleetOf(project, { sections: ['containers', 'used'], connect });
    const rows = imagesOf(fleet, { services, ships: flags.ship });
    const render = flags.quiet ? imageIds : this.wantsJson ? imagesJson : imagesTable;
    answer(render(rows, { now: Date.now(), width: process.stdout.columns }), fleet);
  }
}
