import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PaperFleet, PaperShip } from '../paper/index.ts';
import { containersOf, laptopWith, timeless } from './laptop.ts';

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
    depends_on: { db: { condition: service_started, restart: true } }
x-ships: [ship1, ship2]
`;

let fleet: PaperFleet;
let ships: [PaperShip, PaperShip];

beforeAll(async () => {
  fleet = await laptopWith(FILE);
  ships = fleet.ships as typeof ships;
  await fleet.laptop(['start']);
});
afterAll(() => fleet.down());

/** The exit status, what was said, the ships being heard as they come, and what changed a container meanwhile. */
async function typed(line: string) {
  for (const { engine } of ships) engine.calls.length = 0;
  const { code, stdout, stderr } = await fleet.laptop(line.split(' '));
  const calls = ships.flatMap(({ name, engine }) => engine.calls.map((call) => `${name}: ${call.join(' ')}`));
  const changing = calls.filter((call) => /: (restart|stop|kill|pause|unpause|rm|start|run) /.test(call));
  return { code, stdout, stderr: timeless(stderr).trimEnd().split('\n'), calls: changing };
}

const states = () => ships.flatMap(containersOf);

test('restart takes with it what says so on another ship, in order', async () => {
  expect(await typed('restart -t 3 db')).toEqual({
    code: 0,
    stdout: '',
    stderr: ['ship1  db-1   restarted (Ns)', 'ship2  web-1  restarted (Ns)', '2 restarted on 2 ships in Ns'],
    calls: ['ship1: restart -t 3 shop-db-1', 'ship2: restart -t 3 shop-web-1'],
  });
  expect((await typed('restart --no-deps db')).calls).toEqual(['ship1: restart shop-db-1']);
});

test('--dry-run prints the docker commands and does nothing', async () => {
  expect(await typed('restart --dry-run -t 3')).toEqual({
    code: 0,
    stdout: `# ship ship1
# db-1
docker restart -t 3 shop-db-1

# ship ship2
# web-1
#   after db-1 on ship1
docker restart -t 3 shop-web-1
`,
    stderr: [''],
    calls: [],
  });
});

test('pause holds what runs, unpause lets it go on, and said twice they do nothing', async () => {
  expect(await typed('pause web')).toEqual({
    code: 0,
    stdout: '',
    stderr: ['ship2  web-1  paused (Ns)', '1 paused on 1 ship in Ns'],
    calls: ['ship2: pause shop-web-1'],
  });
  expect(await typed('pause web')).toEqual({ code: 0, stdout: '', stderr: ['nothing to do'], calls: [] });
  expect(await typed('unpause')).toEqual({
    code: 0,
    stdout: '',
    stderr: ['ship2  web-1  unpaused (Ns)', '1 unpaused on 1 ship in Ns'],
    calls: ['ship2: unpause shop-web-1'],
  });
});

test('kill sends a signal, and ends what runs', async () => {
  expect((await typed('kill -s HUP')).calls).toEqual(['ship1: kill -s HUP shop-db-1', 'ship2: kill -s HUP shop-web-1']);
  expect(await typed('kill --ship ship2')).toEqual({
    code: 0,
    stdout: '',
    stderr: ['ship2  web-1  killed (Ns)', '1 killed on 1 ship in Ns'],
    calls: ['ship2: kill shop-web-1'],
  });
  expect(states()).toEqual(['shop-db-1 running', 'shop-web-1 exited']);
});

test('rm wants a yes for what does not run, and the next start makes it again where it was', async () => {
  const wanted = {
    stdout: '',
    stderr: [
      'ship ship2',
      '  - remove shop-web-1   it is exited',
      '',
      'wants a yes: shop-web-1 is removed from ship2',
      '',
      '1 remove on 2 ships',
    ],
  };
  const undone = { code: 6, stdout: '', stderr: [...wanted.stderr, 'nothing was done: say --yes to go on'], calls: [] };
  expect(await typed('rm')).toEqual(undone);
  expect(await typed('rm -f')).toEqual({
    code: 0,
    stdout: '',
    stderr: [...wanted.stderr, '', 'ship2  shop-web-1  removed (Ns)', '1 removed on 1 ship in Ns'],
    calls: ['ship2: rm shop-web-1'],
  });
  expect(states()).toEqual(['shop-db-1 running']);
  expect((await typed('start')).calls).toEqual([expect.stringMatching(/^ship2: run -d --name shop-web-1 /)]);
});

test('rm --stop stops first, dependents first', async () => {
  const { code, calls } = await typed('rm --stop --force');
  expect({ code, calls }).toEqual({
    code: 0,
    calls: ['ship1: stop shop-db-1', 'ship1: rm shop-db-1', 'ship2: stop shop-web-1', 'ship2: rm shop-web-1'],
  });
  expect(await typed('rm -f')).toEqual({ code: 0, stdout: '', stderr: ['nothing to do'], calls: [] });
});

test('rm -f with a file says where the file goes', async () => {
  expect(await typed('rm -f docker.yml')).toEqual({
    code: 2,
    stdout: '',
    stderr: [
      'docker.yml is no service',
      '  why: behind rm, -f means --force',
      '  try: name the file in front of the verb: compowarm -f docker.yml rm',
    ],
    calls: [],
  });
});

test('a silent ship is named', async () => {
  await fleet.laptop(['start']);
  ships[1].faults.refuseAuth = true;
  const { code, stderr, calls } = await typed('kill');
  expect({ code, said: stderr.map((line) => line.slice(0, 24)), calls }).toEqual({
    code: 3,
    said: ['ship1  db-1  killed (Ns)', '1 killed on 1 ship in Ns', 'unreachable: ship ship2:'],
    calls: ['ship1: kill shop-db-1'],
  });
});
