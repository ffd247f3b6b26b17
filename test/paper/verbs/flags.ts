import { Refusal } from '../refusal.ts';

/** Flag values by long name, in the order given; a flag without a value has `['true']`. */
export type Flags = Record<string, string[]>;

/** What a verb takes: `name`, `label,l` or, without a value, `detach,d!`; `stops` ends the flags at the first other word. */
export interface Grammar {
  verb: string;
  flags: string;
  stops?: boolean;
}

export interface Parsed {
  flags: Flags;
  rest: string[];
}

interface Option {
  name: string;
  bool: boolean;
}

function options(grammar: Grammar): Map<string, Option> {
  return new Map(
    grammar.flags.split(' ').flatMap((entry) => {
      const bool = entry.endsWith('!');
      const [name = '', short] = entry.replace('!', '').split(',');
      const option = { name, bool };
      return [[`--${name}`, option] as const, ...(short ? [[`-${short}`, option] as const] : [])];
    }),
  );
}

/** Splits `-it` into `-i -t` and `-p80` into `-p 80`, as far as the grammar knows the letters. */
function unbundle(word: string, known: Map<string, Option>): string[] {
  const letters = word.slice(1);
  for (let i = 0; i < letters.length; i++) {
    const option = known.get(`-${letters[i]}`);
    if (!option) return [`-${letters[i]}`];
    if (option.bool) continue;
    const value = letters.slice(i + 1).replace(/^=/, '');
    return [...[...letters.slice(0, i + 1)].map((letter) => `-${letter}`), ...(value ? [value] : [])];
  }
  return [...letters].map((letter) => `-${letter}`);
}

/** Reads a verb's words as docker's client does. Throws docker's own words (exit 125) for a flag that it does not know. */
export function parseFlags(grammar: Grammar, argv: string[]): Parsed {
  const known = options(grammar);
  const wrong = (what: string) => new Refusal(`${what}\nSee 'docker ${grammar.verb} --help'.`, 125);
  const flags: Flags = {};
  const rest: string[] = [];
  const words = [...argv];
  while (words.length > 0) {
    const word = words.shift() ?? '';
    if (word === '--') return { flags, rest: [...rest, ...words] };
    if (!word.startsWith('-') || word === '-') {
      if (grammar.stops) return { flags, rest: [word, ...words] };
      rest.push(word);
      continue;
    }
    if (!word.startsWith('--') && word.length > 2) {
      words.unshift(...unbundle(word, known));
      continue;
    }
    const [name = '', value] = word.split(/=(.*)/s);
    const option = known.get(name);
    if (!option) {
      throw wrong(name.startsWith('--') ? `unknown flag: ${name}` : `unknown shorthand flag: '${name[1]}' in ${word}`);
    }
    const given = value ?? (option.bool ? 'true' : words.shift());
    if (given === undefined) throw wrong(`flag needs an argument: ${name}`);
    if (option.bool && given === 'false') continue;
    flags[option.name] = [...(flags[option.name] ?? []), given];
  }
  return { flags, rest };
}

/** The last value of a flag that may be given once. */
export function last(flags: Flags, name: string): string | undefined {
  return flags[name]?.at(-1);
}

/** `k=v` words as a map; a word without `=` has an empty value. */
export function pairs(words: string[] = []): Record<string, string> {
  return Object.fromEntries(
    words.map((word) => {
      const [key = '', value = ''] = word.split(/=(.*)/s);
      return [key, value];
    }),
  );
}

/** One line of comma separated values, quoted as docker's --mount and --network read them. */
export function csv(line: string): string[] {
  const fields = line.match(/(?:"(?:[^"]|"")*"|[^,])+/g) ?? [];
  return fields.map((field) => (field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field));
}

/** Docker's durations (`1m30s`, `500ms`) in nanoseconds. */
export function nanoseconds(text: string): number {
  const units: Record<string, number> = { h: 3600e9, m: 60e9, s: 1e9, ms: 1e6, us: 1e3, ns: 1 };
  const parts = [...text.matchAll(/([\d.]+)(h|ms|m|s|us|ns)/g)];
  return parts.reduce((sum, [, count, unit = 's']) => sum + Number(count) * (units[unit] ?? 0), 0);
}
