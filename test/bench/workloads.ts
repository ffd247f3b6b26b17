import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** A container of a workload, for those who start it by hand. */
export interface Job {
  name: string;
  /** Counted from 1. */
  ship: number;
  /** What stands between `docker run -d --name NAME --network NETWORK` and the end of the line. */
  words: string;
}

/** An app to start: as a Compose file, and as levels of containers, each of which needs the level before it. */
export interface Workload {
  name: string;
  about: string;
  ships: number;
  /** The file, given the address of each ship. */
  file(addresses: readonly string[]): string;
  levels(addresses: readonly string[]): Job[][];
}

const flagship = readFileSync(resolve(import.meta.dirname, '../../fixtures/visits/docker.yml'), 'utf8');

const W2: Workload = {
  name: 'W2',
  about: 'redis, then its client on a second ship',
  ships: 2,
  file: ([first, second]) => flagship.replace('192.168.1.83', `${first}`).replace('192.168.1.84', `${second}`),
  levels: ([, second]) => [
    [{ name: 'redis', ship: 2, words: '-p 6379:6379 redis' }],
    [{ name: 'client', ship: 1, words: `-p 5000:5000 -e redis_ip=${second} flask` }],
  ],
};

// Each level one ship further than the one before, so that every link crosses ships.
const cells = ['db', 'api', 'web'].map((tier, level, tiers) =>
  [1, 2, 3, 4].map((number) => ({
    name: `${tier}${number}`,
    port: 7000 + 100 * level + number,
    ship: ((number + level) % 3) + 1,
    peer: level > 0 ? { name: `${tiers[level - 1]}${number}`, ship: ((number + level - 1) % 3) + 1 } : undefined,
  })),
);

const W12: Workload = {
  name: 'W12',
  about: '12 services on 3 ships, 3 levels of links',
  ships: 3,
  file: (addresses) =>
    [
      ...cells
        .flat()
        .flatMap(({ name, port, ship, peer }) => [
          `${name}:`,
          '  image: redis',
          `  ports: ["${port}:${port}"]`,
          `  ships: ["${addresses[ship - 1]}"]`,
          ...(peer ? [`  links: [${peer.name}]`] : []),
        ]),
      'ships:',
      ...addresses.map((address) => `  - ${address}`),
      '',
    ].join('\n'),
  levels: (addresses) =>
    cells.map((level) =>
      level.map(({ name, port, ship, peer }) => {
        const link = peer ? `-e ${peer.name}_ip=${addresses[peer.ship - 1]} ` : '';
        return { name, ship, words: `-p ${port}:${port} ${link}redis` };
      }),
    ),
};

/** What is timed. */
export const WORKLOADS: readonly Workload[] = [W2, W12];
