import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PaperFleet, PaperShip, Reply } from '../paper/index.ts';
import { hold, laptopWith, VISITS } from './laptop.ts';

let fleet: PaperFleet;
let two: PaperShip;
let execs: string[][];

beforeAll(async () => {
  fleet = await laptopWith(VISITS);
  await fleet.laptop(['start']);
  two = fleet.ships[1] as PaperShip;
});
afterAll(() => fleet.down());

/** From now on commands in containers of the second ship end like this. */
function answer(reply: Partial<Reply>): void {
  execs = [];
  two.engine.intercept = ({ argv }) => {
    if (argv[0] !== 'exec') return undefined;
    execs.push(argv);
    return { code: 0, out: '', err: '', ...reply };
  };
}

/** What docker was told to run, with what is drawn by lot as `KEYS` and `ENV`, and the ID as `client-1`. */
const told = () =>
  execs.map((argv) =>
    argv
      .join(' ')
      .replace(/ctrl-@(,[0-9a-f]){12}/, 'KEYS')
      .replace(/\/tmp\/compowarm-[0-9a-f]{12}\/env/, 'ENV')
      .replace(two.engine.container('visits-client-1').id, 'client-1'),
  );

beforeEach(() => answer({}));

test.each([
  ['client ls -la --help', 'exec --interactive --detach-keys KEYS client-1 ls -la --help'],
  ['-it client -- sh', 'exec --interactive --detach-keys KEYS client-1 -- sh'],
  ['-d client sleep 1', 'exec --detach client-1 sleep 1'],
  [
    '-Turoot --privileged -w /srv --index=1 client id a b a',
    'exec --interactive --detach-keys KEYS --user root --privileged --workdir /srv client-1 id a b a',
  ],
  ['-eA=1 -e B -e NOT_SET -e C= client env', 'exec --interactive --detach-keys KEYS --env-file ENV client-1 env'],
])('exec %s', async (words, said) => {
  const ran = await fleet.laptop(['exec', ...words.split(' ')], { env: { B: 'here' } });
  expect({ ran, told: told() }).toEqual({
    ran: { code: 0, signal: null, stdout: '', stderr: '' },
    told: [said],
  });
});

test('output, errors and the status are those of the command', async () => {
  answer({ code: 42, out: 'out\n', err: 'err\n' });
  expect(await fleet.laptop(['exec', 'client', 'false'])).toEqual({
    code: 42,
    signal: null,
    stdout: 'out\n',
    stderr: 'err\n',
  });
});

describe('what is not the command’s has status 255', () => {
  test.each([
    ['a service that there is not', 'cleint ls', /^the file has no service cleint\n/],
    ['no command', 'client', /^exec wants a COMMAND\n/],
    ['a replica that there is not', '--index 2 client ls', /^client-2 has no container that runs\n/],
    ['a ship where it is not', '--ship ship1 client ls', /^service client on ship1 has no container that runs\n/],
    [
      'a variable that docker can not be given',
      '-e #=1 client ls',
      /^environment variable "#" can't be passed to docker\n/,
    ],
  ])('%s', async (_, words, stderr) => {
    const ran = await fleet.laptop(['exec', ...words.split(' ')]);
    expect({ ...ran, execs }).toEqual({
      code: 255,
      signal: null,
      stdout: '',
      stderr: expect.stringMatching(stderr),
      execs: [],
    });
  });

  test('a connection that is lost', async () => {
    const { reached, release } = hold(two, 'exec');
    const { ended } = fleet.launch(['exec', 'client', 'sleep', '9']);
    await reached;
    two.cut();
    expect(await ended).toEqual({
      code: 255,
      signal: null,
      stdout: '',
      stderr: `the connection to ship2 was lost\n  why: how the command in client-1 ended, or whether it did, is not known\n`,
    });
    release();
  });
});

describe.each([['SIGINT', 130]] as const)('%s', (signal, code) => {
  test('that can not be passed on is said to be so', async () => {
    const { reached, release } = hold(two, 'exec');
    const { child, ended } = fleet.launch(['exec', 'client', 'sleep', '9']);
    await reached;
    // a docker that does not know its commands by their keys: podman, say
    child.kill(signal);
    expect(await ended).toEqual({
      code,
      signal: null,
      stdout: '',
      stderr: 'the command in client-1 goes on: nothing on its ship could send it a signal\n',
    });
    release();
  });
});

test('a ship that does not answer holds up nobody who has found what is meant', async () => {
  const [one] = fleet.ships as [PaperShip];
  const { reached, release } = hold(one, 'info');
  const { ended } = fleet.launch(['exec', 'client', 'true'], { input: '' });
  await reached;
  expect(await ended).toEqual({ code: 0, signal: null, stdout: '', stderr: '' });
  release();
  one.engine.intercept = undefined as never;
});

test('the ship of the container alone is needed', async () => {
  const [one] = fleet.ships as [PaperShip];
  one.faults.refuseAuth = true;
  expect(await fleet.laptop(['exec', 'client', 'true'])).toMatchObject({ code: 0, stderr: '' });
  expect(await fleet.laptop(['exec', 'redis', 'true'])).toMatchObject({
    code: 255,
    stderr: expect.stringMatching(
      /^service redis has no container that runs\n {2}why: what ship1 holds of it is not known: /,
    ),
  });
});
