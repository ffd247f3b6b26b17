import type { Command } from '@oclif/core';
import { globalFlags } from './base.ts';
import type { VerbClass } from './verbs.ts';

/** What a verb says of itself: help, the page of commands and completion are made of it. */
export interface Description {
  name: string;
  aliases: string[];
  summary: string;
  /** Its arguments as they are written behind it: `[SERVICE...]`. */
  usage: string;
  arguments: { name: string; description: string }[];
  /** Its own flags, in the order of their names. */
  flags: FlagDescription[];
  /** Whole commands. */
  examples: string[];
  /** Exit statuses of its own, and when they come. */
  exits: Readonly<Record<string, string>>;
}

export interface FlagDescription {
  name: string;
  char?: string;
  /** What stands for its value; undefined for a flag that takes none. */
  value?: string;
  /** The values that it takes, where these are few. */
  options?: readonly string[];
  description: string;
  /** Its value where it is not given, if that is worth a word. */
  fallback?: string;
  multiple: boolean;
}

/** What the class of a verb holds, in words; flags that all verbs take are left out. */
export function describe(name: string, verb: VerbClass): Description {
  const args = Object.entries(verb.args).filter(([, { hidden }]) => !hidden);
  return {
    name,
    aliases: verb.aliases,
    summary: verb.summary ?? '',
    usage: args
      .map(([key, { required }], at) => usageOf(key, required, !verb.strict && at === args.length - 1))
      .join(' '),
    arguments: args.map(([key, { description = '' }]) => ({ name: key.toUpperCase(), description })),
    flags: describeFlags(verb.flags).filter((flag) => !Object.hasOwn(globalFlags, flag.name)),
    examples: (verb.examples as string[]).map((text) => text.replaceAll('<%= config.bin %>', 'compowarm')),
    exits: verb.exits,
  };
}

/** Flags in words, in the order of their names; without those that are hidden. */
export function describeFlags(flags: Command.Class['flags']): FlagDescription[] {
  return Object.entries(flags)
    .filter(([, { hidden }]) => !hidden)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, flag]) => {
      const common = { name, ...(flag.char ? { char: flag.char } : {}), description: flag.description ?? '' };
      if (flag.type === 'boolean') return { ...common, multiple: false };
      const { options, helpValue, multiple = false } = flag;
      const fallback = typeof flag.default === 'function' || !flag.default ? undefined : String(flag.default);
      return {
        ...common,
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
