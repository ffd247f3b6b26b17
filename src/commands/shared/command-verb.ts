import { loadVariables } from '../../lib/compose/index.ts';
import { Problem } from '../../lib/problem.ts';
import { type GlobalFlags, Verb } from './base.ts';
import { partCommand } from './behind.ts';
import { loadOptions } from './load-options.ts';
import { Flags } from './oclif.ts';

/** Exit status of errors that are ours and not the command's. */
export const OURS = 255;

/** How a command is run, in a container that is there or in one of its own, as Compose has the flags. */
export const commandFlags = {
  env: Flags.string({
    char: 'e',
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'NAME[=VALUE]',
    summary: 'a variable for the command',
    description: 'a variable for the command; without a value the one that it has here',
  }),
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
  user: Flags.string({ char: 'u', helpValue: 'USER', description: 'as this user' }),
  workdir: Flags.string({ char: 'w', helpValue: 'DIR', description: 'in this folder' }),
};

/** A verb that runs a command in a container, `VERB [FLAGS] SERVICE COMMAND`: all that is behind the service is the command's. */
export abstract class CommandVerb extends Verb {
  static override exits = {
    [OURS]: 'the command could not be run, or its end is not known; every other status is the command’s own',
  };

  static override endsAtOnce = true;

  protected override async problemOf(error: Error): Promise<Problem> {
    const { parts } = await super.problemOf(error);
    return new Problem({ ...parts, exit: OURS });
  }

  /** Its words apart: `own`, to be parsed, holds no more of the command than shows that there is one. */
  protected commandWords(flags: Parameters<typeof partCommand>[1]) {
    const { own, words } = partCommand(this.argv, flags);
    const [service = '', ...command] = words;
    return { own: [...own, '--', ...words.slice(0, 2)], service, command };
  }

  /** The variables of `--env`: a name alone has the value that it has here, in the shell or in .env, or is left out. */
  protected async variables(flags: GlobalFlags & { env?: string[] | undefined }): Promise<Record<string, string>> {
    const pairs = (flags.env ?? []).map((word) => /^([^=]*)(?:=(.*))?$/s.exec(word)?.slice(1) ?? []);
    const isWhole = pairs.every(([name = '', value]) => value !== undefined || process.env[name] !== undefined);
    const around = isWhole ? process.env : (await loadVariables(loadOptions(flags))).environment;
    return Object.fromEntries(
      pairs.flatMap(([name = '', value = around[name]]) => (value === undefined ? [] : [[name, value]])),
    );
  }
}
