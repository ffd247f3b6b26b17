import { projectsOf } from '../lib/fleet/index.ts';
import { projectNames, projectsJson, projectsTable } from '../lib/output/index.ts';
import { Problem } from '../lib/problem.ts';
import { asksForJson, formatFlags, globalFlags, Verb } from './shared/base.ts';
import { readFilters } from './shared/filters.ts';
import { Flags } from './shared/oclif.ts';
import { fleetOf } from './shared/sight.ts';
import { answer } from './shared/tell.ts';

export default class Ls extends Verb {
  static override summary = 'List all Compose projects on the ships, those that docker compose made too.';
  static override examples = ['<%= config.bin %> ls', '<%= config.bin %> ls --all --filter name=shop'];
  static override flags = {
    ...globalFlags,
    all: Flags.boolean({ char: 'a', description: 'projects of which nothing runs too' }),
    quiet: Flags.boolean({ char: 'q', description: 'only the names' }),
    filter: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'name=REGEX',
      description: 'only projects with such a name',
    }),
    ...formatFlags,
  };

  async run(): Promise<void> {
    this.wantsJson = asksForJson(this.argv);
    const { flags } = await this.parse(Ls);
    const names = readFilters(flags.filter ?? [], ['name']).name?.map(pattern);
    const project = await this.project(flags);
    const connect = this.connectOptions(flags);
    const fleet = await fleetOf(project, { sections: ['members'], connect });
    const rows = projectsOf(fleet, { all: flags.all, names, ships: flags.ship });
    const render = flags.quiet ? projectNames : this.wantsJson ? projectsJson : projectsTable;
    answer(render(rows, { now: Date.now(), width: process.stdout.columns }), fleet);
  }
}

function pattern(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch {
    throw new Problem({ what: `${text} is no regular expression`, remedy: 'name the project, or a part of its name' });
  }
}
