import { expect, it } from 'vitest';
import type { StatsRow } from '../../src/lib/fleet/index.ts';
import { statsJson, statsTable } from '../../src/lib/output/index.ts';

const ID = '6f1298fa8cd6fed13569f0a77191a18ea4de57442eb3c8bd97524860f4fdcfa2';
const USED: StatsRow = {
  ship: '192.168.1.83',
  id: ID,
  name: 'visits-client-1',
  service: 'client',
  usage: {
    CPUPerc: '0.01%',
    MemUsage: '25.55MiB / 23.54GiB',
    MemPerc: '0.11%',
    NetIO: '2.09kB / 976B',
    BlockIO: '0B / 0B',
    PIDs: '1',
  },
};
const { usage: _, ...LOST } = USED;
const ROWS: StatsRow[] = [USED, { ...LOST, ship: '192.168.1.84', name: 'visits-redis-1' }];

it.each([
  [
    undefined,
    [
      'SHIP           CONTAINER ID   NAME              CPU %   MEM USAGE / LIMIT     MEM %   NET I/O         BLOCK I/O   PIDS',
      '192.168.1.83   6f1298fa8cd6   visits-client-1   0.01%   25.55MiB / 23.54GiB   0.11%   2.09kB / 976B   0B / 0B     1',
      '192.168.1.84   6f1298fa8cd6   visits-redis-1    --      --                    --      --              --          --',
    ],
  ],
  [
    80,
    [
      'SHIP          NAME             CPU %  MEM USAGE  MEM %  NET I/O        BLOCK I/O',
      '192.168.1.83  visits-client-1  0.01%  25.55MiB   0.11%  2.09kB / 976B  0B / 0B',
      '192.168.1.84  visits-redis-1   --     --         --     --             --',
    ],
  ],
  [
    60,
    [
      'SHIP           NAME              CPU %   MEM USAGE   MEM %',
      '192.168.1.83   visits-client-1   0.01%   25.55MiB    0.11%',
      '192.168.1.84   visits-redis-1    --      --          --',
    ],
  ],
])('is a table, as wide as the terminal lets it be: %s', (width, lines) => {
  expect(statsTable(ROWS, { width }).split('\n')).toEqual(lines);
});

it('shows IDs in full, and cuts nothing, where that is wanted', () => {
  expect(statsTable(ROWS, { width: 20, whole: true })).toContain(` ${ID} `);
});

it('is an object for each container, in the words of docker, with the ship', () => {
  const [used, lost] = statsJson(ROWS, {})
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(used).toEqual({
    BlockIO: '0B / 0B',
    CPUPerc: '0.01%',
    Container: '6f1298fa8cd6',
    ID: '6f1298fa8cd6',
    MemPerc: '0.11%',
    MemUsage: '25.55MiB / 23.54GiB',
    Name: 'visits-client-1',
    NetIO: '2.09kB / 976B',
    PIDs: '1',
    Service: 'client',
    Ship: '192.168.1.83',
  });
  expect(lost).toMatchObject({ CPUPerc: '--', MemUsage: '--', PIDs: '--' });
  expect(JSON.parse(statsJson([USED], { whole: true }))).toMatchObject({ ID });
});
