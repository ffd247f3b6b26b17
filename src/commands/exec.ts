import { randomBytes } from 'node:crypto';
import { execAttached } from '../lib/fleet/index.ts';
import { attend, hasTerminal, thisTerminal } from './shared/attended.ts';
import { globalFlags } from './shared/base.ts';
import { CommandVerb, commandFlags } from './shared/command-verb.ts';
import { Args, Flags } from './shared/oclif.ts';
import { withContainer } from './shared/with-container.ts';

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
    ...commandFlags,
    detach: Flags.boolean({ char: 'd', description: 'leave the command running, and its output there' }),
    index: Flags.integer({ min: 1, helpValue: 'NUMBER', description: 'which replica; else the lowest that runs' }),
    privileged: Flags.boolean({ description: 'with all rights on the ship' }),
  };

  async run(): Promise<void> {
    const { own, service, command } = this.commandWords(Exec.flags);
    const { flags } = await this.parse(Exec, own);
    const project = await this.project(flags, [service]);
    const environment = await this.variables(flags);
    const meant = { service, index: flags.index, ships: flags.ship };
    process.exitCode = await withContainer(project, meant, this.connectOptions(flags), async (aboard, replica) => {
      const { detach, user, privileged, workdir: working_dir } = flags;
      const execution = { command, user, privileged, working_dir, environment };
      const tty = hasTerminal() && !flags['no-tty'];
      const key = randomBytes(6).toString('hex');
      const running = await execAttached(aboard, execution, { key, detach, ...(tty && { pty: thisTerminal() }) });
      return attend({ ...running, tty, ship: aboard.ship.name, name: `the command in ${replica}` });
    });
  }
}
