import { planAnywhere, planStart } from '../lib/plan/index.ts';
import { globalFlags } from './shared/base.ts';
import { withContents } from './shared/cargo.ts';
import { changeFlags } from './shared/change.ts';
import { ChangingVerb } from './shared/changing-verb.ts';
import { makeOptions, startFlags, wantedProject } from './shared/make.ts';
import { Args, Flags } from './shared/oclif.ts';
import { savedPlan } from './shared/saved-plan.ts';

export default class Start extends ChangingVerb {
  static override summary = 'Make the ships what the file says: create, start, replace.';
  static override examples = [
    '<%= config.bin %> start -f docker.yml',
    '<%= config.bin %> start --dry-run',
    '<%= config.bin %> up -d client',
    '<%= config.bin %> start --plan plan.json',
  ];
  static override strict = false;
  static override args = {
    service: Args.string({ ignoreStdin: true, description: 'only these services and what they need' }),
  };
  static override flags = {
    ...globalFlags,
    ...changeFlags,
    ...startFlags,
    plan: Flags.string({
      helpValue: 'FILE',
      summary: 'only if it is the plan in that file',
      description: 'only if it is the plan that `plan --format json` wrote there',
    }),
    detach: Flags.boolean({
      char: 'd',
      summary: 'accepted, as in Compose',
      description: 'accepted as Compose has it: containers always run by themselves',
    }),
  };

  async run(): Promise<void> {
    const { flags, argv } = await this.parse(Start);
    const services = argv as string[];
    const saved = flags.plan === undefined ? undefined : savedPlan(flags.plan);
    const wanted = wantedProject(await this.project(flags, services), flags);
    const { project, cargo } = await withContents(wanted, services);
    planAnywhere(project);
    await this.change(flags, {
      project,
      cargo,
      headed: true,
      ...(saved ? { accept: saved } : {}),
      plan: (fleet, identity) => planStart(project, fleet, { ...identity, ...makeOptions(flags), run: true, services }),
    });
  }
}
