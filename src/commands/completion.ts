import { globalFlags, Verb } from './shared/base.ts';
import { scripts } from './shared/completion/scripts.ts';
import { Args } from './shared/oclif.ts';

export default class Completion extends Verb {
  static override summary = 'Print what makes a shell complete verbs, flags, and the names in the file.';
  static override examples = ['bash', 'zsh', 'fish'].map((shell) => `<%= config.bin %> completion ${shell}`);
  static override args = {
    shell: Args.string({
      ignoreStdin: true,
      options: Object.keys(scripts),
      required: true,
      description: 'bash, zsh or fish',
    }),
  };
  static override flags = globalFlags;

  async run(): Promise<void> {
    const { args } = await this.parse(Completion);
    process.stdout.write(scripts[args.shell as keyof typeof scripts]);
  }
}
