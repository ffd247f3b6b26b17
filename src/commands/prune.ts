import { planPrune } from '../lib/plan/index.ts';
import { globalFlags } from './shared/base.ts';
import { changeFlags } from './shared/change.ts';
import { ChangingVerb } from './shared/changing-verb.ts';

const { 'ship-files': _, ...pruneFlags } = changeFlags;

export default class Prune extends ChangingVerb {
  static override summary = 'Remove images, files and records that none of the last five deploys used.';
  static override examples = ['<%= config.bin %> prune --dry-run', '<%= config.bin %> prune --yes'];
  static override flags = { ...globalFlags, ...pruneFlags };

  async run(): Promise<void> {
    const { flags } = await this.parse(Prune);
    const project = await this.project(flags);
    await this.change(flags, {
      project,
      headed: true,
      more: ['history'],
      plan: (fleet, identity) => planPrune(project, fleet, identity),
    });
  }
}
