import type { Description, FlagDescription } from '../../../lib/output/index.ts';

/** All words that the program has. */
export interface Vocabulary {
  verbs: Description[];
  /** Flags of all verbs. */
  flags: FlagDescription[];
  aliases: Readonly<Record<string, string>>;
}

/** What stands on a line before the word that is being typed. */
export interface Line {
  verb?: Description;
  /** What stands behind the verb and is no flag. */
  words: string[];
  /** Values of flags, by their names; flags that take none have empty ones. */
  given: Map<string, string[]>;
  /** The flag whose value comes next. */
  open?: FlagDescription;
  /** Whether a word that begins with a dash is no flag any more. */
  plain: boolean;
}

/** Verbs whose words belong to a command, from the second on. */
const WITH_COMMAND: ReadonlySet<string> = new Set(['exec', 'run']);

/** Reads the words that come before the one that is being typed. */
export function readLine(typed: readonly string[], vocabulary: Vocabulary): Line {
  const line: Line = { words: [], given: new Map(), plain: false };
  for (const word of typed) {
    if (line.open) take(line, line.open, word);
    else if (word === '--' && !line.plain) line.plain = true;
    else if (word.startsWith('-') && !line.plain) readFlag(line, word, vocabulary);
    else readWord(line, word, vocabulary);
  }
  return line;
}

/** The flags that may stand where the line has come to; a verb's own come before those of all. */
export function flagsOf({ verb }: Line, vocabulary: Vocabulary): FlagDescription[] {
  const own = verb?.flags ?? [];
  const chars = new Set(own.map(({ char }) => char));
  const global = vocabulary.flags.map(({ char, ...flag }) =>
    char !== undefined && !chars.has(char) ? { ...flag, char } : flag,
  );
  return [...own, ...global];
}

function take(line: Line, flag: FlagDescription, value: string): void {
  line.given.set(flag.name, [...(line.given.get(flag.name) ?? []), value]);
  delete line.open;
}

function readFlag(line: Line, word: string, vocabulary: Vocabulary): void {
  const flags = flagsOf(line, vocabulary);
  if (!word.startsWith('--')) {
    readChars(line, word.slice(1), flags);
    return;
  }
  const [name = '', ...value] = word.slice(2).split('=');
  const flag = flags.find((one) => one.name === name);
  if (!flag) return;
  if (flag.value === undefined) line.given.set(name, []);
  else if (value.length > 0) take(line, flag, value.join('='));
  else line.open = flag;
}

/** `-af docker.yml`, `-fdocker.yml`, `-f=docker.yml` */
function readChars(line: Line, [char, ...rest]: string, flags: readonly FlagDescription[]): void {
  const flag = flags.find((one) => char !== undefined && one.char === char);
  if (!flag) return;
  if (flag.value === undefined) {
    line.given.set(flag.name, []);
    readChars(line, rest.join(''), flags);
  } else if (rest.length > 0) take(line, flag, rest.join('').replace(/^=/, ''));
  else line.open = flag;
}

function readWord(line: Line, word: string, { verbs, aliases }: Vocabulary): void {
  if (line.verb) {
    line.words.push(word);
    line.plain ||= WITH_COMMAND.has(line.verb.name);
    return;
  }
  const name = Object.hasOwn(aliases, word) ? aliases[word] : word;
  const verb = verbs.find((one) => one.name === name);
  line.verb = verb ?? NO_VERB;
}

/** Stands for a word that is no verb: nothing goes behind it. */
const NO_VERB: Description = {
  name: '',
  aliases: [],
  summary: '',
  usage: '',
  arguments: [],
  flags: [],
  examples: [],
  seldom: [],
  exits: {},
};
