import type { Command } from '@oclif/core';
import type { Description, FlagDescription } from '../../lib/output/index.ts';
import { globalFlags, type Verb } from './base.ts';
import type { Vocabulary } from './completion/line.ts';
import { seldom } from './seldom.ts';
import { aliases, nameOf, verbs } from './verbs.ts';

type Described = Pick<typeof Verb, 'summary' | 'args' | 'flags' | 'examples' | 'strict' | 'exits'>;

/** What the class of the verb of this name or alias holds, in words; flags that all verbs take are left out. */
export function describe(word: string, verb: Described): Description {
  const name = nameOf(word);
  const { summary = '', strict, exits, examples = [] } = verb;
  const args = Object.entries(verb.args).filter(([, { hidden }]) => !hidden);
  return {
    name,
    aliases: Object.keys(aliases).filter((alias) => aliases[alias] === name),
    summary,
    usage: args.map(([key, { required }], at) => usageOf(key, required, !strict && at === args.length - 1)).join(' '),
    arguments: args.map(([key, { options, description = '' }]) => ({
      name: key.toUpperCase(),
      ...(options ? { options } : {}),
      description,
    })),
    flags: describeFlags(verb.flags).filter((flag) => !Object.hasOwn(globalFlags, flag.name)),
    seldom: seldom[name] ?? [],
    examples: (examples as string[]).map((text) => text.replaceAll('<%= config.bin %>', 'compowarm')),
    exits,
  };
}

/** All verbs in words, in the order of their names; all of them are loaded for it. */
export function describeAll(): Promise<Description[]> {
  return Promise.all(Object.entries(verbs).map(async ([name, load]) => describe(name, (await load()).default)));
}

/** All words that the program has. */
export async function vocabulary(): Promise<Vocabulary> {
  return { verbs: await describeAll(), flags: describeFlags(globalFlags), aliases };
}

/** Flags in words, in the order of their names; without those that are hidden. */
export function describeFlags(flags: Command.Class['flags']): FlagDescription[] {
  return Object.entries(flags)
    .filter(([, { hidden }]) => !hidden)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, flag]) => {
      const { char, description = '', summary: brief = description } = flag;
      const common = { name, ...(char ? { char } : {}), description, brief };
      if (flag.type === 'boolean') return { ...common, negatable: flag.allowNo ?? false, multiple: false };
      const { options, helpValue, multiple = false } = flag;
      const fallback = typeof flag.default === 'function' || !flag.default ? undefined : String(flag.default);
      return {
        ...common,
        negatable: false,
        value: options?.join('|') ?? String(helpValue ?? 'VALUE'),
        ...(options ? { options } : {}),
        ...(fallback === undefined ? {} : { fallback }),
        multiple,
      };
    });
}

function usageOf(key: string, required = false, repeats = false): string {
  const name = `${key.toUpperCase()}${repeats ? '...' : ''}`;
  return required ? name : `[${name}]`;
}
