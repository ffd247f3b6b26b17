import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PaperFleet, PaperShip } from '../paper/index.ts';
import { containersOf, laptopWith, timeless } from './laptop.ts';

const FILE = `name: visits
services:
  redis:
    image: redis
    volumes: [ "./data:/data", "cache:/cache" ]
    configs: [ app ]
configs: { app: { content: "a=1" } }
volumes: { cache: , spare: { external: true } }
x-ships: [ship1]
`;

let fleet: PaperFleet;
let ship: PaperShip;

beforeEach(async () => {
  fleet = await laptopWith(FILE, 1);
  [ship] = fleet.ships as [PaperShip];
  await mkdir(path.join(fleet.home, 'data'));
  await writeFile(path.join(fleet.home, 'data', 'seed'), 'one');
});
afterEach(() => fleet.down());

async function down(...argv: string[]) {
  const { stderr, code } = await fleet.laptop(['down', ...argv]);
  return { code, stderr: timeless(stderr) };
}

const WANTED = `ship ship1
  . stop visits-redis-1             the project goes down
  - remove visits-redis-1           the project goes down
  - remove network visits_default   the project goes down
  - remove volume visits_cache      --volumes
  - remove ./data                   --volumes
  - remove old content              no container mounts it

wants a yes: volume visits_cache on ship1 is removed, with what it holds
wants a yes: ./data on ship1 is removed, with what it holds

1 stop, 1 remove, 1 remove volume, 1 remove folder on 1 ship
nothing was done: say --yes to go on
`;

/** What a ship keeps of projects. */
async function kept(): Promise<string[]> {
  const all = await readdir(path.join(ship.home, '.local/state'), { recursive: true });
  return all.map((name) => name.replace(ship.engine.id, 'ENGINE')).sort();
}

test('down --volumes says what is lost; with a yes nothing of the project is left on its ship', async () => {
  expect(await fleet.laptop(['start'])).toMatchObject({ code: 0 });
  expect(await kept()).toContain('compowarm/ENGINE/visits.data/data/seed');
  expect(await down('--volumes')).toEqual({ code: 6, stderr: WANTED });
  expect(containersOf(ship)).toEqual(['visits-redis-1 running']);
  expect(await down('--volumes', '--rmi', 'all', '--timeout', '1', '--yes')).toMatchObject({ code: 0 });
  const { containers, volumes, images } = ship.engine;
  expect({ containers, volumes, images: images.map(({ tags }) => tags) }).toEqual({
    ...{ containers: [], volumes: [] },
    images: [['flask:latest']],
  });
  expect(await kept()).toEqual(['compowarm']);
});
