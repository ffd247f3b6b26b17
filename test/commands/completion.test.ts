import { expect, test } from 'vitest';
import { candidates, type Known } from '../../src/commands/shared/completion/candidates.ts';
import { readLine } from '../../src/commands/shared/completion/line.ts';
import { vocabulary } from '../../src/commands/shared/describe.ts';
import { groups } from '../../src/commands/shared/groups.ts';

const words = (values: string[]) => values.map((value) => ({ value, description: '' }));
const known: Known = {
  vocabulary: await vocabulary(),
  groups,
  names: async () => ({
    services: words(['client', 'redis']),
    ships: words(['ship1', 'ship2']),
    profiles: words(['debug']),
  }),
};

/** What may stand at the end of a line. */
async function ends(line: string): Promise<string[]> {
  const typed = line.split(' ');
  const current = typed.pop() ?? '';
  const found = await candidates(readLine(typed, known.vocabulary), current, known);
  return [...found.words.map(({ value }) => value), ...(found.lookup ? [`:${found.lookup}`] : [])];
}

test.each<[string, string[]]>([
  ['star', ['start']],
  ['-f a.yml --ship ship1 roll', ['rollback']],
  ['conv', ['convert']],
  ['nope', []],
  ['nope ', []],
  ['start ', ['client', 'redis']],
  ['up -d r', ['redis']],
  ['start client ', ['redis']],
  ['start client redis ', []],
  ['drain ', ['ship1', 'ship2']],
  ['drain ship1 ', []],
  ['scale ', ['client=', 'redis=']],
  ['scale client=3 ', ['redis=']],
  ['help his', ['history']],
  ['help fl', ['flags']],
  ['completion ', ['bash', 'zsh', 'fish']],
  ['history ', []],
  ['ps --form', ['--format']],
  ['ps --format ', ['table', 'json']],
  ['ps --format=j', ['--format=json']],
  ['ps --no-such=j', []],
  ['ps --al', ['--all']],
  ['ps -a --al', []],
  ['ps -aq --q', []],
  ['ps --n', ['--no-trunc', '--no-orphans']],
  ['ps -- --al', []],
  ['--ship ship1 --sh', ['--ship']],
  ['-p demo --project-n', []],
  ['-f ', [':files']],
  ['-f a', [':files']],
  ['start --file=', [':files']],
  ['ps --project-directory ', [':folders']],
  ['-p ', []],
  ['ps --ship ', ['ship1', 'ship2']],
  ['ps --ship=ship2', ['--ship=ship2']],
  ['--profile ', ['debug']],
  ['failover ship1 --without-data ', ['client', 'redis']],
  ['start --scale r', ['redis=']],
  ['cp ', ['client:', 'redis:', ':files']],
  ['cp client:/etc/hosts ./', [':files']],
  ['exec ', ['client', 'redis']],
  ['exec client r', []],
  ['exec client ls --al', []],
  ['-f a.yml logs -f c', ['client']],
  ['config -o', ['-o']],
  ['config -o ', [':files']],
  ['config -oall.yml c', ['client']],
])('compowarm %s', async (line, values) => {
  expect(await ends(line)).toEqual(values);
});

test('each candidate tells what it is', async () => {
  const found = [
    await candidates(readLine([], known.vocabulary), 'up', known),
    await candidates(readLine(['start'], known.vocabulary), '-y', known),
  ];
  expect(found.map(({ words }) => words)).toEqual([
    [{ value: 'up', description: 'make it what the file says' }],
    [{ value: '-y', description: 'go on where something would be lost or moved' }],
  ]);
});
