import { displayWidth, pad, wrap } from './width.ts';

/** What a verb says of itself: help, the page of commands and completion are made of it. */
export interface Description {
  name: string;
  aliases: readonly string[];
  summary: string;
  /** Its arguments as they are written behind it: `[SERVICE...]`. */
  usage: string;
  arguments: readonly { name: string; options?: readonly string[]; description: string }[];
  /** Its own flags, in the order of their names. */
  flags: readonly FlagDescription[];
  /** Names of those that help only names where it would be longer than a screen. */
  seldom: readonly string[];
  /** Whole commands. */
  examples: readonly string[];
  /** Exit statuses of its own, and when they come. */
  exits: Readonly<Record<string, string>>;
}

export interface FlagDescription {
  name: string;
  char?: string;
  /** Whether `--no-NAME` is there too. */
  negatable: boolean;
  /** What stands for its value; undefined for a flag that takes none. */
  value?: string;
  /** The values that it takes, where these are few. */
  options?: readonly string[];
  description: string;
  /** The same in a few words. */
  brief: string;
  /** Its value where it is not given, if that is worth a word. */
  fallback?: string;
  multiple: boolean;
}

/** Verbs with a few words on each, under the heads of their groups. */
export type Groups = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Columns and lines that help is written for, and the line that is typed after it. */
const WIDTH = 80;
const HEIGHT = 24;
const PROMPT = 1;
const HALF = WIDTH / 2;
/** Columns of the widest label that others line up with. */
const WIDEST = 28;
/** Columns of the name of a verb where all are listed. */
const NAME = 11;

/** All verbs, on a screen of 24 lines. No newline at the end. */
export function programHelp(groups: Groups): string {
  return [
    'compowarm [FLAGS] VERB [FLAGS] [ARGUMENTS]: one Compose file, many Docker hosts',
    '',
    ...twoColumns(Object.entries(groups).map(([head, verbs]) => [head, ...Object.entries(verbs).map(verbEntry)])),
    'compowarm help VERB tells of one, compowarm help flags of the flags of all.',
  ].join('\n');
}

/** One verb, on a screen of 24 lines unless `all` wants each flag told of. No newline at the end. */
export function verbHelp(verb: Description, { all = false }: { all?: boolean } = {}): string {
  const whole = helpLines(verb, verb.flags, []);
  if (all || whole.length + PROMPT <= HEIGHT) return whole.join('\n');
  const isSeldom = ({ name }: FlagDescription) => verb.seldom.includes(name);
  const named = verb.flags.filter(isSeldom);
  const names = named.map((flag) => (flag.char ? `-${flag.char}, ${longName(flag)}` : longName(flag)));
  const more = wrap(`  also, told of by compowarm help --all ${verb.name}: ${names.join(' ')}`, WIDTH, 2);
  const told = verb.flags.filter((flag) => !isSeldom(flag));
  return helpLines(verb, told, more).join('\n');
}

function helpLines(verb: Description, flags: readonly FlagDescription[], more: readonly string[]): string[] {
  const { name, aliases, summary, usage, arguments: args, examples, exits } = verb;
  const also = aliases.map((alias) => `, or compowarm ${alias}`).join('');
  return [
    ...wrap(summary, WIDTH),
    '',
    `  ${['compowarm', name, '[FLAGS]', usage].join(' ').trimEnd()}${also}`,
    '',
    ...entries([...args.map((arg) => [arg.name, arg.description] as const), ...flags.map(flagEntry)]),
    ...more,
    '  the flags of all verbs: compowarm help flags',
    ...Object.entries(exits).flatMap(([status, when]) =>
      wrap(`  exit status ${status}: ${when.replaceAll('`', '')}`, WIDTH, 2),
    ),
    '',
    ...examples.map((text) => `  $ ${text}`),
  ];
}

/** Flags of all verbs, and exit statuses. No newline at the end. */
export function flagsHelp(flags: readonly FlagDescription[], statuses: readonly (readonly [number, string])[]): string {
  return [
    'Flags of all verbs, before or after the verb:',
    ...entries(flags.map(flagEntry)),
    '',
    'Exit statuses, the first that applies:',
    ...entries(statuses.map(([status, when]) => [String(status), when.replaceAll('`', '')])),
  ].join('\n');
}

function verbEntry([name, brief]: readonly [string, string]): string {
  return `  ${pad(name, NAME)}${brief}`;
}

/** `--all`, `--[no-]orphans` */
export function longName({ name, negatable }: Pick<FlagDescription, 'name' | 'negatable'>): string {
  return `--${negatable ? '[no-]' : ''}${name}`;
}

function flagEntry(flag: FlagDescription): readonly [string, string] {
  const { char, value, brief } = flag;
  return [`${char ? `-${char}, ` : '    '}${longName(flag)}${value === undefined ? '' : ` ${value}`}`, brief];
}

/** Labels with texts beside them, all in one column but for labels that are too wide for that. */
function entries(rows: readonly (readonly [string, string])[]): string[] {
  const widths = rows.map(([label]) => displayWidth(label)).filter((width) => width <= WIDEST);
  const column = Math.max(0, ...widths) + 4;
  return rows.flatMap(([label, text]) => {
    const [first = '', ...more] = wrap(text, WIDTH - column);
    const shown = `  ${pad(label, column - 2)}`;
    if (displayWidth(label) + 4 <= column) return [shown + first, ...more.map((line) => ' '.repeat(column) + line)];
    const beside = `  ${label}  ${text}`;
    return displayWidth(beside) <= WIDTH
      ? [beside]
      : [`  ${label}`, ...[first, ...more].map((line) => ' '.repeat(column) + line)];
  });
}

/** Blocks of lines beside each other, as even as their order allows. */
function twoColumns(blocks: readonly (readonly string[])[]): string[] {
  const splits = blocks.map((_, at) => [blocks.slice(0, at).flat(), blocks.slice(at).flat()] as const);
  const height = ([left, right]: readonly [string[], string[]]) => Math.max(left.length, right.length);
  const [left, right] = splits.toSorted((a, b) => height(a) - height(b))[0] ?? [[], []];
  return Array.from({ length: height([left, right]) }, (_, row) =>
    `${pad(left[row] ?? '', HALF)}${right[row] ?? ''}`.trimEnd(),
  );
}
