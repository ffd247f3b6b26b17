import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PaperFleet } from '../paper/index.ts';
import { laptopWith, VISITS } from './laptop.ts';

const RTT = 30;
let fleet: PaperFleet;

beforeAll(async () => {
  fleet = await laptopWith(VISITS, 2, { faults: { rttMs: RTT } });
});
afterAll(() => fleet.down());

test('the fleet is measured with one connection and one command a ship', async () => {
  const { code, stdout } = await fleet.laptop(['ships', '--json']);
  const rows = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect({ code, ships: rows.map(({ Ship, State, Engine }) => ({ Ship, State, Engine })) }).toEqual({
    code: 0,
    ships: fleet.ships.map(({ name, engine }) => ({ Ship: name, State: 'up', Engine: engine.version })),
  });
  for (const { Latency } of rows) expect(Latency).toBeGreaterThanOrEqual(RTT);
  expect(fleet.ships.map(({ counts: { connections, execs } }) => ({ connections, execs }))).toEqual([
    { connections: 1, execs: 1 },
    { connections: 1, execs: 1 },
  ]);
});
