import { randomBytes } from 'node:crypto';
import { type Sighting, startAttached } from '../lib/fleet/index.ts';
import { type Plan, planAnywhere, planStart } from '../lib/plan/index.ts';
import { EXIT } from '../lib/problem.ts';
import { attend, thisTerminal } from './shared/attended.ts';
import { globalFlagsWithoutP } from './shared/base.ts';
import { withContents } from './shared/cargo.ts';
import { change, changeFlags } from './shared/change.ts';
import { CommandVerb, OURS } from './shared/command-verb.ts';
import { guestFlags, guestFrom, guestStep } from './shared/guest.ts';
import { Args, Flags } from './shared/oclif.ts';

/** Statuses of `change` that are the verb's, too. */
const KEPT: readonly number[] = [EXIT.ok, EXIT.interrupted];

export default class Run extends CommandVerb {
  static override summary = 'Run a command in a container of its own, made as those of a service are.';
  static override examples = [
    '<%= config.bin %> run --rm client python3 -V',
    '<%= config.bin %> run --rm -T -e LEVEL=debug client env',
  ];
  static override strict = false;
  static override args = {
    service: Args.string({ ignoreStdin: true, required: true, description: 'the service' }),
    command: Args.string({ ignoreStdin: true, description: 'the command, and all of its own words' }),
  };
  static override flags = {
    ...globalFlagsWithoutP,
    ...changeFlags,
    ...guestFlags,
    build: Flags.boolean({
      summary: 'build images anew',
      description: 'build images anew, whether they are there or not',
    }),
    'no-deps': Flags.boolean({ description: 'without starting what the service needs' }),
    quiet: Flags.boolean({ char: 'q', description: 'say nothing but what goes wrong' }),
    'quiet-build': Flags.boolean({ description: 'the same' }),
    'quiet-pull': Flags.boolean({ description: 'the same' }),
    'remove-orphans': Flags.boolean({
      summary: 'remove what is no longer in the file',
      description: 'remove containers of services that the file no longer has',
    }),
  };

  async run(): Promise<void> {
    const { own, service, command } = this.commandWords(Run.flags);
    const { flags } = await this.parse(Run, own);
    const { project, cargo } = await withContents(await this.project(flags, [service]), [service]);
    planAnywhere(project);
    const guest = await guestFrom(project, { service, command, variables: await this.variables(flags) }, flags);
    const { tty } = guest.says;
    const isQuiet = flags.quiet || flags['quiet-build'] || flags['quiet-pull'];
    let made: ReturnType<typeof guestStep>;

    const attached = async (sightings: readonly Sighting[]): Promise<number> => {
      const found = sightings.find(({ ship }) => ship.name === made?.ship);
      if (!made || !found?.session) return OURS;
      const aboard = { session: found.session, ship: found.ship, container: made.spec.name };
      const key = randomBytes(6).toString('hex');
      const running = await startAttached(aboard, { key, ...(tty ? { pty: thisTerminal() } : {}) });
      return attend({ ...running, tty, ship: made.ship, name: made.subject });
    };
    const detached = async (): Promise<number> => {
      if (!flags.quiet) process.stdout.write(`${made?.spec.name}\n`);
      return EXIT.ok;
    };
    const options = {
      ...{ services: [service], alone: flags['no-deps'], run: true, guest },
      ...({ removeOrphans: flags['remove-orphans'], builds: flags.build ? 'always' : 'missing' } as const),
    };
    let ours = true;
    const status = await change({
      ...{ project, cargo, connect: this.connectOptions(flags), version: this.config.version },
      flags: { ...flags, ship: undefined },
      headed: true,
      quiet: (plan) => isQuiet || isAlone(plan),
      plan: (fleet, identity) => {
        const plan = planStart(project, fleet, { ...identity, ...options, verb: `run ${service}` });
        made = guestStep(plan);
        return plan;
      },
      follow: (sightings) => {
        ours = false;
        return flags.detach ? detached() : attached(sightings);
      },
    });
    process.exitCode = ours && !KEPT.includes(status) ? OURS : status;
  }
}

/** Whether there is nothing to be done but to make the container. */
function isAlone(plan: Plan): boolean {
  return plan.steps.every((step) => step === guestStep(plan));
}
