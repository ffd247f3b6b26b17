import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PaperFleet, PaperShip } from '../paper/index.ts';
import { containersOf, hold, laptopWith, says, timeless, VISITS } from './laptop.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const INTERRUPTED = 'interrupted: the steps in hand end, no more begin (again to leave at once)\n';

let fleet: PaperFleet;
let one: PaperShip;

beforeEach(async () => {
  fleet = await laptopWith(VISITS);
  [one] = fleet.ships as [PaperShip];
});
afterEach(() => fleet.down());

const STOPPED = `${INTERRUPTED}ship2  client-1                skipped: the deploy was interrupted
ship1  redis-1                 created (Ns)
1 created, 1 skipped on 2 ships in Ns
skipped: client-1 on ship2: the deploy was interrupted
`;

const REST = `ship ship2
  + create client-1   comes back where it was

1 create, 1 unchanged on 2 ships

ship2  client-1  created (Ns)
1 created on 1 ship in Ns
`;

const NOTHING = 'nothing to do: 2 containers on 2 ships are as the file says\n';

const LOCKED = `ship ship1: another deploy of this project is going on
  why: WHO holds its lock
  try: wait until it has ended, or let this one wait: --lock-wait 60
`;

describe.each(SIGNALS)('%s', (signal) => {
  test('once in the middle of a step: it ends, the rest is reported skipped, and the next start finishes', async () => {
    const { reached, release } = hold(one, 'run');
    const start = fleet.launch(['start']);
    await reached;
    for (const ship of ['ship1', 'ship2']) await says(start, `${ship}  network visits_default  created`);
    start.child.kill(signal);
    await says(start, INTERRUPTED);
    release();
    const { stderr, ...ran } = await start.ended;
    expect(ran).toEqual({ code: 130, signal: null, stdout: '' });
    const said = timeless(stderr);
    expect(said.slice(said.indexOf('interrupted: '))).toBe(STOPPED);
    expect(fleet.ships.map(containersOf)).toEqual([['visits-redis-1 running'], []]);
    const next = await fleet.laptop(['start']);
    expect({ ...next, stderr: timeless(next.stderr) }).toEqual({ code: 0, signal: null, stdout: '', stderr: REST });
    expect(await fleet.laptop(['start'])).toEqual({ code: 0, signal: null, stdout: '', stderr: NOTHING });
  });

  test('twice: it leaves at once; the step ends by itself and keeps the lock till then', async () => {
    const { reached, release } = hold(one, 'run');
    const start = fleet.launch(['start']);
    await reached;
    start.child.kill(signal);
    await says(start, INTERRUPTED);
    start.child.kill(signal);
    expect(await start.ended).toMatchObject({ code: 130, signal: null, stdout: '' });
    const second = await fleet.laptop(['start']);
    expect({ ...second, stderr: second.stderr.replace(/\S+@\S+ since \S+/, 'WHO') }).toEqual({
      code: 4,
      signal: null,
      stdout: '',
      stderr: LOCKED,
    });
    release();
    await Promise.all(fleet.ships.map((ship) => ship.idle()));
    expect(fleet.ships.map(containersOf)).toEqual([['visits-redis-1 running'], []]);
    expect(await fleet.laptop(['start'])).toMatchObject({ code: 0 });
    expect(fleet.ships.map(containersOf)).toEqual([['visits-redis-1 running'], ['visits-client-1 running']]);
  });

  test('before anything has begun: it ends at once, having done nothing', async () => {
    const { reached, release } = hold(one, 'image', 'ls');
    const start = fleet.launch(['start']);
    await reached;
    start.child.kill(signal);
    expect(await start.ended).toEqual({ code: 130, signal: null, stdout: '', stderr: '' });
    release();
    await Promise.all(fleet.ships.map((ship) => ship.idle()));
    expect(fleet.ships.map(containersOf)).toEqual([[], []]);
  });
});

const UNDONE = [
  'skipped: stop visits-redis-1 on ship1: the deploy was interrupted',
  'skipped: remove visits-redis-1 on ship1: it waits for visits-redis-1 on ship1, which was skipped',
  'skipped: remove network visits_default on ship1: it waits for visits-redis-1 on ship1, which was skipped',
];

test('every step of a down that is not done is named with its ship, and the next start puts all right', async () => {
  expect(await fleet.laptop(['start'])).toMatchObject({ code: 0 });
  const { reached, release } = hold(fleet.ships[1] as PaperShip, 'stop');
  const down = fleet.launch(['down']);
  await reached;
  down.child.kill('SIGINT');
  await says(down, INTERRUPTED);
  release();
  const { stderr, ...ran } = await down.ended;
  expect(ran).toEqual({ code: 130, signal: null, stdout: '' });
  const undone = stderr.split('\n').filter((line) => line.startsWith('skipped: '));
  expect(undone.filter((line) => line.includes(' on ship1: '))).toEqual(UNDONE);
  expect(containersOf(one)).toEqual(['visits-redis-1 running']);
  expect(await fleet.laptop(['start'])).toMatchObject({ code: 0 });
  expect(fleet.ships.map(containersOf)).toEqual([['visits-redis-1 running'], ['visits-client-1 running']]);
});
