import { globalFlags } from '../../src/commands/shared/base.ts';
import { describe } from '../../src/commands/shared/describe.ts';
import { notOffered } from '../../src/commands/shared/not-offered.ts';
import { aliases, loaderOf, verbs } from '../../src/commands/shared/verbs.ts';
import { composeVerbs } from '../conformance/verbs.ts';
import { offered, otherFlags, withoutFlags } from './verbs-known.ts';

const compose = composeVerbs();
const names = Object.keys(compose.verbs);
const code = (word: string) => `\`${word}\``;

type Flags = Record<string, { type: string; allowNo?: boolean; aliases?: string[] }>;

/** All names of flags, as they are typed. */
function typed(flags: Flags): string[] {
  return Object.entries(flags).flatMap(([name, { allowNo, aliases: others = [] }]) => [
    `--${name}`,
    ...(allowNo ? [`--no-${name}`] : []),
    ...others.map((other) => `--${other}`),
  ]);
}

async function flagsOf(verb: string): Promise<Flags> {
  return ((await loaderOf(verb)?.())?.default.flags ?? {}) as Flags;
}

/**
 * Flags of Docker Compose that a verb lacks. That nothing is changed where a verb only looks needs no flag; and what
 * changes something has one.
 */
async function lacking(verb: string): Promise<string[]> {
  const own = await flagsOf(verb);
  const known = new Set([...typed(own), ...typed(globalFlags), ...('lock-wait' in own ? [] : ['--dry-run'])]);
  return (compose.verbs[verb] ?? []).filter((flag) => !known.has(flag));
}

/** Verbs that are in Docker Compose and here, each with the flags that it has there and not here. */
export async function lackingFlags(): Promise<Record<string, string[]>> {
  const both = names.filter((name) => loaderOf(name));
  const all = await Promise.all(both.map(async (name) => [name, await lacking(name)] as const));
  const global = new Set([...typed(globalFlags), '--dry-run']);
  return {
    ...Object.fromEntries(all.filter(([, flags]) => flags.length > 0)),
    'all verbs': compose.flags.filter((flag) => !global.has(flag)),
  };
}

function row(name: string): string {
  const other = notOffered[name];
  if (other) return `| ${code(name)} | not offered | ${other.why}; instead: ${other.remedy} |`;
  const differs = offered[name];
  return `| ${code(name)} | ${differs === undefined ? 'same' : 'differs'} | ${differs ?? ''} |`;
}

/** Flags of which one thing is to be said on one line. */
function lines(verb: string, flags: readonly string[], known = withoutFlags): string[] {
  const whys = new Map<string, string[]>();
  for (const flag of flags) {
    const why = known[verb]?.[flag] ?? '';
    whys.set(why, [...(whys.get(why) ?? []), flag]);
  }
  const label = names.includes(verb) ? code(verb) : verb;
  return [...whys].map(([why, all]) => `| ${label} | ${all.map(code).join(' ')} | ${why} |`);
}

async function extra(name: string): Promise<string> {
  const theirs = new Set([...(compose.verbs[name] ?? []), ...compose.flags]);
  const skipped = new Set([...typed(globalFlags), '--json', '--lock-wait', '--yes', '--ship-files']);
  const flags = Object.keys(await flagsOf(name)).map((flag) => `--${flag}`);
  const own = flags.filter((flag) => !theirs.has(flag) && !skipped.has(flag));
  return own.length === 0 ? '' : `| ${code(name)} | ${own.map(code).join(' ')} |`;
}

/** docs/VERBS.md, from the verbs, from those of Docker Compose, and from what is known of both. */
export async function verbsPage(): Promise<string> {
  const ours = Object.keys(verbs).filter((name) => !names.includes(name));
  const summaries = ours.map(async (name) => {
    const load = verbs[name];
    return load ? `| ${code(name)} | ${describe(name, (await load()).default).summary} |` : '';
  });
  const without = Object.entries(await lackingFlags()).flatMap(([verb, flags]) => lines(verb, flags));
  const others = Object.entries(otherFlags).flatMap(([verb, flags]) => lines(verb, Object.keys(flags), otherFlags));
  const besides = await Promise.all(names.filter((name) => name !== 'start' && loaderOf(name)).map(extra));
  return `# Verbs of Docker Compose, and what they are here

Of Docker Compose 2.40, with all its flags where nothing else is said. Everywhere here:

- a verb is about all ships at once, or those of ${code('--ship')}; tables begin with the ship, JSON has it as ${code('Ship')}
- a ship that does not answer is named, what can be done without it is done, and the exit status is 3
- ${code('--format')} takes no templates of Go; ${code('--json')} is short for ${code('--format json')}
- what changes something takes a lock on the ships (${code('--lock-wait')}), and ${code('--dry-run')} prints its docker commands
- ${code('-f')}, ${code('-p')} and the other flags of all verbs may stand behind the verb too, unless it has another of that letter

| Docker Compose | here | |
|---|---|---|
${names.map(row).join('\n')}

Also here: ${Object.entries(aliases)
    .map(([alias, name]) => `${code(alias)} for ${code(name)}`)
    .join(', ')}.

## Verbs that Docker Compose does not have

| verb | |
|---|---|
${(await Promise.all(summaries)).join('\n')}

## Flags of Docker Compose that are not offered

| verb | flags | why |
|---|---|---|
${without.join('\n')}

## Flags that mean something else here

| verb | flags | |
|---|---|---|
${others.join('\n')}

## Flags that Docker Compose does not have

Besides those of all verbs, ${code('--json')}, and of verbs that change something ${code('--lock-wait')}, ${code('--yes')} and ${code('--ship-files')}.
${code('start')} is ${code('up')} here, and has its flags.

| verb | flags |
|---|---|
${besides.filter((line) => line !== '').join('\n')}
`;
}
