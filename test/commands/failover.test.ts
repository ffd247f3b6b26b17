import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { PaperFleet, PaperShip } from '../paper/index.ts';
import { containersOf, laptopWith, timeless, VISITS } from './laptop.ts';

let fleet: PaperFleet;

afterEach(() => fleet.down());

test('failover knows of volumes that an image wants, by the last deploy: what has one waits for its ship', async () => {
  fleet = await laptopWith(VISITS, 2);
  const { laptop, ships } = fleet;
  ships[0]?.engine.image('redis', { volumes: ['/data'] });
  await laptop(['start']);
  await ships[0]?.close();
  const waits = await laptop(['failover', 'ship1']);
  expect([waits.code, waits.stderr.split('\n')[0]]).toEqual([
    3,
    expect.stringMatching(
      /^unknown: redis-1 on ship1: waits for ship1, which does not answer: the data of redis-1 \(an anonymous volume at \/data\) is there/,
    ),
  ]);
  const wants = await laptop(['failover', 'ship1', '--without-data', 'redis']);
  expect(wants.code).toBe(6);
  expect(ships.map(containersOf)[1]).toEqual(['visits-client-1 running']);
  expect((await laptop(['failover', 'ship1', '--without-data', 'redis', '--yes'])).code).toBe(3);
  expect(ships.map(containersOf)[1]?.toSorted()).toEqual(['visits-client-1 running', 'visits-redis-1 running']);
  const { stdout } = await laptop(['history', '--format', 'json']);
  expect(JSON.parse(stdout.split('\n')[0] ?? '').Verb).toBe('failover ship1');
});

test('a ship that was left is fenced when it is back, though the file no longer names it', async () => {
  fleet = await laptopWith(VISITS);
  const { laptop, ships, home } = fleet;
  const [, ship2] = ships as [PaperShip, PaperShip];
  await laptop(['start']);
  ship2.faults.refuseAuth = true;
  expect((await laptop(['failover', 'ship2', '--yes'])).code).toBe(3);
  await writeFile(path.join(home, 'docker.yml'), VISITS.replace('[ship1, ship2]', '[ship1]'));
  ship2.faults.refuseAuth = false;
  const { code, stderr } = await laptop(['start']);
  expect([code, timeless(stderr).split('\n\n')[0]]).toEqual([
    0,
    `ship ship2
  . stop visits-client-1     failover put client-1 on ship1
  - remove visits-client-1   failover put client-1 on ship1`,
  ]);
  expect(ships.map((ship) => containersOf(ship).toSorted())).toEqual([
    ['visits-client-1 running', 'visits-redis-1 running'],
    [],
  ]);
});

test('failover wants services of the file', async () => {
  fleet = await laptopWith(VISITS);
  expect(await fleet.laptop(['failover', 'ship1', '--without-data', 'rediss'])).toMatchObject({
    code: 2,
    stderr: 'the file has no service rediss\n  try: it has: redis, client\n',
  });
});
