import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { notOffered } from '../src/commands/shared/not-offered.ts';
import { loaderOf, verbs } from '../src/commands/shared/verbs.ts';
import {
  flags,
  hints,
  inputs,
  type Service,
  type Shape,
  sections,
  table,
  taken,
  unfit,
} from '../src/lib/schema/index.ts';
import { known } from './conformance/known.ts';
import { composeVerbs } from './conformance/verbs.ts';
import { commandsPage } from './docs/commands-page.ts';
import { offered, otherFlags, withoutFlags } from './docs/verbs-known.ts';
import { lackingFlags, verbsPage } from './docs/verbs-page.ts';

/** Keys of maps that a value may hold, at any depth: `resources.limits.cpus`. */
function keysOf(shape: Shape, prefix = ''): string[] {
  switch (shape.kind) {
    case 'either':
      return [...new Set(shape.of.flatMap((one) => keysOf(one, prefix)))];
    case 'list':
    case 'map':
      return keysOf(shape.of, prefix);
    case 'object':
      return Object.entries(shape.keys).flatMap(([key, below]) => {
        const deeper = keysOf(below, `${prefix}${key}.`);
        return deeper.length > 0 ? deeper : [`${prefix}${key}`];
      });
    default:
      return [];
  }
}

const code = (word: string) => `\`${word}\``;
const rowsOf = (rows: Record<string, { shape: Shape; doc: string }>, more?: (key: string) => string) =>
  Object.entries(rows)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { shape, doc }]) => [code(key), doc, keysOf(shape).map(code).join(' '), ...(more ? [more(key)] : [])])
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');

/** What is not done, one line for all paths that have one reason. */
function unfitRows(kind: 'refused' | 'ignored'): string {
  return unfit
    .filter((rule) => rule.kind === kind)
    .map(({ path, like, why, remedy }) => {
      const values = like ? ` (${like.source.replace(/[\^$()]/g, '').replaceAll('|', ', ')})` : '';
      return `| ${code(path.join('.'))}${values} | ${why} | ${remedy} |`;
    })
    .join('\n');
}

/** docs/COMPOSE.md is written from the table of keys: `npx vitest run test/docs.test.ts -u` writes it anew. */
function composePage(): string {
  const refused = Object.entries(hints).map(([key, remedy]) => `| ${code(key)} | ${remedy} |`);
  const values = taken.map(({ path, remedy }) => `| ${code(path.join('.'))} | ${remedy} |`);
  const differences = known.map(
    ({ keys, compose, compowarm, why }) => `| ${keys} | ${compose} | ${compowarm} | ${why} |`,
  );
  const entries = Object.entries(table);
  const unhashed = entries.flatMap(([key, { composeHashed }]) => (composeHashed ? [] : [key])).sort();
  const inPlace = entries.flatMap(([key, { update }]) => (update ? [key] : [])).sort();
  const noMatter = entries.flatMap(([key, { update, hashed }]) => (update || hashed ? [] : [key])).sort();
  return `# What of a Compose file is understood

Both shapes are read: services at the top level with ${code('ships:')} beside them, and the Compose Specification's ${code('services:')}
with ${code('x-ships:')} (or ${code('ships:')}, if Docker Compose need not read the same file). All keys of the Compose Specification
are read as Docker Compose 2.40 reads them.

## Keys of a service

| key | what it says | keys in it | flags of docker run |
|---|---|---|---|
${rowsOf({ ...table, ...inputs }, flagsOf)}

${code('compowarm config --hash')} prints the hashes of ${code('docker compose config --hash')}. All keys but
${list(unhashed.map(code))} are in them; of ${code('deploy')} all but ${code('replicas')}.

What can be changed in a container that is there is changed there, by ${code('docker update')}: ${list(inPlace.map(code))},
under their own names or under ${code('deploy')}. A limit that is taken out of the file wants another container, for docker can
only move it. ${list(noMatter.map(code))} are not the container's: a change of these makes no other one. Every other key does.

## Sections of a file

| section | what it holds | keys of an entry |
|---|---|---|
${rowsOf(sections)}

Keys that begin with ${code('x-')} may stand anywhere. They mean nothing here, but for ${code('x-ships')}.

## Read, and refused when it comes to ships

A file may say these. ${code('start')}, ${code('create')} and ${code('plan')} refuse them before any connection, with their position.

| key | why | what to do instead |
|---|---|---|
${unfitRows('refused')}

So is what can't be brought of this machine: [FILES.md](FILES.md).

## Read, and passed over with a warning

| key | why | what to do instead |
|---|---|---|
${unfitRows('ignored')}

## Read, and refused where docker would not take it

| key | what docker takes |
|---|---|
${values.join('\n')}

## Unknown

All other keys are unknown, as they are to Docker Compose 2.40. Of some it is known what to do instead:

| key of a service | what to do instead |
|---|---|
${refused.join('\n')}

## Where a container differs from Docker Compose's

Of all that \`docker inspect\` shows, ids, times and the tools' own labels aside.

| key | Docker Compose | Compowarm | why |
|---|---|---|---|
${differences.join('\n')}
`;
}

function list(words: string[]): string {
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

function flagsOf(key: string): string {
  const flag = flags[key as keyof Service]?.flag;
  return flag === undefined ? '' : flag.replace(/--?[\w*-]+/g, '`$&`');
}

it('docs/COMPOSE.md is what the table of keys says', async () => {
  await expect(composePage()).toMatchFileSnapshot('../docs/COMPOSE.md');
});

/** docs/COMMANDS.md is written from the classes of the verbs, by the same command. */
it('docs/COMMANDS.md is what the verbs say', async () => {
  await expect(await commandsPage()).toMatchFileSnapshot('../docs/COMMANDS.md');
});

it('README.md has each verb in its table', () => {
  const rows = readFileSync('README.md', 'utf8').match(/^\| `.*$/gm) ?? [];
  const named = rows.flatMap((row) => [...(row.split(' | ')[0] ?? '').matchAll(/`([a-z]+)/g)].map(([, verb]) => verb));
  expect(Object.keys(verbs).filter((verb) => !named.includes(verb))).toEqual(['help']);
});

describe('docs/VERBS.md', () => {
  const theirs = Object.keys(composeVerbs().verbs);

  it('is what is known of the verbs of Docker Compose', async () => {
    await expect(await verbsPage()).toMatchFileSnapshot('../docs/VERBS.md');
  });

  it('has every verb of Docker Compose, as one that is here or not', () => {
    expect([...Object.keys(offered), ...Object.keys(notOffered)].toSorted()).toEqual(theirs);
    expect(Object.keys(notOffered).filter(loaderOf)).toEqual([]);
  });

  it('tells of other meanings of flags that both have', async () => {
    const { verbs: all } = composeVerbs();
    for (const [verb, flags] of Object.entries(otherFlags)) {
      const ours = Object.keys((await loaderOf(verb)?.())?.default.flags ?? {}).map((name) => `--${name}`);
      expect(Object.keys(flags).filter((flag) => !ours.includes(flag) || !all[verb]?.includes(flag))).toEqual([]);
    }
  });

  it('has a reason for every flag of theirs that is not here, and for no other', async () => {
    const lacking = Object.entries(await lackingFlags()).map(([verb, flags]) => [verb, flags.toSorted()]);
    const known = Object.entries(withoutFlags).map(([verb, flags]) => [verb, Object.keys(flags).toSorted()]);
    expect(Object.fromEntries(known)).toEqual(Object.fromEntries(lacking));
  });
});
