import { readEvents } from '../lib/fleet/index.ts';
import { eventSink } from '../lib/output/index.ts';
import { asksForJson, globalFlags, Verb } from './shared/base.ts';
import { hasPassed, moment } from './shared/moments.ts';
import { Args, Flags } from './shared/oclif.ts';
import { sight } from './shared/sight.ts';
import { reachStatus, tellBack, tellLost, tellUnreachable } from './shared/tell.ts';

export default class Events extends Verb {
  static override summary = 'Show what happens to the containers of the project, on all ships.';
  static override examples = ['<%= config.bin %> events --json', '<%= config.bin %> events --since 10m --until 1s'];
  static override strict = false;
  static override args = { service: Args.string({ ignoreStdin: true, description: 'only these services' }) };
  static override flags = {
    ...globalFlags,
    json: Flags.boolean({ description: 'one JSON object a line' }),
    since: Flags.string({
      helpValue: 'TIME',
      description: 'what happened from then on, too: 10m (ago), or 2026-01-02T13:23:37Z',
    }),
    until: Flags.string({ helpValue: 'TIME', description: 'end then, instead of going on' }),
  };

  async run(): Promise<void> {
    this.wantsJson = asksForJson(this.argv);
    const { flags, argv } = await this.parse(Events);
    const services = argv as string[];
    const [since, until] = [moment('since', flags.since), moment('until', flags.until)];
    const project = await this.project(flags, services);
    const connect = this.connectOptions(flags);
    const all = await sight(project, { sections: [], connect, keep: true });
    try {
      const sightings = all.filter(({ ship }) => !flags.ship || flags.ship.includes(ship.name));
      const fleet = sightings.map(({ observed }) => observed);
      tellUnreachable(fleet);
      const isPast = until !== undefined && hasPassed(until, Date.now());
      const sink = eventSink(process.stdout, { json: flags.json, ships: sightings.map(({ ship }) => ship.name) });
      const request = { project: project.name, services, since, until, isPast, connect };
      await readEvents(sightings, request, sink, { onLost: tellLost, onBack: tellBack });
      process.exitCode = reachStatus(fleet);
    } finally {
      for (const { session } of all) session?.close();
    }
  }
}
