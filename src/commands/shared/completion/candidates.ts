import { type FlagDescription, type Groups, longName } from '../../../lib/output/index.ts';
import { flagsOf, type Line, type Vocabulary } from './line.ts';

/** A word that could stand there, and what it is. */
export interface Candidate {
  value: string;
  description: string;
}

/** What the shell looks for by itself. */
export type Lookup = 'files' | 'folders';

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

type Found = Candidate[] | Lookup;

/** What may stand for a value or an argument, by what it is called in help. */
const NAMED: Readonly<Record<string, (line: Line, known: Known) => Found | Promise<Found>>> = {
  FILE: () => 'files',
  DIR: () => 'folders',
  SERVICE: async (line, { names }) => unsaid((await names()).services, line.words),
  NUMBER: pairs,
  'SERVICE=NUMBER': pairs,
  SHIP: async (_, { names }) => (await names()).ships,
  VERB: (_, known) => [...verbsOf(known), { value: 'flags', description: 'the flags of all verbs' }],
};

/** Flags whose values have a name that says less than the flag's. */
const NAMED_FLAGS: Readonly<Record<string, keyof Names>> = { ship: 'ships', profile: 'profiles' };

/** What may stand where the line has come to, given the beginning of the word; all of it begins so. */
export async function candidates(line: Line, current: string, known: Known): Promise<Found> {
  const [, flag, value] = /^(--[^=]+=)(.*)$/s.exec(current) ?? [];
  if (flag === undefined || value === undefined || line.plain || line.open)
    return beginning(current, await found(line, current, known));
  const named = flagsOf(line, known.vocabulary).find(({ name }) => `--${name}=` === flag);
  const values = named ? await valuesOf(named, line, known) : [];
  if (typeof values === 'string') return values;
  return beginning(
    current,
    values.map((one) => ({ ...one, value: `${flag}${one.value}` })),
  );
}

async function found(line: Line, current: string, known: Known): Promise<Found> {
  if (line.open) return valuesOf(line.open, line, known);
  if (current.startsWith('-') && !line.plain) return flagWords(line, known.vocabulary);
  if (!line.verb) return verbsOf(known);
  const { arguments: all, usage } = line.verb;
  const repeats = usage.includes('...');
  const argument = all[repeats ? Math.min(line.words.length, all.length - 1) : line.words.length];
  if (argument?.options) return argument.options.map((value) => ({ value, description: '' }));
  return argument ? named(argument.name, line, known) : [];
}

async function valuesOf({ name, value = '', options }: FlagDescription, line: Line, known: Known): Promise<Found> {
  if (options) return options.map((one) => ({ value: one, description: '' }));
  const kind = NAMED_FLAGS[name];
  return kind ? (await known.names())[kind] : named(value, line, known);
}

function named(name: string, line: Line, known: Known): Found | Promise<Found> {
  return Object.hasOwn(NAMED, name) ? (NAMED[name]?.(line, known) ?? []) : [];
}

async function pairs(line: Line, { names }: Known): Promise<Candidate[]> {
  const { services } = await names();
  const said = line.words.map((word) => word.split('=')[0] ?? '');
  return unsaid(services, said).map(({ value, description }) => ({ value: `${value}=`, description }));
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
  return typeof all === 'string' ? all : all.filter(({ value }) => value.startsWith(current));
}
