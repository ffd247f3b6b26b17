import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { PaperFleet, PaperShip } from '../paper/index.ts';
import { containersOf, hold, laptopWith, timeless, VISITS } from './laptop.ts';

let fleet: PaperFleet;
let one: PaperShip;
let two: PaperShip;

beforeAll(async () => {
  fleet = await laptopWith(VISITS);
  [one, two] = fleet.ships as [PaperShip, PaperShip];
});
afterAll(() => fleet.down());

/** Docker commands of the first ship since then that make or start a container, with what is drawn by lot as `LOT`. */
let calls: string[][];

beforeEach(() => {
  calls = [];
  one.engine.intercept = ({ argv }) => {
    if (argv[0] === 'create' || argv[0] === 'run' || argv[0] === 'start') calls.push(argv);
    if (argv[0] !== 'start') return undefined;
    return { code: 42, out: 'out\n', err: 'err\n' };
  };
});

const unlabelled = (argv: readonly string[]) =>
  argv
    .filter((word, at) => word !== '--label' && argv[at - 1] !== '--label')
    .join(' ')
    .replace(/run-[0-9a-f]{12}/g, 'run-LOT');
const unlotted = (text: string) => timeless(text).replace(/run-[0-9a-f]{12}/g, 'run-LOT');

const LINKED =
  '-e redis_ip=10.0.0.1 -e redis_ips=10.0.0.1 -e redis_port=6379 -e redis_port_6379=6379 --network visits_default --network-alias visits-client-run-LOT';

const STARTED = `ship ship1
  + network visits_default  redis-1 needs it
  + create redis-1  first in the file
  + create client-run-LOT  fewest of this service

2 create on 2 ships

ship1  network visits_default  created (Ns)
ship1  redis-1  created (Ns)
ship1  client-run-LOT  created (Ns)
2 created on 1 ship in Ns
err
`;

test('what the service needs is started, as the plan that is shown says, and the command’s status is the verb’s', async () => {
  const { stderr, ...ran } = await fleet.laptop(['run', '--rm', 'client', 'ls', '--help']);
  expect(ran).toEqual({ code: 42, signal: null, stdout: 'out\n' });
  expect(unlotted(stderr).replace(/ {2,}/g, '  ')).toBe(STARTED);
  expect(calls.map(unlabelled).slice(1)).toEqual([
    `create --name visits-client-run-LOT --rm -i ${LINKED} flask ls --help`,
    'start --attach --interactive visits-client-run-LOT',
  ]);
});

test('where all that is needed runs, nothing is said but what the command says', async () => {
  expect(await fleet.laptop(['run', '-e', 'A=1', '-T', 'client'])).toEqual({
    code: 42,
    signal: null,
    stdout: 'out\n',
    stderr: 'err\n',
  });
  expect(calls.map(unlabelled)).toEqual([
    `create --name visits-client-run-LOT -i --env-file /dev/stdin ${LINKED} flask`,
    'start --attach --interactive visits-client-run-LOT',
  ]);
});

test('-d prints the name, and leaves the container running', async () => {
  const ran = await fleet.laptop(['run', '-d', '--name', 'check', 'client', 'sleep', '9']);
  expect(ran).toEqual({ code: 0, signal: null, stdout: 'check\n', stderr: '' });
  expect(containersOf(one)).toContain('check running');
});

test('ps --all shows it, start leaves it alone, and down removes it', async () => {
  one.engine.intercept = () => undefined as never;
  expect((await fleet.laptop(['ps', '--all'])).stdout).toMatch(/^ship1 +check /m);
  expect((await fleet.laptop(['ps'])).stdout).not.toContain('check');
  await fleet.laptop(['start']);
  expect(containersOf(one)).toContain('check running');
  await fleet.laptop(['down']);
  expect(fleet.ships.map(containersOf)).toEqual([[], []]);
});

test.each([
  ['a mount of this machine', ['-v', './x:/x', 'client'], /^-v \.\/x:\/x is a folder of this machine/],
  ['a file that is not there', ['--env-from-file', 'none.env', 'client'], /none\.env/],
  ['no service', ['-T'], /^run wants a SERVICE\n/],
])('%s is ours: 255', async (_, words, stderr) => {
  expect(await fleet.laptop(['run', ...words])).toEqual({
    code: 255,
    signal: null,
    stdout: '',
    stderr: expect.stringMatching(stderr),
  });
});

test('variables come from files and flags, and are on no command line', async () => {
  await writeFile(path.join(fleet.home, 'job.env'), 'A=file\nB=file\n');
  const seen: string[] = [];
  const watch = one.engine.intercept;
  one.engine.intercept = (given) => {
    if (given.argv[0] === 'create') seen.push(given.stdin.toString());
    return watch?.(given);
  };
  await fleet.laptop(['run', '-q', '--env-from-file', 'job.env', '-e', 'B=flag', '-e', 'C', 'client'], {
    env: { C: 'here' },
  });
  expect(seen).toEqual(['A=file\nB=flag\nC=here\n']);
  expect(calls.flat().join(' ')).not.toMatch(/=(file|flag|here)/);
});

test('the lock is let go before the command begins', async () => {
  const { reached, release } = hold(one, 'start');
  const { ended } = fleet.launch(['run', '--rm', 'client', 'sleep', '9'], { input: '' });
  await reached;
  expect(await fleet.laptop(['start', 'redis'])).toMatchObject({ code: 0 });
  release();
  await ended;
});

test('a ship that is named', async () => {
  await fleet.laptop(['run', '-d', '--name', 'there', '--ship', 'ship2', 'client']);
  expect(containersOf(two)).toContain('there running');
});
