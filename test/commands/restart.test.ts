import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PaperFleet, PaperShip } from '../paper/index.ts';
import { laptopWith, timeless } from './laptop.ts';

const FILE = `services:
  web:
    image: flask
    networks: [front]
    ships: [ship2]
    depends_on: { db: { condition: service_started, restart: true } }
  db:
    image: store
    pull_policy: always
    networks: [back]
    ships: [ship1]
networks: { front: , back: }
x-ships: [ship1, ship2]
`;

let fleet: PaperFleet;
let ships: [PaperShip, PaperShip];

beforeEach(async () => {
  fleet = await laptopWith(FILE);
  ships = fleet.ships as typeof ships;
  ships[0].engine.offer('store');
});
afterEach(() => fleet.down());

/** The closing line, and whether the web server was stopped on the way. */
async function start() {
  const stops: string[] = [];
  ships[1].engine.intercept = ({ argv }) => void (argv[0] === 'stop' && stops.push(argv.join(' ')));
  const { code, stderr } = await fleet.laptop(['start']);
  return { code, last: timeless(stderr).split('\n').at(-2), stops };
}

test('what depends on a container with restart: true is restarted when its image has come anew, on another ship too', async () => {
  expect(await start()).toMatchObject({ code: 0, stops: [] });
  expect(await start()).toEqual({ code: 0, last: '1 refreshed on 1 ship in Ns', stops: [] });
  ships[0].engine.offer('store', { logs: ['another'] });
  const again = await start();
  expect(again).toEqual({
    code: 0,
    last: '1 refreshed, 1 started, 1 stopped on 2 ships in Ns',
    stops: [expect.stringMatching(/^stop .*-web-1$/)],
  });
});
