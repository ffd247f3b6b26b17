import { planPrune } from '../lib/plan/index.ts';
import { globalFlags, Verb } from './shared/base.ts';
import { change, changeFlags } from './shared/change.ts';

const { 'ship-files': _, ...pruneFlags } = changeFlags;

export default class Prune extends Verb {
  static override summary = 'Remove images, files and records that none of the last five deploys used.';
  static override examples = ['<%= config.bin %> prune --dry-run', '<%= config.bin %> prune --yes'];
  static override flags = { ...globalFlags, ...pruneFlags };

  async run(): Promise<void> {
    const { flags } = await this.parse(Prune);
    const project = await this.project(flags);
    process.exitCode = await change({
      project,
      connect: this.connectOptions(flags),
      flags,
      headed: true,
      more: ['history'],
      version: this.config.version,
      plan: (fleet, identity) => planPrune(project, fleet, identity),
    });
  }
}
