import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PaperFleet, PaperShip } from '../paper/index.ts';
import { laptopWith, VISITS } from './laptop.ts';

let fleet: PaperFleet;

beforeAll(async () => {
  fleet = await laptopWith(VISITS);
  await fleet.laptop(['start']);
  for (const ship of fleet.ships) measures(ship);
});
afterAll(() => fleet.down());

/** Lets a ship measure its containers: the same each time, and not as often as it can. */
function measures({ engine }: PaperShip): void {
  engine.intercept = async ({ argv }) => {
    if (argv[0] !== 'stats') return undefined;
    await new Promise((resolve) => setTimeout(resolve, 100));
    const line = (id: string) => JSON.stringify([id, '1.00%', '2MiB / 8MiB', '25.00%', '1kB / 2kB', '0B / 0B', '3']);
    return { code: 0, out: `${argv.slice(5).map(line).join('\n')}\n`, err: '' };
  };
}

/** What the program says until there are so many lines of it, and how it ends when it is interrupted then. */
async function heard(lines: number, ...argv: string[]) {
  const { child, said, ended } = fleet.launch(argv, { input: '' });
  const count = () => said.stdout.split('\n').length - 1;
  while (count() < lines) await new Promise((resolve) => child.stdout.once('data', resolve));
  child.kill('SIGINT');
  const { code, stdout } = await ended;
  return { code, lines: stdout.split('\n').slice(0, lines) };
}

const TABLE = [
  /^SHIP +CONTAINER ID +NAME +CPU % +MEM USAGE \/ LIMIT +MEM % +NET I\/O +BLOCK I\/O +PIDS$/,
  /^ship1 +[0-9a-f]{12} +visits-redis-1 +1.00% +2MiB \/ 8MiB +25.00% +1kB \/ 2kB +0B \/ 0B +3$/,
  /^ship2 +[0-9a-f]{12} +visits-client-1 +1.00% +2MiB \/ 8MiB +25.00% +1kB \/ 2kB +0B \/ 0B +3$/,
].map((line) => expect.stringMatching(line));

test('without a terminal a table is printed whenever all ships were measured, until it is interrupted', async () => {
  expect(await heard(6, 'stats')).toEqual({ code: 130, lines: [...TABLE, ...TABLE] });
});

test('programs are given each container whenever its ship was measured', async () => {
  const { code, lines } = await heard(4, 'stats', '--json', 'redis');
  expect(code).toBe(130);
  expect(lines.map((line) => JSON.parse(line)).map(({ Ship, Service, CPUPerc }) => [Ship, Service, CPUPerc])).toEqual(
    Array.from({ length: 4 }, () => ['ship1', 'redis', '1.00%']),
  );
});

test('measured once, a ship that does not answer is named, and the others are shown', async () => {
  await fleet.ships[1]?.close();
  const { code, stdout, stderr } = await fleet.laptop(['stats', '--no-stream']);
  expect({ code, lines: stdout.trimEnd().split('\n') }).toEqual({ code: 3, lines: TABLE.slice(0, 2) });
  expect(stderr).toMatch(/^unreachable: ship ship2: /);
});

test('where no ship answers there is nothing to go on with', async () => {
  await fleet.ships[0]?.close();
  expect(await fleet.laptop(['stats'])).toMatchObject({ code: 3, stdout: expect.stringMatching(/^SHIP .*\n$/) });
});
