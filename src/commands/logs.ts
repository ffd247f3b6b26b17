import { pick, readLogs, shipLogs, sourcesOf, type Told } from '../lib/fleet/index.ts';
import { logSink, logTitle, wantsColor } from '../lib/output/index.ts';
import { newestRecord } from '../lib/plan/index.ts';
import { EXIT, Problem } from '../lib/problem.ts';
import { globalFlagsWithoutF, Verb } from './shared/base.ts';
import { moment } from './shared/moments.ts';
import { refuseFiles } from './shared/not-files.ts';
import { Args, Flags } from './shared/oclif.ts';
import { sight } from './shared/sight.ts';
import { reachStatus, tell, tellBack, tellCut, tellLost, tellUnreachable } from './shared/tell.ts';

export default class Logs extends Verb {
  static override summary = 'Show what containers wrote, in the order of time over all ships.';
  static override examples = [
    '<%= config.bin %> logs --tail 20',
    '<%= config.bin %> logs --follow --since 5m',
    '<%= config.bin %> logs --timestamps --no-log-prefix',
  ];
  static override strict = false;
  static override args = { service: Args.string({ ignoreStdin: true, description: 'only these services' }) };
  static override flags = {
    ...globalFlagsWithoutF,
    follow: Flags.boolean({ char: 'f', description: 'go on with what comes, until no container runs any more' }),
    tail: Flags.string({
      char: 'n',
      helpValue: 'N',
      default: 'all',
      description: 'lines from the end, of each container',
    }),
    timestamps: Flags.boolean({ char: 't', description: 'show when each line was written' }),
    since: Flags.string({ helpValue: 'TIME', description: 'from then on: 42m (ago), or 2026-01-02T13:23:37Z' }),
    until: Flags.string({ helpValue: 'TIME', description: 'up to then' }),
    index: Flags.integer({ min: 1, helpValue: 'N', description: 'only this container of the service' }),
    'no-color': Flags.boolean({ description: 'no colours' }),
    'no-log-prefix': Flags.boolean({ description: 'only the lines, not whose they are' }),
  };

  async run(): Promise<void> {
    const { flags, argv } = await this.parse(Logs);
    const named = argv as string[];
    refuseFiles(named, 'logs', '--follow');
    const { index } = flags;
    if (index !== undefined && named.length !== 1) {
      throw new Problem({
        what: '--index requires one service to be selected',
        remedy: 'compowarm logs --index 2 web',
      });
    }
    const range = { tail: lines(flags.tail), since: moment('since', flags.since), until: moment('until', flags.until) };
    const project = await this.project(flags, named);
    const connect = this.connectOptions(flags);
    const services = named.length > 0 ? named : [...Object.keys(project.services), ...Object.keys(project.disabled)];
    const wants = (one: { service: string; number: number }) =>
      services.includes(one.service) && (index === undefined || one.number === index);
    const all = await sight(project, { sections: ['containers'], connect, keep: true });
    try {
      const sightings = all.filter(({ ship }) => !flags.ship || flags.ship.includes(ship.name));
      const fleet = sightings.map(({ observed }) => observed);
      if (index !== undefined) {
        const { record } = newestRecord(fleet);
        pick(fleet, { service: String(named[0]), index, ships: flags.ship, running: false, record });
      }
      tellUnreachable(fleet);
      const ships = sightings.map((one) => shipLogs(one, wants));
      const sink = logSink(process.stdout, ships.flatMap(sourcesOf), {
        color: !flags['no-color'] && wantsColor(process.stdout, process.env),
        prefix: !flags['no-log-prefix'],
        timestamps: flags.timestamps,
      });
      const request = { project: project.name, follow: flags.follow, ...range, wants, connect };
      const { failed, lost } = await readLogs(ships, request, sink, TOLD);
      process.exitCode = failed ? EXIT.failed : lost ? EXIT.unreachable : reachStatus(fleet);
    } finally {
      for (const { session } of all) session?.close();
    }
  }
}

const TOLD: Told = {
  onFailed: (source, why) => tell(`the log of ${logTitle(source)} can't be read: ${why}`),
  onCut: (ship) => tellCut(ship),
  onLost: tellLost,
  onBack: tellBack,
  onExit: (source, code) => tell(`${logTitle(source)} exited with code ${code}`),
};

/** A number of lines, or `all`. */
function lines(text: string): string {
  if (text === 'all' || /^\d+$/.test(text)) return text;
  throw new Problem({ what: `--tail wants a number of lines, or all: ${text} is neither`, remedy: '--tail 100' });
}
