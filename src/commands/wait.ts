import type { Project } from '../lib/compose/index.ts';
import { awaitStops, type Picked, pickEach, type Sighting } from '../lib/fleet/index.ts';
import { newestRecord, planDown } from '../lib/plan/index.ts';
import { EXIT, Problem } from '../lib/problem.ts';
import { type GlobalFlags, globalFlags, Verb } from './shared/base.ts';
import { change } from './shared/change.ts';
import { Args, Flags } from './shared/oclif.ts';
import { sight } from './shared/sight.ts';
import { reachStatus, tell, tellUnreachable } from './shared/tell.ts';

export default class Wait extends Verb {
  static override summary = 'Wait until the containers of services stand, on all ships, and print how each has ended.';
  static override examples = ['<%= config.bin %> wait client', '<%= config.bin %> wait --down-project client'];
  static override strict = false;
  static override exits = { N: 'the status of the container that ended last' };
  static override args = {
    service: Args.string({ ignoreStdin: true, required: true, description: 'the services' }),
  };
  static override flags = {
    ...globalFlags,
    'down-project': Flags.boolean({ description: 'take the project down when they have ended' }),
  };

  async run(): Promise<void> {
    const { flags, argv } = await this.parse(Wait);
    const services = argv as string[];
    const project = await this.project(flags, services);
    const status = await this.untilEnded(project, services, flags);
    const down = flags['down-project'] ? await this.down(project, flags) : EXIT.ok;
    process.exitCode = status || down;
  }

  /** Returns the exit status of the last that has ended; 3 where not all could be waited for. */
  private async untilEnded(project: Project, services: string[], flags: GlobalFlags): Promise<number> {
    const connect = this.connectOptions(flags);
    const sightings = await sight(project, { sections: ['containers'], connect, keep: true });
    try {
      const fleet = sightings.map(({ observed }) => observed);
      const { record } = newestRecord(fleet);
      const choice = { ships: flags.ship, running: false, oneoffs: true, record };
      const picked = services.flatMap((service) => pickEach(fleet, { ...choice, service })).filter(hasStarted);
      if (picked.length === 0) throw nothingStarted(services);
      tellUnreachable(fleet);
      let last: number = EXIT.ok;
      const lost = await Promise.all(
        sightings.map((sighting) =>
          waitOn(sighting, picked, (status) => {
            last = status;
          }),
        ),
      );
      return lost.includes(true) ? EXIT.unreachable : last || reachStatus(fleet);
    } finally {
      for (const { session } of sightings) session?.close();
    }
  }

  private down(project: Project, flags: GlobalFlags): Promise<number> {
    return change({
      project,
      connect: this.connectOptions(flags),
      flags: { 'dry-run': false, 'lock-wait': 0, ship: flags.ship },
      version: this.config.version,
      headed: true,
      plan: (fleet, identity) => planDown(project, fleet, { ...identity, services: [], removeOrphans: true }),
    });
  }
}

/** Waits for what was picked of a ship, and tells how each has ended. Returns whether the ship was lost meanwhile. */
async function waitOn(
  { ship, session }: Sighting,
  picked: readonly Picked[],
  onStop: (status: number) => void,
): Promise<boolean> {
  const names = new Map(
    picked.flatMap((one) => (one.ship === ship.name ? [[one.container.id, one.container.name] as const] : [])),
  );
  if (!session || names.size === 0) return false;
  const why = await awaitStops(session, ship, [...names.keys()], (id, status) => {
    const name = `container "${names.get(id)}" on ${ship.name}`;
    names.delete(id);
    if (status === undefined) tell(`${name} is gone: how it ended is not known`);
    else process.stdout.write(`${name} exited with status code ${status}\n`);
    onStop(status ?? EXIT.failed);
  });
  for (const name of names.values()) tell(`${name} on ${ship.name} is not waited for any more: ${why}`);
  return why !== undefined;
}

/** One that was only made has not ended, and would be waited for for nothing. */
function hasStarted({ container }: Picked): boolean {
  return container.state !== 'created';
}

function nothingStarted(services: readonly string[]): Problem {
  return new Problem({
    what: `no container of ${services.join(', ')} has been started`,
    remedy: `compowarm start ${services.join(' ')}`,
    exit: EXIT.failed,
  });
}
