import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../src/lib/ships/index.ts';
import { type PaperFleet, type PaperShip, paperFleet } from '../paper/index.ts';
import { ship } from '../plan/helpers.ts';

const FILE = `name: visits
client:
  image: flask
  ports: ["5000:5000"]
  links: [redis]
  expose: ["5000"]
redis:
  image: redis
  expose: ["6379"]
  ports: ["6379:6379"]
ships:
  - ship1
  - ship2
`;

/** What one run of the program cost a ship; round trips are those after the connection stood. */
interface Cost {
  connections: number;
  execs: number;
  trips: number;
}

let fleet: PaperFleet;
let bare: number;

beforeAll(async () => {
  fleet = await paperFleet(2, { faults: { rttMs: 60 } });
  await writeFile(path.join(fleet.home, 'docker.yml'), FILE);
  const [one, other] = fleet.ships as [PaperShip, PaperShip];
  for (const { engine } of fleet.ships) {
    engine.offer('flask');
    engine.offer('redis');
  }
  // the client's ship is heard before redis runs: what it is told next counts as one trip more
  const prepared = new Promise<void>((resolve) => {
    one.engine.intercept = ({ argv }) => void (argv[0] === 'network' && argv[1] === 'create' && resolve());
  });
  other.engine.intercept = async ({ argv }) => void (argv[0] === 'run' && (await prepared));
  bare = await bareConnection(one);
});
afterAll(() => fleet.down());

/** The round trips of a connection over which nothing is done, its end included. */
async function bareConnection({ counts }: PaperShip): Promise<number> {
  const { sshConfig, home, env } = fleet;
  const session = await connect(ship('ship1'), { sshConfig, acceptNewHostKeys: false, home, env, warn: () => {} });
  session.close();
  await session.closed;
  return counts.roundTrips;
}

async function costsOf(argv: string[]): Promise<Cost[]> {
  const before = fleet.ships.map(({ counts }) => ({ ...counts }));
  expect(await fleet.laptop(argv)).toMatchObject({ code: 0 });
  return fleet.ships.map(({ counts }, index) => {
    const { connections = 0, execs = 0, roundTrips = 0 } = before[index] ?? {};
    return {
      connections: counts.connections - connections,
      execs: counts.execs - execs,
      trips: counts.roundTrips - roundTrips - bare,
    };
  });
}

/** To open the exec, and to look. */
const LOOK = 2;
/** The end of input, when all has ended: the shell takes away what it made. */
const FAREWELL = 1;

const cost = (trips: number): Cost => ({ connections: 1, execs: 1, trips });

test.each<[string, string[], number, number]>([
  ['ps', ['ps'], LOOK, LOOK],
  [
    // on the client's ship: the intent with all that waits for nobody, the client, the glance, the outcome; redis needs
    // nobody, and goes along with the intent
    'a cold start',
    ['start'],
    LOOK + 4 + FAREWELL,
    LOOK + 3 + FAREWELL,
  ],
  ['a start that changes nothing', ['start'], LOOK, LOOK],
  ['plan', ['plan'], LOOK, LOOK],
  ['top', ['top'], LOOK, LOOK],
  ['port', ['port', 'redis', '6379'], LOOK, LOOK],
  ['ls', ['ls'], LOOK, LOOK],
  ['volumes', ['volumes'], LOOK, LOOK],
  ['images', ['images'], LOOK, LOOK],
  ['version', ['version'], LOOK, LOOK],
  // one message with the one stop that each ship has; a stop is not recorded
  ['stop', ['stop'], LOOK + 1 + FAREWELL, LOOK + 1 + FAREWELL],
  ['a stop that changes nothing', ['stop'], LOOK, LOOK],
  // what goes, in one message, and the record
  ['down', ['down'], LOOK + 2 + FAREWELL, LOOK + 2 + FAREWELL],
])('%s is one connection and one exec a ship, and so many round trips', async (_, argv, onFirst, onSecond) => {
  expect(await costsOf(argv)).toEqual([cost(onFirst), cost(onSecond)]);
});
