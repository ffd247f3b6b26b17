import { globalFlags } from '../../src/commands/shared/base.ts';
import { type Description, describe, describeFlags, type FlagDescription } from '../../src/commands/shared/describe.ts';
import { verbs } from '../../src/commands/shared/verbs.ts';

/** docs/COMMANDS.md, as the verbs say it. */
export async function commandsPage(): Promise<string> {
  const all = await Promise.all(
    Object.entries(verbs).map(async ([name, load]) => describe(name, (await load()).default)),
  );
  return `# Commands

    compowarm [FLAGS] VERB [FLAGS] [ARGUMENTS]

${all.map(({ name }) => `[${name}](#${name})`).join(' · ')}

## Flags of all verbs

They may stand before the verb or after it.

${flagTable(describeFlags(globalFlags))}

\`compowarm --version\` prints the version, \`compowarm VERB --help\` what the verb takes.

## Exit statuses

The first that applies.

| status | when |
|---|---|
| 130 | interrupted |
| 2 | wrong usage or file |
| 4 | another deploy of the project is going on (verbs with \`--lock-wait\`) |
| 6 | something wants a yes (verbs with \`--yes\`) |
| 1 | something failed |
| 3 | a ship could not be reached; with the others it was done |
| 0 | done |

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

function flagTable(flags: FlagDescription[]): string {
  const rows = flags.map(({ name, char, value, description, fallback, multiple }) => {
    const names = [...(char ? [`-${char}`] : []), `--${name}`].join(', ');
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
