import { expect, it } from 'vitest';
import type { Machine, Observation } from '../../src/lib/docker/index.ts';
import { type ShipRow, shipsJson, shipsTable } from '../../src/lib/output/index.ts';
import { answered, container } from './given.ts';

const MACHINE: Machine = {
  containers: { running: 3, all: 5 },
  load: 0.4,
  memory: { total: 8 * 1024 ** 3, free: 2 * 1024 ** 3 },
  root: '/var/lib/docker',
  disk: { total: 80 * 1024 ** 3, free: 12.5 * 1024 ** 3 },
  inodes: { total: 1000, free: 10 },
  latency: 0.84,
  clock: -2512,
};

function row(name: string, machine: Machine, parts: Partial<ShipRow['ship']> = {}): ShipRow {
  const observed: Observation = {
    ...answered(name, [
      container({ service: 'web', number: 1 }),
      container({ service: 'web', number: 2, state: 'exited' }),
    ]),
    machine,
  };
  return { ship: { name, host: name, labels: {}, docker: ['docker'], ...parts }, observed };
}

const FULL = row('192.168.1.83', MACHINE);
const BARE = row('192.168.1.84', { latency: 103.4, clock: 20 });
const SILENT: ShipRow = {
  ship: { name: '192.168.1.85', host: '192.168.1.85', labels: {}, docker: ['docker'] },
  observed: { ship: '192.168.1.85', unreachable: 'no route', remedy: 'start it' },
};
const FLEET = [FULL, BARE, SILENT];

it.each([
  [
    undefined,
    [
      'SHIP           LATENCY       ENGINE   ARCH     CONTAINERS   LOAD   MEMORY      DISK FREE   CLOCK',
      '192.168.1.83   0.8ms         26.1.5   x86_64   1/2 of 5     0.40   6.0G/8.0G   13G/80G     -2.5s',
      '192.168.1.84   103ms         26.1.5   x86_64   1/2          -      -           -           0.0s',
      '192.168.1.85   unreachable   -        -        -            -      -           -           -',
    ],
  ],
  [
    80,
    [
      'SHIP          LATENCY      ENGINE  CONTAINERS  LOAD  MEMORY     DISK FREE  CLOCK',
      '192.168.1.83  0.8ms        26.1.5  1/2 of 5    0.40  6.0G/8.0G  13G/80G    -2.5s',
      '192.168.1.84  103ms        26.1.5  1/2         -     -          -          0.0s',
      '192.168.1.85  unreachable  -       -           -     -          -          -',
    ],
  ],
  [
    70,
    [
      'SHIP           LATENCY       UP    LOAD   MEMORY      DISK FREE',
      '192.168.1.83   0.8ms         1/2   0.40   6.0G/8.0G   13G/80G',
      '192.168.1.84   103ms         1/2   -      -           -',
      '192.168.1.85   unreachable   -     -      -           -',
    ],
  ],
])('is a table of ships, as wide as the terminal lets it be: %s', (width, lines) => {
  expect(shipsTable(FLEET, { width }).split('\n')).toEqual(lines);
});

it('names what is dialled, and the address that containers are given, where the ship has another name', () => {
  const rows = [row('db', {}, { host: 'db.example.com', user: 'deploy', port: 2222 })];
  expect(shipsTable(rows, {}).split('\n')).toEqual([
    'SHIP   HOST                              LATENCY   ENGINE   ARCH     CONTAINERS   LOAD   MEMORY   DISK FREE   CLOCK',
    'db     deploy@db.example.com:2222 (db)   -         26.1.5   x86_64   1/2          -      -        -           -',
  ]);
});

it('is an object for each ship, with null for what is not known', () => {
  const [full, , silent] = shipsJson(FLEET)
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(full).toEqual({
    Ship: '192.168.1.83',
    Host: '192.168.1.83',
    State: 'up',
    Address: '192.168.1.83',
    Engine: '26.1.5',
    Architecture: 'x86_64',
    CPUs: 2,
    Latency: 0.8,
    Clock: -2512,
    Running: 1,
    Containers: 2,
    EngineRunning: 3,
    EngineContainers: 5,
    Load: 0.4,
    Memory: 8_589_934_592,
    MemoryFree: 2_147_483_648,
    DockerRoot: '/var/lib/docker',
    Disk: 85_899_345_920,
    DiskFree: 13_421_772_800,
  });
  expect(silent).toEqual({
    Ship: '192.168.1.85',
    Host: '192.168.1.85',
    State: 'unreachable',
    Why: 'no route',
    Remedy: 'start it',
  });
  expect(JSON.parse(shipsJson([row('a', {})]))).toMatchObject({ Latency: null, Clock: null, Load: null, Disk: null });
});
