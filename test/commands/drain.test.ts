import { afterEach, expect, test } from 'vitest';
import type { PaperFleet } from '../paper/index.ts';
import { containersOf, laptopWith, timeless, VISITS } from './laptop.ts';

let fleet: PaperFleet;

afterEach(() => fleet.down());

test('drain moves off a ship without a yes, says who stays, and history tells', async () => {
  fleet = await laptopWith(`${VISITS}db:\n  image: redis\n  volumes: ["/srv/db:/data"]\n  ships: [ship2]\n`);
  const { laptop, ships } = fleet;
  await laptop(['start']);
  expect(ships.map((ship) => containersOf(ship).toSorted())).toEqual([
    ['visits-redis-1 running'],
    ['visits-client-1 running', 'visits-db-1 running'],
  ]);
  const { code, stderr } = await laptop(['drain', 'ship2']);
  expect([code, timeless(stderr).split('\n\n')[0]]).toEqual([
    0,
    `ship ship1
  + create client-1          ship2 is drained; leaves ship2
  ~ wait for client-1        then the one on ship2 goes
ship ship2
  . stop visits-client-1     it is on ship1 now
  - remove visits-client-1   it is on ship1 now`,
  ]);
  expect(stderr).toContain('warning: db-1 stays on ship2: its data is there (/srv/db)\n');
  expect(ships.map((ship) => containersOf(ship).toSorted())).toEqual([
    ['visits-client-1 running', 'visits-redis-1 running'],
    ['visits-db-1 running'],
  ]);
  const { stdout } = await laptop(['history', '--format', 'json']);
  expect(JSON.parse(stdout.split('\n')[0] ?? '').Verb).toBe('drain ship2');
});

test('drain wants a ship of the file', async () => {
  fleet = await laptopWith(VISITS);
  expect(await fleet.laptop(['drain', 'ship9'])).toMatchObject({
    code: 2,
    stdout: '',
    stderr: 'the file has no ship ship9\n  try: it has: ship1, ship2\n',
  });
});
