import { Args, Flags } from '@oclif/core';
import { psJson, psRows, psTable } from '../lib/output/index.ts';
import { newestRecord } from '../lib/plan/index.ts';
import { asksForJson, formatFlags, globalFlags, Verb } from './shared/base.ts';
import { sight } from './shared/sight.ts';
import { reachStatus, tellUnreachable } from './shared/tell.ts';

export default class Ps extends Verb {
  static override summary = 'List the containers of the project, and the ship of each.';
  static override examples = ['<%= config.bin %> ps', '<%= config.bin %> ps --all --format json'];
  static override strict = false;
  static override args = { service: Args.string({ ignoreStdin: true, description: 'only these services' }) };
  static override flags = {
    ...globalFlags,
    all: Flags.boolean({ char: 'a', description: 'stopped containers too' }),
    ...formatFlags,
  };

  async run(): Promise<void> {
    this.wantsJson = asksForJson(this.argv);
    const { flags, argv } = await this.parse(Ps);
    const services = argv as string[];
    const project = await this.project(flags, services);
    const connect = this.connectOptions(flags);
    const sightings = await sight(project, { sections: ['containers'], connect });
    const fleet = sightings.map(({ observed }) => observed);
    const rows = psRows(fleet, project.name, {
      record: newestRecord(fleet).record,
      all: flags.all,
      ...(services.length > 0 ? { services } : {}),
      ...(flags.ship ? { ships: flags.ship } : {}),
    });
    const now = Date.now();
    const text = this.wantsJson ? psJson(rows, { now }) : psTable(rows, { now, width: process.stdout.columns });
    if (text !== '') process.stdout.write(`${text}\n`);
    tellUnreachable(fleet);
    process.exitCode = reachStatus(fleet);
  }
}
