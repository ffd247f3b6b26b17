import type { Command } from '@oclif/core';
import { EXIT, Problem, type ProblemParts } from '../../lib/problem.ts';
import { hint } from './unknown.ts';

/** An error of oclif's, which says which words it could not read. */
interface ParseError extends Error {
  oclif?: { exit?: number };
  flags?: string[];
  args?: (string | { name: string; description?: string })[];
}

/** What the verb was told: as it was typed, and what it would have taken. */
interface Typed {
  name: string;
  argv: readonly string[];
  flags: Command.Class['flags'];
}

/** Oclif's sentences, and ours; the first that fits. */
const SENTENCES: readonly [RegExp, (found: Record<string, string>, name: string) => ProblemParts][] = [
  [
    /^Expected (?<flag>--format)=.*\{\{/s,
    ({ flag }, name) => ({
      what: `${flag} takes no template`,
      why: 'templates of Go are not offered',
      remedy: `compowarm ${name} --format json`,
    }),
  ],
  [
    /^Flag (?<flag>\S+) expects (a value|one of these values: (?<values>.*))/,
    ({ flag, values }) => ({ what: `${flag} wants a value`, ...oneOf(values) }),
  ],
  [
    /^Expected (?<flag>--[^=]*)=(?<value>.*) to be one of: (?<values>.*)/s,
    ({ flag, value, values }) => ({ what: `${flag} does not take ${value}`, ...oneOf(values) }),
  ],
  [
    /^Expected (?<value>.*) to be one of: (?<values>.*)/s,
    ({ value, values }, name) => ({ what: `${name} does not take ${value}`, ...oneOf(values) }),
  ],
  [
    /^Parsing (?<flag>\S+)\s+Expected (?<wanted>an integer.*) but received: (?<value>.*)/s,
    ({ flag, wanted, value }) => ({ what: `${flag} wants ${wanted}, not ${value?.trim()}` }),
  ],
  [
    /(?<flag>--[^ =]+)(=\S*)? cannot also be provided when using (?<other>--[^ =]+)/,
    ({ flag, other }) => ({ what: `${flag} and ${other} do not go together` }),
  ],
];

/** What oclif says of words that it can't read, as a problem of ours; undefined for other errors. */
export function usageProblem(error: ParseError, typed: Typed): Problem | undefined {
  if (error.oclif?.exit !== EXIT.usage) return undefined;
  return new Problem({ remedy: `compowarm ${typed.name} --help`, ...partsOf(error, typed) });
}

function partsOf(error: ParseError, typed: Typed): ProblemParts {
  if (error.flags) return unknownFlags(error.flags, typed);
  if (error.args) return wrongArguments(error.args, typed);
  const message = error.message.replace(/\nSee more help with --help$/, '');
  for (const [form, parts] of SENTENCES) {
    const found = form.exec(message);
    if (found) return parts({ ...found.groups }, typed.name);
  }
  const [what = '', ...why] = message.split('\n');
  return { what: what.replace(/^[A-Z]/, (letter) => letter.toLowerCase()), why: why.join('\n') };
}

function unknownFlags([unread = '']: string[], { name, argv, flags }: Typed): ProblemParts {
  const word = asTyped(unread, argv);
  const known = Object.entries(flags).flatMap(([key, flag]) => {
    const no = flag.type === 'boolean' && flag.allowNo ? [`--no-${key}`] : [];
    return flag.hidden ? [] : [`--${key}`, ...no, ...(flag.char ? [`-${flag.char}`] : [])];
  });
  known.push('--help');
  const isShort = /^-[^-]$/.test(word);
  const other = known.find((flag) => flag !== word && flag.toLowerCase() === word.toLowerCase());
  const meant = other === undefined ? '' : `: did you mean ${other}?`;
  return { what: `${name} has no flag ${word}${isShort ? meant : hint(word.replace(/^-*/, '--'), known)}` };
}

/** Of `-all`, `-a` is read first and `-ll` is what is left. */
function asTyped(unread: string, argv: readonly string[]): string {
  const [word = unread] = unread.split('=');
  if (argv.some((typed) => typed.startsWith(word))) return word;
  return argv.find((typed) => /^-[^-]/.test(typed) && typed.endsWith(word.slice(1))) ?? word;
}

function wrongArguments(args: NonNullable<ParseError['args']>, { name }: Typed): ProblemParts {
  const [first = ''] = args;
  if (typeof first === 'string') return { what: `${name} has no use for the word ${first}` };
  const why = first.description === `the ${first.name}` ? undefined : first.description;
  return { what: `${name} wants a ${first.name.toUpperCase()}`, why };
}

function oneOf(values: string | undefined): Pick<ProblemParts, 'why'> {
  return values === undefined ? {} : { why: `it is one of ${values}` };
}
