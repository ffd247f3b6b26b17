import { randomBytes } from 'node:crypto';
import { attachTo, isTerminal } from '../lib/fleet/index.ts';
import { onOrOff } from './shared/argv.ts';
import { attend, hasTerminal, thisTerminal } from './shared/attended.ts';
import { globalFlags } from './shared/base.ts';
import { CommandVerb } from './shared/command-verb.ts';
import { Args, Flags } from './shared/oclif.ts';
import { withContainer } from './shared/with-container.ts';

export default class Attach extends CommandVerb {
  static override summary = 'Have the input and output of what runs in a container.';
  static override examples = [
    '<%= config.bin %> attach client',
    '<%= config.bin %> attach --no-stdin --index 2 client',
  ];
  static override args = {
    service: Args.string({ ignoreStdin: true, required: true, description: 'the service' }),
  };
  static override flags = {
    ...globalFlags,
    'detach-keys': Flags.string({
      helpValue: 'KEYS',
      description: 'the keys that leave it, on a terminal; ctrl-p,ctrl-q unless given',
    }),
    index: Flags.integer({ min: 1, helpValue: 'NUMBER', description: 'which replica; else the lowest that runs' }),
    'no-stdin': Flags.boolean({ description: 'its output alone' }),
    'sig-proxy': Flags.boolean({
      allowNo: true,
      default: true,
      description: 'signals go to what runs there, and do not end this alone',
    }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Attach, onOrOff(this.argv, 'sig-proxy'));
    const { service } = args;
    const project = await this.project(flags, [service]);
    const meant = { service, index: flags.index, ships: flags.ship };
    process.exitCode = await withContainer(project, meant, this.connectOptions(flags), async (aboard, name) => {
      const tty = !flags['no-stdin'] && hasTerminal() && (await isTerminal(aboard));
      const running = await attachTo(aboard, {
        key: randomBytes(6).toString('hex'),
        ...{ input: !flags['no-stdin'], detachKeys: flags['detach-keys'], proxy: flags['sig-proxy'] },
        ...(tty ? { pty: thisTerminal() } : {}),
      });
      return attend({ ...running, tty, ship: aboard.ship.name, name });
    });
  }
}
