import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PaperFleet, PaperShip } from '../paper/index.ts';
import { containersOf, laptopWith, timeless, VISITS } from './laptop.ts';

let fleet: PaperFleet;
let one: PaperShip;

beforeEach(async () => {
  fleet = await laptopWith(VISITS);
  [one] = fleet.ships as [PaperShip];
});
afterEach(() => fleet.down());

async function start(...argv: string[]) {
  const { stderr, code } = await fleet.laptop(['start', ...argv]);
  return { code, stderr: timeless(stderr) };
}

const LATE = `ship ship1
  ~ wait for redis-1   until it is ready

1 wait, 2 unchanged on 2 ships

ship1  redis-1  failed (Ns): visits-redis-1 is still starting after 1 s
1 failed on 1 ship in Ns
failed: redis-1 on ship1: visits-redis-1 is still starting after 1 s
`;
const READY = `ship ship1
  ~ wait for redis-1   until it is ready

1 wait, 2 unchanged on 2 ships

ship1  redis-1  ready (Ns)
1 ready on 1 ship in Ns
`;
const NOTHING = 'nothing to do: 2 containers on 2 ships are as the file says\n';

test('start --wait names what did not become ready in time and undoes nothing; later it is ready', async () => {
  one.engine.image('redis', { healthyAfter: 1_000_000 });
  expect(await start()).toMatchObject({ code: 0 });
  expect(await start('--wait', '--wait-timeout', '1')).toEqual({ code: 1, stderr: LATE });
  expect(fleet.ships.map(containersOf)).toEqual([['visits-redis-1 running'], ['visits-client-1 running']]);
  const { behaviour, inspections } = one.engine.container('visits-redis-1');
  behaviour.healthyAfter = inspections + 1;
  expect(await start('--wait')).toEqual({ code: 0, stderr: READY });
  expect(await start('--wait')).toEqual({ code: 0, stderr: NOTHING });
});
