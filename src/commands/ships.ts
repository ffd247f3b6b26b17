import { shipsJson, shipsTable } from '../lib/output/index.ts';
import { asksForJson, formatFlags, globalFlags, Verb } from './shared/base.ts';
import { sight } from './shared/sight.ts';
import { answer } from './shared/tell.ts';

export default class Ships extends Verb {
  static override summary = 'List the ships: how far, what engine, how full.';
  static override examples = ['<%= config.bin %> ships', '<%= config.bin %> ships --format json'];
  static override flags = { ...globalFlags, ...formatFlags };

  async run(): Promise<void> {
    this.wantsJson = asksForJson(this.argv);
    const { flags } = await this.parse(Ships);
    const project = await this.project(flags);
    const connect = this.connectOptions(flags);
    const sightings = await sight(project, { sections: ['containers', 'machine'], connect });
    const rows = sightings.filter(({ ship }) => !flags.ship || flags.ship.includes(ship.name));
    const text = this.wantsJson ? shipsJson(rows) : shipsTable(rows, { width: process.stdout.columns });
    answer(
      text,
      rows.map(({ observed }) => observed),
    );
  }
}
