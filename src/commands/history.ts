import { historyJson, historyTable } from '../lib/output/index.ts';
import { conflictWarnings, deploysOf, newestRecord } from '../lib/plan/index.ts';
import { globalFlags, Verb } from './shared/base.ts';
import { Flags } from './shared/oclif.ts';
import { fleetOf } from './shared/sight.ts';
import { answer, tell } from './shared/tell.ts';

export default class History extends Verb {
  static override summary = 'List the last deploys of the project: who, when, what changed, how it ended.';
  static override examples = ['<%= config.bin %> history', '<%= config.bin %> history --format json'];
  static override flags = {
    ...globalFlags,
    format: Flags.string({ options: ['table', 'json'], default: 'table', description: 'json: one object a line' }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(History);
    this.wantsJson = flags.format === 'json';
    const project = await this.project(flags);
    const connect = this.connectOptions(flags);
    const fleet = await fleetOf(project, { sections: ['history'], connect });
    for (const warning of conflictWarnings(fleet)) tell(`warning: ${warning}`);
    const current = newestRecord(fleet).record?.deploy;
    const deploys = deploysOf(fleet);
    const text = this.wantsJson
      ? historyJson(deploys, { current })
      : historyTable(deploys, { current, now: Date.now(), width: process.stdout.columns });
    answer(text, fleet);
  }
}
