import type { Project } from '../lib/compose/index.ts';
import type { Cargo } from '../lib/files/index.ts';
import { planRollback } from '../lib/plan/index.ts';
import { Problem } from '../lib/problem.ts';
import { globalFlags } from './shared/base.ts';
import { withContents } from './shared/cargo.ts';
import { changeFlags } from './shared/change.ts';
import { ChangingVerb } from './shared/changing-verb.ts';
import { Args } from './shared/oclif.ts';

export default class Rollback extends ChangingVerb {
  static override summary = 'Bring back what an earlier deploy left: its containers, their images and their files.';
  static override examples = [
    '<%= config.bin %> rollback',
    '<%= config.bin %> rollback 1a2b3c4d --dry-run',
    '<%= config.bin %> rollback 1a2b --yes',
  ];
  static override args = {
    deploy: Args.string({
      ignoreStdin: true,
      description: 'the beginning of its id, as history shows it; without it the last that went well and was another',
    }),
  };
  static override flags = { ...globalFlags, ...changeFlags };

  async run(): Promise<void> {
    const { flags, args } = await this.parse(Rollback);
    const { project, cargo } = await withReadable(await this.project(flags));
    await this.change(flags, {
      project,
      ...(cargo ? { cargo } : {}),
      headed: true,
      more: ['history'],
      plan: (fleet, identity) => planRollback(project, fleet, { ...identity, to: args.deploy }),
    });
  }
}

/** The project with this machine's content, or without any where some of it can't be read: ships have what they need. */
async function withReadable(project: Project): Promise<{ project: Project; cargo?: Cargo }> {
  try {
    return await withContents(project, []);
  } catch (error) {
    if (error instanceof Problem) return { project };
    throw error;
  }
}
