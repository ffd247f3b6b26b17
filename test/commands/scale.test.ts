import { afterEach, expect, test } from 'vitest';
import type { PaperFleet } from '../paper/index.ts';
import { containersOf, laptopWith } from './laptop.ts';

const FILE = `name: visits
redis:
  image: redis
  ports: ["6379:6379"]
client:
  image: flask
  ports: ["5000"]
  links: [redis]
ships: [ship1, ship2]
`;

let fleet: PaperFleet;

afterEach(() => fleet.down());

const onShips = () => fleet.ships.map((ship) => containersOf(ship).toSorted());

test('scale gives the services named more and fewer replicas, and what they need; start has the number of the file', async () => {
  fleet = await laptopWith(FILE);
  const { laptop } = fleet;
  expect((await laptop(['scale', 'client=3'])).code).toBe(0);
  expect(onShips()).toEqual([
    ['visits-client-2 running', 'visits-redis-1 running'],
    ['visits-client-1 running', 'visits-client-3 running'],
  ]);
  expect((await laptop(['scale', 'client=2'])).code).toBe(0);
  expect(onShips()).toEqual([['visits-client-2 running', 'visits-redis-1 running'], ['visits-client-1 running']]);
  expect((await laptop(['start'])).code).toBe(0);
  expect(onShips()).toEqual([['visits-redis-1 running'], ['visits-client-1 running']]);
  const { stdout } = await laptop(['history', '--format', 'json']);
  const told = stdout.trimEnd().split('\n');
  expect(told.map((line) => JSON.parse(line).Verb)).toEqual(['start', 'scale client=2', 'scale client=3']);
});

test('scale --no-deps starts nothing but the services named', async () => {
  fleet = await laptopWith(FILE);
  expect((await fleet.laptop(['scale', 'client=1', '--no-deps'])).code).toBe(0);
  expect(onShips()).toEqual([[], ['visits-client-1 running']]);
});

test.each([
  ['no number', ['scale'], 'scale wants a NUMBER\n'],
  ['a service without a number', ['scale', 'client'], '"client" is not SERVICE=NUMBER\n  try: write it as in web=3\n'],
  ['a number that is none', ['scale', 'client=x'], '"client=x" is not SERVICE=NUMBER\n  try: write it as in web=3\n'],
  ['a service that the file has not', ['scale', 'x=2'], 'the file has no service x\n  try: it has: redis, client\n'],
])('scale with %s is refused before any connection', async (_, argv, error) => {
  fleet = await laptopWith(FILE);
  const { code, stderr } = await fleet.laptop(argv);
  expect([code, stderr.slice(0, error.length)]).toEqual([2, error]);
  expect(fleet.ships.map(({ counts }) => counts.connections)).toEqual([0, 0]);
});
