import { randomBytes } from 'node:crypto';
import { execAttached, isFirst, type Observed, pick } from '../lib/fleet/index.ts';
import { newestRecord } from '../lib/plan/index.ts';
import { attend, hasTerminal, thisTerminal } from './shared/attended.ts';
import { globalFlags } from './shared/base.ts';
import { CommandVerb } from './shared/command-verb.ts';
import { Args, Flags } from './shared/oclif.ts';
import { sight } from './shared/sight.ts';

export default class Exec extends CommandVerb {
  static override summary = 'Run a command in a container that runs.';
  static override examples = [
    '<%= config.bin %> exec client sh',
    '<%= config.bin %> exec -T redis redis-cli --scan',
    '<%= config.bin %> exec --index 2 -u nobody client id',
  ];
  static override strict = false;
  static override args = {
    service: Args.string({ ignoreStdin: true, required: true, description: 'the service' }),
    command: Args.string({ ignoreStdin: true, required: true, description: 'the command, and all of its own words' }),
  };
  static override flags = {
    ...globalFlags,
    detach: Flags.boolean({ char: 'd', description: 'leave the command running, and its output there' }),
    env: Flags.string({
      char: 'e',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'NAME[=VALUE]',
      summary: 'a variable for the command',
      description: 'a variable for the command; without a value the one that it has here',
    }),
    index: Flags.integer({ min: 1, helpValue: 'NUMBER', description: 'which replica; else the lowest that runs' }),
    interactive: Flags.boolean({
      char: 'i',
      summary: 'accepted, as in Compose',
      description: 'accepted as Compose has it: input is always passed on',
    }),
    'no-tty': Flags.boolean({ char: 'T', aliases: ['no-TTY'], description: 'no terminal, though there is one here' }),
    tty: Flags.boolean({
      char: 't',
      summary: 'accepted, as in Compose',
      description: 'accepted as Compose has it: a terminal, where there is one here',
    }),
    privileged: Flags.boolean({ description: 'with all rights on the ship' }),
    user: Flags.string({ char: 'u', helpValue: 'USER', description: 'as this user' }),
    workdir: Flags.string({ char: 'w', helpValue: 'DIR', description: 'in this folder' }),
  };

  /** A ship that was not waited for may still be dialled: nothing of that holds the program up. */
  override async launch(name: string): Promise<void> {
    await super.launch(name);
    process.exit();
  }

  async run(): Promise<void> {
    const { own, service, command } = this.commandWords(Exec.flags);
    const { flags } = await this.parse(Exec, own);
    const project = await this.project(flags, [service]);
    const environment = await this.variables(flags);
    const connect = this.connectOptions(flags);
    const choice = { service, index: flags.index, ships: flags.ship };
    const enough = (observed: Observed) => isFirst(observed, choice);
    const sightings = await sight(project, { sections: ['containers'], connect, keep: true, enough });
    try {
      const fleet = sightings.map(({ observed }) => observed);
      const { record } = newestRecord(fleet);
      const picked = pick(fleet, { ...choice, running: true, record });
      const found = sightings.find(({ ship }) => ship.name === picked.ship);
      if (!found?.session) return;
      const place = { session: found.session, ship: found.ship, container: picked.container.id };
      const { user, privileged, workdir: working_dir } = flags;
      const execution = { command, user, privileged, working_dir, environment };
      const tty = hasTerminal() && !flags['no-tty'];
      const key = randomBytes(6).toString('hex');
      const running = await execAttached(place, execution, {
        key,
        detach: flags.detach,
        ...(tty && { pty: thisTerminal() }),
      });
      const name = `the command in ${service}-${picked.container.number}`;
      process.exitCode = await attend({ ...running, tty, ship: picked.ship, name });
    } finally {
      for (const { session } of sightings) session?.close();
    }
  }
}
