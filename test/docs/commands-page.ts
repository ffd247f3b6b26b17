import { globalFlags } from '../../src/commands/shared/base.ts';
import { describeAll, describeFlags } from '../../src/commands/shared/describe.ts';
import { statuses } from '../../src/commands/shared/statuses.ts';
import { type Description, type FlagDescription, longName } from '../../src/lib/output/index.ts';

/** docs/COMMANDS.md, as the verbs say it. */
export async function commandsPage(): Promise<string> {
  const all = await describeAll();
  return `# Commands

    compowarm [FLAGS] VERB [FLAGS] [ARGUMENTS]

${all.map(({ name }) => `[${name}](#${name})`).join(' · ')}

## Flags of all verbs

They may stand before the verb or after it; where a verb has another flag of that letter, that is meant after it.

${flagTable(describeFlags(globalFlags))}

\`compowarm --version\` prints the version, \`compowarm VERB --help\` what the verb takes.

## Completion

\`compowarm completion bash\`, \`zsh\` and \`fish\` print what makes these shells complete verbs, flags and their values, and the
services, ships and profiles of the file that the line is about. The first lines of each say where it goes; to try it in
this shell:

    $ eval "$(compowarm completion bash)"

## Exit statuses

The first that applies.

| status | when |
|---|---|
${statuses.map(([status, when]) => `| ${status} | ${when} |`).join('\n')}

${all.map(section).join('\n')}`;
}

function section({ name, aliases, summary, usage, arguments: args, flags, examples, exits }: Description): string {
  const also = aliases.map((alias) => ` Also \`${alias}\`.`).join('');
  const parts = [
    `## ${name}`,
    `${summary}${also}`,
    `    ${['compowarm', name, ...(flags.length > 0 ? ['[FLAGS]'] : []), usage].join(' ').trimEnd()}`,
    args.map((arg) => `\`${arg.name}\`: ${arg.description}`).join('  \n'),
    flags.length > 0 ? flagTable(flags) : '',
    Object.entries(exits)
      .map(([status, when]) => `Exit status ${status}: ${when}.`)
      .join('  \n'),
    examples.map((text) => `    $ ${text}`).join('\n'),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function flagTable(flags: readonly FlagDescription[]): string {
  const rows = flags.map((flag) => {
    const { char, value, description, fallback, multiple } = flag;
    const names = [...(char ? [`-${char}`] : []), longName(flag)].join(', ');
    const words = value === undefined ? names : `${names} ${value}`;
    const notes = [...(multiple ? ['may be repeated'] : []), ...(fallback ? [`\`${fallback}\` if not given`] : [])];
    return `| \`${cell(words)}\` | ${cell([description, ...notes].join('; '))} |`;
  });
  return ['| flag | |', '|---|---|', ...rows].join('\n');
}

/** A cell of a table, which a bar would end. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
