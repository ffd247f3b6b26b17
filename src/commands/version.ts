import { load, NoFile, type Project, refuseUnknown } from '../lib/compose/index.ts';
import { versionJson, versionText } from '../lib/output/index.ts';
import { type GlobalFlags, globalFlagsWithoutF, Verb } from './shared/base.ts';
import { loadOptions } from './shared/load-options.ts';
import { Flags } from './shared/oclif.ts';
import { fleetOf } from './shared/sight.ts';
import { answer } from './shared/tell.ts';

export default class Version extends Verb {
  static override summary = 'Print the version and, where there is a file with ships, that of each engine.';
  static override examples = ['<%= config.bin %> version', '<%= config.bin %> version --short'];
  static override flags = {
    ...globalFlagsWithoutF,
    format: Flags.string({
      char: 'f',
      options: ['pretty', 'json'],
      default: 'pretty',
      description: 'json: for programs',
    }),
    short: Flags.boolean({ description: 'only the number, without asking a ship' }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Version);
    this.wantsJson = flags.format === 'json';
    const { version } = this.config;
    if (flags.short) return answer(version, []);
    const project = await projectIfAny(flags);
    const ships = project?.ships ?? [];
    if (project)
      refuseUnknown(
        'ship',
        flags.ship ?? [],
        ships.map(({ name }) => name),
      );
    const connect = this.connectOptions(flags);
    const fleet = project && ships.length > 0 ? await fleetOf(project, { sections: [], connect }) : [];
    const wanted = fleet.filter(({ ship }) => !flags.ship || flags.ship.includes(ship));
    answer(
      this.wantsJson ? versionJson(version, wanted) : versionText(version, wanted, process.stdout.columns),
      wanted,
    );
  }
}

/** Undefined where no file was named, and none is found. */
async function projectIfAny(flags: GlobalFlags): Promise<Project | undefined> {
  try {
    return await load(loadOptions(flags));
  } catch (error) {
    if (error instanceof NoFile) return undefined;
    throw error;
  }
}
