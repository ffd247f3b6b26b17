import { psRows } from '../lib/fleet/index.ts';
import { psIds, psJson, psServices, psTable } from '../lib/output/index.ts';
import { newestRecord } from '../lib/plan/index.ts';
import { Problem } from '../lib/problem.ts';
import { onOrOff } from './shared/argv.ts';
import { asksForJson, formatFlags, globalFlags, Verb } from './shared/base.ts';
import { readFilters } from './shared/filters.ts';
import { Args, Flags } from './shared/oclif.ts';
import { fleetOf } from './shared/sight.ts';
import { answer } from './shared/tell.ts';

const STATES = ['paused', 'restarting', 'removing', 'running', 'dead', 'created', 'exited', 'unknown'];

export default class Ps extends Verb {
  static override summary = 'List the containers of the project, and the ship of each.';
  static override examples = [
    '<%= config.bin %> ps',
    '<%= config.bin %> ps --all --format json',
    '<%= config.bin %> ps --status exited --status dead',
  ];
  static override strict = false;
  static override args = { service: Args.string({ ignoreStdin: true, description: 'only these services' }) };
  static override flags = {
    ...globalFlags,
    all: Flags.boolean({ char: 'a', description: 'stopped containers too, and those of run' }),
    quiet: Flags.boolean({ char: 'q', description: 'only the IDs' }),
    services: Flags.boolean({ description: 'only the names of services' }),
    status: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'STATE',
      description: `only containers in this state: ${STATES.join(', ')} (on a ship that does not answer)`,
    }),
    filter: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'status=STATE',
      description: 'the same as --status',
    }),
    orphans: Flags.boolean({
      allowNo: true,
      default: true,
      description: 'containers of services that the file does not have, too',
    }),
    'no-trunc': Flags.boolean({ description: 'cut nothing, and show commands' }),
    ...formatFlags,
  };

  async run(): Promise<void> {
    this.wantsJson = asksForJson(this.argv);
    const { flags, argv } = await this.parse(Ps, onOrOff(this.argv, 'orphans'));
    const states = wantedStates(flags.status, flags.filter);
    const named = argv as string[];
    const project = await this.project(flags, named);
    const services = named.length > 0 || flags.orphans ? named : Object.keys(project.services);
    const connect = this.connectOptions(flags);
    const fleet = await fleetOf(project, { sections: ['containers'], connect });
    const rows = psRows(fleet, project.name, {
      record: newestRecord(fleet).record,
      all: flags.all,
      services,
      states,
      ships: flags.ship,
    });
    const options = { now: Date.now(), whole: flags['no-trunc'], width: process.stdout.columns };
    const render = flags.quiet ? psIds : flags.services ? psServices : this.wantsJson ? psJson : psTable;
    answer(render(rows, options), fleet);
  }
}

/** @throws Problem for a state that no container can be in */
function wantedStates(named: readonly string[] = [], filters: readonly string[] = []): string[] {
  const states = [...named, ...(readFilters(filters, ['status']).status ?? [])];
  const stranger = states.find((state) => !STATES.includes(state));
  if (stranger === undefined) return states;
  throw new Problem({ what: `containers are never ${stranger}`, remedy: `name one of ${STATES.join(', ')}` });
}
