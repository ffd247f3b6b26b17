import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PaperFleet, PaperShip } from '../paper/index.ts';
import { containersOf, laptopWith, says } from './laptop.ts';

const FILE = `name: shop
services:
  db:
    image: redis
    ships: [ship1]
    ports: ["6379:6379"]
  web:
    image: flask
    ships: [ship2]
    ports: ["80:80"]
x-ships: [ship1, ship2]
`;
const DB = 'container "shop-db-1" on ship1 exited with status code';
const WEB = 'container "shop-web-1" on ship2 exited with status code';

let fleet: PaperFleet;
let ships: [PaperShip, PaperShip];

beforeEach(async () => {
  fleet = await laptopWith(FILE);
  ships = fleet.ships as typeof ships;
  await fleet.laptop(['start']);
});
afterEach(() => fleet.down());

/** The program as it waits: resolves when each ship has been asked to tell of so many containers. */
async function waiting(argv: string[], wanted: [number, number]) {
  const calls = ({ engine }: PaperShip) => engine.calls.filter(([verb]) => verb === 'wait').length;
  const launched = fleet.launch(['wait', ...argv], { input: '' });
  const asked = new Promise<void>((resolve) => {
    const look = () => void (ships.every((ship, at) => calls(ship) >= (wanted[at] ?? 0)) && resolve());
    for (const { engine } of ships) engine.intercept = () => void setImmediate(look);
  });
  await asked;
  return launched;
}

test('wait tells how each container ends, on whatever ship, and ends as the last of them', async () => {
  const launched = await waiting(['db', 'web'], [1, 1]);
  ships[1].engine.exit('shop-web-1', 0);
  while (!launched.said.stdout.includes(WEB)) await new Promise((heard) => launched.child.stdout.once('data', heard));
  ships[0].engine.exit('shop-db-1', 7);
  expect(await launched.ended).toMatchObject({ code: 7, stdout: `${WEB} 0\n${DB} 7\n`, stderr: '' });
  expect(await fleet.laptop(['wait', 'db'])).toMatchObject({ code: 7, stdout: `${DB} 7\n`, stderr: '' });
});

test('a ship that is lost meanwhile is told of, and the others are waited for', async () => {
  const launched = await waiting(['db', 'web'], [1, 1]);
  ships[0].cut();
  await says(launched, 'not waited for');
  ships[1].engine.exit('shop-web-1', 0);
  expect(await launched.ended).toMatchObject({
    code: 3,
    stdout: `${WEB} 0\n`,
    stderr: 'shop-db-1 on ship1 is not waited for any more: the connection was lost\n',
  });
  await ships[0].idle();
});

test('a laptop that stops waiting leaves nothing behind', async () => {
  const launched = await waiting(['db'], [1, 0]);
  launched.child.kill('SIGINT');
  expect(await launched.ended).toMatchObject({ code: 130, stdout: '', stderr: '' });
  await ships[0].idle();
});

test('--down-project takes all down when they have ended', async () => {
  const launched = await waiting(['--down-project', 'web'], [0, 1]);
  ships[1].engine.exit('shop-web-1', 5);
  expect(await launched.ended).toMatchObject({ code: 5, stdout: `${WEB} 5\n` });
  expect(ships.map(containersOf)).toEqual([[], []]);
});

test('a silent ship is named before the wait, and is exit status 3 where the rest went well', async () => {
  ships[1].engine.exit('shop-web-1', 0);
  ships[0].faults.refuseAuth = true;
  const { code, stdout, stderr } = await fleet.laptop(['wait', 'web']);
  expect({ code, stdout, stderr: stderr.replace(/(ship1: ).*/, '$1...') }).toEqual({
    code: 3,
    stdout: `${WEB} 0\n`,
    stderr: 'unreachable: ship ship1: ...\n',
  });
  expect(await fleet.laptop(['wait', 'db'])).toMatchObject({ code: 3, stdout: '' });
});

test('what was only made is not waited for', async () => {
  await fleet.laptop(['rm', '-sf', 'db']);
  await fleet.laptop(['create']);
  expect(await fleet.laptop(['wait', 'db'])).toMatchObject({
    code: 1,
    stdout: '',
    stderr: 'no container of db has been started\n  try: compowarm start db\n',
  });
});
