import os from 'node:os';
import { Command } from '@oclif/core/command';
import { load, type Project, refuseUnknown, requireServices, requireShips } from '../../lib/compose/index.ts';
import { EXIT, Problem } from '../../lib/problem.ts';
import { type FileFlags, loadOptions } from './load-options.ts';
import { Flags } from './oclif.ts';

const file = {
  multiple: true,
  multipleNonGreedy: true,
  helpValue: 'FILE',
  summary: 'the Compose file, or - for standard input',
  description: 'the Compose file, or - for standard input; several are merged in order',
} as const;

/** Flags that every verb takes, before or after it. */
export const globalFlags = {
  file: Flags.string({ ...file, char: 'f' }),
  profile: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'NAME',
    description: 'turn on the services of this profile; "*" is all',
  }),
  'project-name': Flags.string({ char: 'p', helpValue: 'NAME', description: 'name of the project' }),
  'project-directory': Flags.string({ helpValue: 'DIR', description: 'folder that .env and the name come from' }),
  'env-file': Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'FILE',
    description: 'read variables from here instead of .env',
  }),
  ship: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'NAME',
    summary: 'only what concerns this ship',
    description: 'only what concerns this ship; placement stays as it is',
  }),
  'ssh-config': Flags.string({ helpValue: 'FILE', description: 'as ssh -F' }),
  'accept-new-host-keys': Flags.boolean({ description: 'remember the keys of ships never seen before' }),
};

/** The same for a verb to which `-p` means something else. */
export const globalFlagsWithoutP = {
  ...globalFlags,
  'project-name': Flags.string({ helpValue: 'NAME', description: 'name of the project' }),
};

/** The same for verbs to which `-f` means something else, as in Compose: in front of them it names the file all the same. */
export const globalFlagsWithoutF = { ...globalFlags, file: Flags.string(file) };

/** Flags of verbs that answer people or programs. */
export const formatFlags = {
  format: Flags.string({ options: ['table', 'json'], default: 'table', description: 'json: for programs' }),
  json: Flags.boolean({ description: 'the same as --format json' }),
};

/** Whether the words ask for JSON: told before they are read, for they may be wrong. */
export function asksForJson(argv: readonly string[]): boolean {
  return /(^| )--(json|format[= ]json)( |$)/.test(argv.join(' '));
}

/** What the global flags come to. */
export interface GlobalFlags extends FileFlags {
  ship?: string[] | undefined;
  'ssh-config'?: string | undefined;
  'accept-new-host-keys': boolean;
}

/** Thrown where the words ask for help, wherever they do so. */
class HelpWanted extends Error {}

/** A verb: its errors are for people, or JSON on stdout where the person asked for that. */
export abstract class Verb extends Command {
  /** When it is done the program does not wait for ships that are still dialled. */
  static endsAtOnce = false;

  /** Exit statuses that it has besides those of all verbs, and when they come. */
  static exits: Readonly<Record<string, string>> = {};

  static override baseFlags = {
    help: Flags.boolean({
      char: 'h',
      hidden: true,
      parse: async () => {
        throw new HelpWanted();
      },
    }),
  };

  /** Verbs with `--format` say here whether the person wants JSON. */
  protected wantsJson = false;

  /** Runs it, called by this name. */
  async launch(name: string): Promise<void> {
    this.id = name;
    this.wantsJson = Object.hasOwn(this.ctor.flags, 'format') && asksForJson(this.argv);
    try {
      await this.run();
    } catch (error) {
      if (error instanceof HelpWanted) return this.showHelp();
      const { showProblem } = await import('./show-problem.ts');
      await showProblem(await this.problemOf(error as Error), this.wantsJson);
    }
  }

  private async showHelp(): Promise<void> {
    const [{ describe }, { verbHelp }] = await Promise.all([
      import('./describe.ts'),
      import('../../lib/output/index.ts'),
    ]);
    process.stdout.write(`${verbHelp(describe(this.id ?? '', this.ctor as typeof Verb))}\n`);
  }

  /** An error as people are told it. */
  protected async problemOf(error: Error): Promise<Problem> {
    if (error instanceof Problem) return error;
    const { usageProblem } = await import('./usage.ts');
    return usageProblem(error, { name: this.id ?? '', argv: this.argv, flags: this.ctor.flags }) ?? strange(error);
  }

  /**
   * The project that the flags name, to be run.
   * @throws Problem for a bad file, one without ships, a service or a ship that it does not have
   */
  protected async project(flags: GlobalFlags, services: readonly string[] = []): Promise<Project> {
    const project = await load(loadOptions(flags, services));
    requireServices(project);
    requireShips(project);
    refuseUnknown('service', services, Object.keys(project.services));
    refuseUnknown(
      'ship',
      flags.ship ?? [],
      project.ships.map((ship) => ship.name),
    );
    return project;
  }

  /** How ships are connected to. */
  protected connectOptions(flags: GlobalFlags) {
    return {
      ...(flags['ssh-config'] ? { sshConfig: flags['ssh-config'] } : {}),
      acceptNewHostKeys: flags['accept-new-host-keys'],
      home: process.env.HOME ?? os.homedir(),
      env: process.env,
      warn: (text: string) => process.stderr.write(`${text}\n`),
    };
  }
}

/** What nobody thought of: where it came from stands for the trace. */
function strange(error: Error): Problem {
  const [, from] = /^ +(at .*)$/m.exec(error.stack ?? '') ?? [];
  return new Problem({
    what: error.message,
    why: from,
    remedy: 'tell of it: this is an error in compowarm',
    exit: EXIT.failed,
  });
}
