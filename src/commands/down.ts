import { planDown } from '../lib/plan/index.ts';
import { globalFlags } from './shared/base.ts';
import { changeFlags } from './shared/change.ts';
import { ChangingVerb } from './shared/changing-verb.ts';
import { graceFlag } from './shared/make.ts';
import { Args, Flags } from './shared/oclif.ts';

export default class Down extends ChangingVerb {
  static override summary =
    'Stop and remove containers and networks on all ships; volumes stay unless --volumes is given.';
  static override examples = [
    '<%= config.bin %> down',
    '<%= config.bin %> down client',
    '<%= config.bin %> down --volumes --rmi local',
  ];
  static override strict = false;
  static override args = { service: Args.string({ ignoreStdin: true, description: 'only these services' }) };
  static override flags = {
    ...globalFlags,
    ...changeFlags,
    ...graceFlag,
    volumes: Flags.boolean({
      char: 'v',
      summary: 'also the data in volumes',
      description: 'also the data: volumes that the file declares, anonymous ones, and folders that came from here',
    }),
    rmi: Flags.option({
      options: ['all', 'local'] as const,
      summary: 'also images of the services',
      description: 'also images of the services: all, or those that are built and have no name in the file',
    })(),
    'remove-orphans': Flags.boolean({
      summary: 'also what is no longer in the file',
      description: 'also containers of services that the file no longer has',
    }),
  };

  async run(): Promise<void> {
    const { flags, argv } = await this.parse(Down);
    const services = argv as string[];
    const project = await this.project(flags, services);
    await this.change(flags, {
      project,
      headed: true,
      plan: (fleet, identity) =>
        planDown(project, fleet, {
          ...identity,
          services,
          removeOrphans: flags['remove-orphans'],
          volumes: flags.volumes,
          images: flags.rmi,
          grace: flags.timeout,
        }),
    });
  }
}
