import { type FlagDescription, type Groups, longName } from '../../../lib/output/index.ts';
import { flagsOf, type Line, type Vocabulary } from './line.ts';

/** A word that could stand there, and what it is. */
export interface Candidate {
  value: string;
  description: string;
}

/** Words that could stand there, and what else the shell is to look for by itself. */
export interface Found {
  words: Candidate[];
  lookup?: 'files' | 'folders';
}

/** What the file names; read only where it is wanted. */
export interface Names {
  services: Candidate[];
  ships: Candidate[];
  profiles: Candidate[];
}

export interface Known {
  vocabulary: Vocabulary;
  groups: Groups;
  names(): Promise<Names>;
}

const NOTHING: Found = { words: [] };

/** What may stand for a value or an argument, by what it is called in help. */
const NAMED: Readonly<Record<string, (line: Line, known: Known) => Found | Promise<Found>>> = {
  FILE: () => ({ words: [], lookup: 'files' }),
  DIR: () => ({ words: [], lookup: 'folders' }),
  SERVICE: async (line, { names }) => ({ words: unsaid((await names()).services, line.words) }),
  SOURCE: places,
  TARGET: places,
  NUMBER: pairs,
  'SERVICE=NUMBER': pairs,
  SHIP: async (_, { names }) => ({ words: (await names()).ships }),
  VERB: (_, known) => ({ words: [...verbsOf(known), { value: 'flags', description: 'the flags of all verbs' }] }),
};

/** Flags whose values have a name that says less than the flag's. */
const NAMED_FLAGS: Readonly<Record<string, keyof Names>> = { ship: 'ships', profile: 'profiles' };

/** What may stand where the line has come to, given the beginning of the word; all of it begins so. */
export async function candidates(line: Line, current: string, known: Known): Promise<Found> {
  const [, flag, value] = /^(--[^=]+=)(.*)$/s.exec(current) ?? [];
  if (flag === undefined || value === undefined || line.plain || line.open)
    return beginning(current, await found(line, current, known));
  const named = flagsOf(line, known.vocabulary).find(({ name }) => `--${name}=` === flag);
  const { words, ...rest }: Found = named ? await valuesOf(named, line, known) : NOTHING;
  return beginning(current, { ...rest, words: words.map((one) => ({ ...one, value: `${flag}${one.value}` })) });
}

async function found(line: Line, current: string, known: Known): Promise<Found> {
  if (line.open) return valuesOf(line.open, line, known);
  if (current.startsWith('-') && !line.plain) return { words: flagWords(line, known.vocabulary) };
  if (!line.verb) return { words: verbsOf(known) };
  const { arguments: all, usage } = line.verb;
  const repeats = usage.includes('...');
  const argument = all[repeats ? Math.min(line.words.length, all.length - 1) : line.words.length];
  if (argument?.options) return oneOf(argument.options);
  return argument ? named(argument.name, line, known) : NOTHING;
}

async function valuesOf({ name, value = '', options }: FlagDescription, line: Line, known: Known): Promise<Found> {
  if (options) return oneOf(options);
  const kind = NAMED_FLAGS[name];
  return kind ? { words: (await known.names())[kind] } : named(value, line, known);
}

function named(name: string, line: Line, known: Known): Found | Promise<Found> {
  return Object.hasOwn(NAMED, name) ? (NAMED[name]?.(line, known) ?? NOTHING) : NOTHING;
}

function oneOf(values: readonly string[]): Found {
  return { words: values.map((value) => ({ value, description: '' })) };
}

/** A path here, or one behind the name of a service. */
async function places(_: Line, { names }: Known): Promise<Found> {
  return { words: (await names()).services.map((one) => ({ ...one, value: `${one.value}:` })), lookup: 'files' };
}

async function pairs(line: Line, { names }: Known): Promise<Found> {
  const { services } = await names();
  const said = line.words.map((word) => word.split('=')[0] ?? '');
  return { words: unsaid(services, said).map((one) => ({ ...one, value: `${one.value}=` })) };
}

function unsaid(all: readonly Candidate[], said: readonly string[]): Candidate[] {
  return all.filter(({ value }) => !said.includes(value));
}

function verbsOf({ vocabulary, groups }: Known): Candidate[] {
  const briefs: Record<string, string> = Object.assign({}, ...Object.values(groups));
  return vocabulary.verbs.flatMap(({ name, aliases, summary }) =>
    [name, ...aliases].map((value) => ({ value, description: briefs[name] ?? summary })),
  );
}

/** Flags that were not given, or may be given again. */
function flagWords(line: Line, vocabulary: Vocabulary): Candidate[] {
  const flags = flagsOf(line, vocabulary).filter(({ name, multiple }) => multiple || !line.given.has(name));
  return flags.flatMap((flag) => {
    const { char, brief: description } = flag;
    const names = flag.negatable ? [`--${flag.name}`, `--no-${flag.name}`] : [longName(flag)];
    return [...names, ...(char ? [`-${char}`] : [])].map((value) => ({ value, description }));
  });
}

function beginning(current: string, all: Found): Found {
  return { ...all, words: all.words.filter(({ value }) => value.startsWith(current)) };
}
