import { Args, Flags } from '@oclif/core';
import { survey } from '../lib/deploy/index.ts';
import { onlyShips, placeAnywhere, planStart } from '../lib/plan/index.ts';
import { globalFlags, Verb } from './shared/base.ts';
import { withContents } from './shared/cargo.ts';
import { EVERYTHING, LOOK_LIMIT } from './shared/change.ts';
import { newIdentity } from './shared/identity.ts';
import { planFor, reachStatus, tellUnreachable } from './shared/tell.ts';

export default class Plan extends Verb {
  static override summary = 'Show what start would do, and do none of it.';
  static override examples = ['<%= config.bin %> plan -f docker.yml'];
  static override strict = false;
  static override args = { service: Args.string({ description: 'only these services and what they need' }) };
  static override flags = {
    ...globalFlags,
    'remove-orphans': Flags.boolean({ description: 'as start would with this flag' }),
  };

  async run(): Promise<void> {
    const { flags, argv } = await this.parse(Plan);
    const services = argv as string[];
    const { project } = await withContents(await this.project(flags, services));
    placeAnywhere(project);
    const connect = this.connectOptions(flags);
    const sightings = await survey(project, {
      project: project.name,
      sections: EVERYTHING,
      connect,
      limit: LOOK_LIMIT,
    });
    const fleet = sightings.map(({ observed }) => observed);
    const options = { ...newIdentity(), run: true, services, removeOrphans: flags['remove-orphans'] };
    const plan = onlyShips(planStart(project, fleet, options), flags.ship);
    process.stdout.write(`${planFor(process.stdout, plan, fleet)}\n`);
    tellUnreachable(fleet);
    process.exitCode = reachStatus(fleet);
  }
}
