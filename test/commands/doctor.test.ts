import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PaperFleet } from '../paper/index.ts';
import { laptopWith, VISITS } from './laptop.ts';

let fleet: PaperFleet;

beforeAll(async () => {
  fleet = await laptopWith(VISITS);
});
afterAll(() => fleet.down());

/** What is wrong, as doctor tells it to programs. */
async function wrong(): Promise<{ code: number | null; found: string[] }> {
  const { code, stdout } = await fleet.laptop(['doctor', '--json']);
  const rows = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const found = rows
    .filter(({ Verdict }) => Verdict === 'wrong' || Verdict === 'unreachable')
    .map(({ Ship, Verdict, Check, Found }) => `${Ship} ${Verdict} ${Check}: ${Found}`);
  return { code, found };
}

test('two ships that are one engine are told of beside all else', async () => {
  await writeFile(path.join(fleet.home, 'docker.yml'), VISITS.replace('ship2]', '{name: twin, host: 10.0.0.1}]'));
  expect(await wrong()).toEqual({
    code: 1,
    found: [
      'ship1 wrong engine: it is the same Docker engine as twin',
      'twin wrong engine: it is the same Docker engine as ship1',
    ],
  });
});

test('a ship whose docker is not running is wrong, one that refuses the key is not reached', async () => {
  await writeFile(path.join(fleet.home, 'docker.yml'), VISITS);
  const [one, other] = fleet.ships;
  Object.assign(one?.faults ?? {}, { stopped: true });
  Object.assign(other?.faults ?? {}, { refuseAuth: true });
  const { code, found } = await wrong();
  expect(code).toBe(1);
  expect(found).toEqual([
    'ship1 wrong docker: the docker daemon is not running there',
    expect.stringMatching(/^ship2 unreachable reach: .* with none of the keys there are/),
  ]);
});
