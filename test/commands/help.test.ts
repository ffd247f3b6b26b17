import { describe, expect, test } from 'vitest';
import { describeAll } from '../../src/commands/shared/describe.ts';
import { groups } from '../../src/commands/shared/groups.ts';
import { verbs } from '../../src/commands/shared/verbs.ts';
import { verbHelp } from '../../src/lib/output/index.ts';
import { inProcess } from './in-process.ts';

/** Lines of a screen, and the line that is typed after it. */
const SCREEN = 24;
const PROMPT = 1;

const lines = async (words: string[]) => (await inProcess(words)).stdout.trimEnd().split('\n');
const all = await describeAll();

test('the list of verbs has each once, and goes on a screen', async () => {
  const listed = Object.values(groups).flatMap((verbs) => Object.keys(verbs));
  expect([...listed, 'help'].toSorted()).toEqual(Object.keys(verbs).toSorted());
  const help = await lines(['help']);
  expect(help.length).toBeLessThanOrEqual(SCREEN - PROMPT);
  expect(help.filter((line) => line.length > 80)).toEqual([]);
  expect(help.slice(0, 2)).toEqual([
    'compowarm [FLAGS] VERB [FLAGS] [ARGUMENTS]: one Compose file, many Docker hosts',
    '',
  ]);
  expect(help[3]).toMatch(/^ {2}start {6}make it what the file says {3}\S/);
});

describe.each(all.map((verb) => [verb.name, verb] as const))('the help of %s', (name, verb) => {
  const help = verbHelp(verb).split('\n');

  test('goes on a screen', () => {
    expect(help.filter((line) => line.length > 80)).toEqual([]);
    expect(help.length).toBeLessThanOrEqual(SCREEN);
  });

  test('has examples, all of them of that verb', () => {
    const names = [name, ...verb.aliases].join('|');
    expect(verb.examples.length).toBeGreaterThan(0);
    expect(verb.examples.filter((text) => !new RegExp(`\\bcompowarm (-\\S+ \\S+ )?(${names})\\b`).test(text))).toEqual(
      [],
    );
  });

  test('is had in three ways', async () => {
    for (const words of [
      ['help', name],
      [name, '--help'],
      [name, '-h'],
    ])
      expect(await lines(words)).toEqual(help);
  });
});

test('what goes on no screen is told in full when that is wanted', async () => {
  const short = await lines(['help', 'start']);
  const full = await lines(['help', '--all', 'start']);
  expect(short.slice(-10, -5)).toEqual([
    '  -y, --yes                   go on where something would be lost or moved',
    '  also, told of by compowarm help --all start: --always-recreate-deps -d,',
    '    --detach --keep-failed --lock-wait --no-build --no-recreate -V,',
    '    --renew-anon-volumes --ship-files -t, --timeout --wait-timeout',
    '  the flags of all verbs: compowarm help flags',
  ]);
  const flags = all.find(({ name }) => name === 'start')?.flags ?? [];
  expect(flags.filter(({ name }) => !full.some((line) => line.includes(`--${name} `)))).toEqual([]);
});

test('flags that are only named are flags of the verb', () => {
  const strangers = all.flatMap(({ name, flags, seldom }) =>
    seldom.filter((one) => !flags.some((flag) => flag.name === one)).map((one) => `${name} --${one}`),
  );
  expect(strangers).toEqual([]);
});

test('a verb tells what it takes', async () => {
  expect(
    (await inProcess(['down', '--help'])).stdout,
  ).toBe(`Stop and remove containers and networks on all ships; volumes stay unless
--volumes is given.

  compowarm down [FLAGS] [SERVICE...]

  SERVICE                  only these services
      --dry-run            print the commands, change nothing
      --lock-wait SECONDS  wait so long for another deploy to end
      --remove-orphans     also what is no longer in the file
      --rmi all|local      also images of the services
      --ship-files         bring more than 64 MiB of files to ships
  -t, --timeout SECONDS    how long what is stopped has to end by itself
  -v, --volumes            also the data in volumes
  -y, --yes                go on where something would be lost or moved
  the flags of all verbs: compowarm help flags

  $ compowarm down
  $ compowarm down client
  $ compowarm down --volumes --rmi local
`);
});

test('an alias is told of as its verb', async () => {
  expect(await lines(['help', 'up'])).toEqual(await lines(['start', '-h']));
  expect((await lines(['up', '-h']))[2]).toBe('  compowarm start [FLAGS] [SERVICE...], or compowarm up');
});

test('the flags of all verbs, and exit statuses', async () => {
  expect((await inProcess(['help', 'flags'])).stdout).toBe(`Flags of all verbs, before or after the verb:
      --accept-new-host-keys   remember the keys of ships never seen before
      --env-file FILE          read variables from here instead of .env
  -f, --file FILE              the Compose file, or - for standard input
      --profile NAME           turn on the services of this profile; "*" is all
      --project-directory DIR  folder that .env and the name come from
  -p, --project-name NAME      name of the project
      --ship NAME              only what concerns this ship
      --ssh-config FILE        as ssh -F

Exit statuses, the first that applies:
  130  interrupted
  2    wrong usage or file
  4    another deploy of the project is going on (verbs with --lock-wait)
  6    something wants a yes (verbs with --yes)
  1    something failed
  3    a ship could not be reached; with the others it was done
  0    done
`);
});

test('of a word that is no verb there is none', async () => {
  expect(await inProcess(['help', 'strat'])).toEqual({
    code: 2,
    stdout: '',
    stderr: 'there is no verb strat: did you mean start?\n  try: compowarm help\n',
  });
});
