import { changesNothing, planJson } from '../lib/output/index.ts';
import { onlyShips, planAnywhere, planStart } from '../lib/plan/index.ts';
import { EXIT } from '../lib/problem.ts';
import { asksForJson, formatFlags, globalFlags, Verb } from './shared/base.ts';
import { weighed, withContents } from './shared/cargo.ts';
import { EVERYTHING } from './shared/change.ts';
import { newIdentity } from './shared/identity.ts';
import { makeOptions, startFlags, wantedProject } from './shared/make.ts';
import { Args, Flags } from './shared/oclif.ts';
import { sight } from './shared/sight.ts';
import { planFor, reachStatus, tellBulk, tellUnreachable } from './shared/tell.ts';

export default class Plan extends Verb {
  static override summary = 'Show what start would do, and do none of it.';
  static override examples = [
    '<%= config.bin %> plan -f docker.yml',
    '<%= config.bin %> plan --format json >plan.json',
  ];
  static override exits = { [EXIT.changes]: '`--detailed-exitcode`: start would do something' };
  static override strict = false;
  static override args = {
    service: Args.string({ ignoreStdin: true, description: 'only these services and what they need' }),
  };
  static override flags = {
    ...globalFlags,
    ...startFlags,
    ...formatFlags,
    'detailed-exitcode': Flags.boolean({ description: 'exit status 5 where start would do anything' }),
    verbose: Flags.boolean({ char: 'v', description: 'also why each replica is where it is' }),
  };

  async run(): Promise<void> {
    this.wantsJson = asksForJson(this.argv);
    const { flags, argv } = await this.parse(Plan);
    const services = argv as string[];
    const wanted = wantedProject(await this.project(flags, services), flags);
    const { project, cargo } = await withContents(wanted, services);
    planAnywhere(project);
    const connect = this.connectOptions(flags);
    const sightings = await sight(project, { sections: EVERYTHING, connect });
    const fleet = sightings.map(({ observed }) => observed);
    const options = { ...newIdentity(), ...makeOptions(flags), run: true, services };
    const plan = await weighed(onlyShips(planStart(project, fleet, options), flags.ship), cargo);
    const text = this.wantsJson ? planJson(plan) : planFor(process.stdout, plan, fleet, { places: flags.verbose });
    process.stdout.write(`${text}\n`);
    tellBulk(plan);
    tellUnreachable(fleet);
    process.exitCode =
      reachStatus(fleet) || (flags['detailed-exitcode'] && !changesNothing(plan) ? EXIT.changes : EXIT.ok);
  }
}
