import { writeFile } from 'node:fs/promises';
import {
  canonical,
  inOrder,
  load,
  loadLiteral,
  loadVariables,
  type Project,
  refuseUnknown,
  selectServices,
  serviceHash,
  toYaml,
} from '../lib/compose/index.ts';
import { EXIT, Problem } from '../lib/problem.ts';
import { globalFlags, Verb } from './shared/base.ts';
import { loadOptions } from './shared/load-options.ts';
import { Args, Flags } from './shared/oclif.ts';

/** What can be listed instead of the whole, a line each; as in Compose, only some heed the services that are named. */
const LISTS: Record<string, (project: Project, names: readonly string[]) => string[]> = {
  services: inOrder,
  images: (project, names) => {
    const { name, services } = selectServices(project, names);
    return Object.entries(services).map(([key, { image }]) => image ?? `${name}-${key}`);
  },
  volumes: ({ volumes }) => Object.keys(volumes).sort(),
  networks: ({ networks }) => Object.keys(networks).sort(),
  profiles: ({ services, disabled }) => {
    const all = [
      ...Object.values(services).flatMap(({ profiles = [] }) => profiles),
      ...Object.values(disabled).flat(),
    ];
    return [...new Set(all)].sort();
  },
};

const list = (what: string) =>
  Flags.boolean({ summary: `print the ${what}`, description: `print the ${what}, one a line` });

export default class Config extends Verb {
  static override summary = 'Show what the file says: variables put in, files merged, short forms written out.';
  static override examples = ['<%= config.bin %> config', '<%= config.bin %> config --format json web'];
  static override strict = false;
  static override args = {
    service: Args.string({ ignoreStdin: true, description: 'only these services and what they need' }),
  };
  static override flags = {
    ...globalFlags,
    format: Flags.string({ options: ['yaml', 'json'], default: 'yaml', description: 'how the whole is printed' }),
    services: list('names of the services'),
    images: list('images'),
    volumes: list('names of the volumes'),
    networks: list('names of the networks'),
    profiles: list('profiles'),
    variables: Flags.boolean({
      summary: 'print the variables that the files hold',
      description: 'print the variables that the files hold, and what stands for them',
    }),
    environment: list('variables that files are read with'),
    'no-interpolate': Flags.boolean({ description: 'leave variables as they are written' }),
    hash: Flags.string({
      helpValue: 'NAMES',
      summary: 'print the hash of services, or of all ("*")',
      description: 'print the hash of these services, or of all ("*"), one a line',
    }),
    quiet: Flags.boolean({
      char: 'q',
      summary: 'print nothing, only see whether it is good',
      description: 'print nothing; the exit status says whether the file is good',
    }),
    output: Flags.string({ char: 'o', helpValue: 'FILE', description: 'write it there instead of printing it' }),
  };

  async run(): Promise<void> {
    const { flags, argv } = await this.parse(Config);
    const names = argv as string[];
    this.wantsJson = flags.format === 'json';
    if (flags.variables || flags.environment) {
      const { variablesText } = await import('./shared/variables-text.ts');
      return print(variablesText(await loadVariables(loadOptions(flags)), flags), flags.output);
    }
    if (flags['no-interpolate']) return print(inFormat(await loadLiteral(loadOptions(flags)), flags), flags.output);
    const project = await load(loadOptions(flags, names));
    refuseUnknown('service', names, Object.keys(project.services));
    for (const warning of project.warnings) process.stderr.write(`warning: ${warning}\n`);
    if (flags.quiet) return;
    await print(textOf(project, names, flags), flags.output);
  }
}

type Wanted = Record<string, unknown> & { format: string; hash?: string | undefined };

function textOf(project: Project, names: readonly string[], flags: Wanted): string {
  const listed = Object.keys(LISTS).find((name) => flags[name]);
  if (listed !== undefined) return lines(LISTS[listed]?.(project, names) ?? []);
  if (flags.hash !== undefined) return lines(hashes(project, flags.hash));
  // as Compose does, so that what is printed can be read as a file again
  return inFormat(canonical(selectServices(project, names)), flags).replaceAll('$', '$$$$');
}

function inFormat(whole: Record<string, unknown>, { format }: Pick<Wanted, 'format'>): string {
  return format === 'json' ? `${JSON.stringify(whole, null, 2)}\n` : toYaml(whole);
}

function hashes(project: Project, wanted: string): string[] {
  const all = Object.keys(project.services);
  const names = wanted === '*' ? all : wanted.split(',');
  refuseUnknown('service', names, all);
  return names.sort().map((name) => `${name} ${serviceHash(project, name)}`);
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('');
}

async function print(text: string, file: string | undefined): Promise<void> {
  if (file === undefined) return void process.stdout.write(text);
  await writeFile(file, text).catch((error: NodeJS.ErrnoException) => {
    throw new Problem({
      what: `${file} cannot be written: ${error.code}`,
      remedy: 'name a file in a folder that is there and may be written',
      exit: EXIT.failed,
    });
  });
}
