import { planRm } from '../lib/plan/index.ts';
import { globalFlagsWithoutF } from './shared/base.ts';
import { changeFlags } from './shared/change.ts';
import { ChangingVerb } from './shared/changing-verb.ts';
import { refuseFiles } from './shared/not-files.ts';
import { Args, Flags } from './shared/oclif.ts';

const { 'ship-files': _, ...rmFlags } = changeFlags;

export default class Rm extends ChangingVerb {
  static override summary =
    'Remove containers that do not run, on all ships; the next start makes them again where they were.';
  static override examples = ['<%= config.bin %> rm', '<%= config.bin %> rm --stop --force client'];
  static override strict = false;
  static override args = { service: Args.string({ ignoreStdin: true, description: 'only these services' }) };
  static override flags = {
    ...globalFlagsWithoutF,
    ...rmFlags,
    force: Flags.boolean({ char: 'f', description: 'the same as --yes' }),
    stop: Flags.boolean({ char: 's', description: 'also what runs: it is stopped first' }),
    volumes: Flags.boolean({ char: 'v', description: 'also anonymous volumes of the containers' }),
  };

  async run(): Promise<void> {
    const { flags, argv } = await this.parse(Rm);
    const services = argv as string[];
    refuseFiles(services, 'rm', '--force');
    const project = await this.project(flags, services);
    await this.change(
      { ...flags, yes: flags.yes || flags.force },
      {
        project,
        headed: true,
        plan: (fleet, identity) =>
          planRm(project, fleet, { ...identity, services, stop: flags.stop, volumes: flags.volumes }),
      },
    );
  }
}
