import { volumesOf } from '../lib/fleet/index.ts';
import { volumeNames, volumesJson, volumesTable } from '../lib/output/index.ts';
import { newestRecord } from '../lib/plan/index.ts';
import { asksForJson, formatFlags, globalFlags, Verb } from './shared/base.ts';
import { Args, Flags } from './shared/oclif.ts';
import { fleetOf } from './shared/sight.ts';
import { answer } from './shared/tell.ts';

export default class Volumes extends Verb {
  static override summary = "List the volumes of the project, and folders that are a ship's own, with who uses them.";
  static override examples = ['<%= config.bin %> volumes', '<%= config.bin %> volumes redis --format json'];
  static override strict = false;
  static override args = { service: Args.string({ ignoreStdin: true, description: 'only those of these services' }) };
  static override flags = {
    ...globalFlags,
    quiet: Flags.boolean({ char: 'q', description: 'only the names of volumes' }),
    ...formatFlags,
  };

  async run(): Promise<void> {
    this.wantsJson = asksForJson(this.argv);
    const { flags, argv } = await this.parse(Volumes);
    const services = argv as string[];
    const project = await this.project(flags, services);
    const connect = this.connectOptions(flags);
    const fleet = await fleetOf(project, { sections: ['containers', 'volumes', 'contents'], connect });
    const rows = volumesOf(fleet, {
      project,
      record: newestRecord(fleet).record,
      services,
      ships: flags.ship,
    });
    const render = flags.quiet ? volumeNames : this.wantsJson ? volumesJson : volumesTable;
    answer(render(rows, { width: process.stdout.columns }), fleet);
  }
}
