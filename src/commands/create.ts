import { planAnywhere, planStart } from '../lib/plan/index.ts';
import { globalFlags } from './shared/base.ts';
import { withContents } from './shared/cargo.ts';
import { changeFlags } from './shared/change.ts';
import { ChangingVerb } from './shared/changing-verb.ts';
import { makeFlags, makeOptions, wantedProject } from './shared/make.ts';
import { Args } from './shared/oclif.ts';

export default class Create extends ChangingVerb {
  static override summary = 'Make the containers without starting them.';
  static override examples = ['<%= config.bin %> create', '<%= config.bin %> create client'];
  static override strict = false;
  static override args = {
    service: Args.string({ ignoreStdin: true, description: 'only these services and what they need' }),
  };
  static override flags = { ...globalFlags, ...changeFlags, ...makeFlags };

  async run(): Promise<void> {
    const { flags, argv } = await this.parse(Create);
    const services = argv as string[];
    const wanted = wantedProject(await this.project(flags, services), flags);
    const { project, cargo } = await withContents(wanted, services);
    planAnywhere(project);
    await this.change(flags, {
      project,
      cargo,
      headed: true,
      plan: (fleet, identity) =>
        planStart(project, fleet, { ...identity, ...makeOptions(flags), run: false, services }),
    });
  }
}
