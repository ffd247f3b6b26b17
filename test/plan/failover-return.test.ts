import { describe, expect, test } from 'vitest';
import type { Observed } from '../../src/lib/docker/index.ts';
import { planDown, type StartOptions } from '../../src/lib/plan/index.ts';
import {
  bonded,
  bondedOn2,
  db,
  failed,
  failover,
  holding,
  lost,
  returned,
  some,
  stored,
  third,
  three,
  wide,
} from './failing.ts';
import { type ProjectParts, problem, project } from './helpers.ts';
import { lines, shown } from './lines.ts';
import { but, empty, flagship, start, up, webs, without } from './starting.ts';
import { applied, recordOn, seen, shipWith, withRecord } from './world.ts';

/** The fleet with all containers of s2 stopped. */
const stopped = (fleet: Observed[]) =>
  shipWith(fleet, 's2', { containers: seen(fleet, 's2').containers.map((one) => ({ ...one, state: 'exited' })) });

/** A row: what it is about, what was seen, the file and options of the next start, and all that is shown of its plan. */
type Return = [
  what: string,
  fleet: Observed[],
  parts: ProjectParts,
  options: Partial<StartOptions>,
  plan: Record<string, string[]>,
];

describe('when the ship is back', () => {
  test.each<Return>([
    [
      'what it still runs is stopped and removed, though it is equal',
      returned(some, up(some)),
      some,
      {},
      {
        steps: [
          '1 s1: record 3 intent begun',
          '2 s2: record 3 intent begun',
          '3 s3: record 3 intent begun',
          '4 s2: stop demo-web-2 after 2 (failover put web-2 on s1)',
          '5 s2: remove container demo-web-2 after 4 (failover put web-2 on s1)',
          '6 s1: record 3 outcome done',
          '7 s2: record 3 outcome done',
          '8 s3: record 3 outcome done',
        ],
        unchanged: ['web-1', 'web-2', 'web-3'],
      },
    ],
    [
      'before anything else is done',
      returned(some, up(some)),
      wide(but(webs(4), { web: { image: 'web:2' } })),
      {},
      {
        steps: [
          '1 s1: record 3 intent begun',
          '2 s2: record 3 intent begun',
          '3 s3: record 3 intent begun',
          '4 s2: stop demo-web-2 after 2 (failover put web-2 on s1)',
          '5 s2: remove container demo-web-2 after 4 (failover put web-2 on s1)',
          '6 s1: pull image web:2 after 1,4 (web-1 needs it)',
          '7 s3: pull image web:2 after 3,4 (web-3 needs it)',
          '8 s2: pull image web:2 after 2,4 (web-4 needs it)',
          '9 s1: replace web-1 after 1,4,6 (it differs in image); image: web:1 -> web:2',
          '10 s1: replace web-2 after 1,4,6 (it differs in image); image: web:1 -> web:2',
          '11 s3: replace web-3 after 3,4,7 (it differs in image); image: web:1 -> web:2',
          '12 s2: create web-4 after 2,4,8 (fewest of this service)',
          '13 s1: record 3 outcome done',
          '14 s2: record 3 outcome done',
          '15 s3: record 3 outcome done',
        ],
      },
    ],
    [
      'whatever services are to start',
      returned(wide(flagship), up(wide(flagship))),
      wide(flagship),
      { services: ['client'], alone: true },
      {
        steps: [
          '1 s1: record 3 intent begun',
          '2 s2: record 3 intent begun',
          '3 s3: record 3 intent begun',
          '4 s2: stop demo-redis-1 after 2 (failover put redis-1 on s3)',
          '5 s2: remove container demo-redis-1 after 4 (failover put redis-1 on s3)',
          '6 s1: record 3 outcome done',
          '7 s2: record 3 outcome done',
          '8 s3: record 3 outcome done',
        ],
        unchanged: ['client-1'],
      },
    ],
    [
      'also what nobody wants any more',
      returned(some, up(some)),
      wide(webs(1)),
      {},
      {
        steps: [
          '1 s1: record 3 intent begun',
          '2 s2: record 3 intent begun',
          '3 s3: record 3 intent begun',
          '4 s2: stop demo-web-2 after 2 (failover put web-2 on s1)',
          '5 s2: remove container demo-web-2 after 4 (failover put web-2 on s1)',
          '6 s1: stop demo-web-2 after 1,4 (the file wants fewer)',
          '7 s1: remove container demo-web-2 after 6 (the file wants fewer)',
          '8 s3: stop demo-web-3 after 3,4 (the file wants fewer)',
          '9 s3: remove container demo-web-3 after 8 (the file wants fewer)',
          '10 s1: record 3 outcome done',
          '11 s2: record 3 outcome done',
          '12 s3: record 3 outcome done',
        ],
        unchanged: ['web-1'],
      },
    ],
    [
      'what has stopped is only removed',
      stopped(returned(some, up(some))),
      some,
      {},
      {
        steps: [
          '1 s1: record 3 intent begun',
          '2 s2: record 3 intent begun',
          '3 s3: record 3 intent begun',
          '4 s2: remove container demo-web-2 after 2 (failover put web-2 on s1)',
          '5 s1: record 3 outcome done',
          '6 s2: record 3 outcome done',
          '7 s3: record 3 outcome done',
        ],
        unchanged: ['web-1', 'web-2', 'web-3'],
      },
    ],
    [
      'data that was given up is named, and not touched',
      returned(stored, up(stored), 'db'),
      stored,
      {},
      {
        steps: [
          '1 s1: record 3 intent begun',
          '2 s2: record 3 intent begun',
          '3 s3: record 3 intent begun',
          '4 s2: stop demo-db-1 after 2 (failover put db-1 on s3)',
          '5 s2: remove container demo-db-1 after 4 (failover put db-1 on s3)',
          '6 s1: record 3 outcome done',
          '7 s2: record 3 outcome done',
          '8 s3: record 3 outcome done',
        ],
        unchanged: ['web-1', 'db-1'],
        warnings: [
          'volume demo_data on s2 was given up with the ship: nothing uses it or removes it; save what you want of it, then there: docker volume rm demo_data',
        ],
      },
    ],
    [
      'so are volumes that docker named',
      returned(wide(webs(2)), holding(wide(webs(2)), 'web-2'), 'web'),
      wide(webs(2)),
      {},
      {
        steps: [
          '1 s1: record 3 intent begun',
          '2 s2: record 3 intent begun',
          '3 s3: record 3 intent begun',
          '4 s2: stop demo-web-2 after 2 (failover put web-2 on s3)',
          '5 s2: remove container demo-web-2 after 4 (failover put web-2 on s3)',
          '6 s1: record 3 outcome done',
          '7 s2: record 3 outcome done',
          '8 s3: record 3 outcome done',
        ],
        unchanged: ['web-1', 'web-2'],
        warnings: [
          'demo-web-2 goes from s2, and what it held stays there: the volume of /data (docker volume rm ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff removes it)',
        ],
      },
    ],
    ['what stayed with it goes on', returned(bonded, bondedOn2), bonded, {}, { unchanged: ['web-1', 'db-1'] }],
  ])('%s', (_, fleet, parts, options, plan) => {
    const fenced = start(parts, fleet, { ...third, ...options });
    expect(shown(fenced)).toEqual(plan);
    const after = applied(fleet, fenced);
    expect(lines(start(parts, after, options))).toEqual([]);
  });

  const fenced = applied(returned(stored, up(stored), 'db'), start(stored, returned(stored, up(stored), 'db'), third));

  test('the record tells for good that it was left, and of data that is there', () => {
    expect(recordOn(failed(some, up(some)), 's1').left).toEqual({
      s2: { generation: 2, replicas: ['web-2'], volumes: [] },
    });
    expect(recordOn(failed(stored, up(stored), 'db'), 's1').left).toEqual({
      s2: { generation: 2, replicas: ['db-1'], volumes: ['demo_data'] },
    });
    expect(recordOn(fenced, 's2').left).toEqual({ s2: { generation: 2, replicas: [], volumes: ['demo_data'] } });
    const cleaned = applied(fenced, start(but(stored, { web: { image: 'web:2' } }), fenced, third));
    expect(recordOn(cleaned, 's2').left).toEqual({ s2: { generation: 2, replicas: [], volumes: ['demo_data'] } });
  });

  test('data that was given up is taken up again only where the file names the ship', () => {
    const two = but(stored, { db: { ...db, deploy: { replicas: 2 }, ships: undefined as never } });
    const placed = (parts: ProjectParts, fleet: Observed[]) =>
      start(parts, fleet, third).places.map(({ replica, ship }) => `${replica} ${ship}`);
    expect(placed(two, fenced)).toEqual(['web-1 s1', 'db-1 s3', 'db-2 s1']);
    const named = but(stored, { db: { ...db, ships: ['s2'] } });
    const freed = shipWith(fenced, 's3', { containers: [], volumes: [] });
    expect(placed(named, freed)).toEqual(['web-1 s1', 'db-1 s2']);
    const again = applied(freed, start(named, freed, third));
    expect(recordOn(again, 's2').left).toEqual({ s2: { generation: 2, replicas: [], volumes: [] } });
    expect(shown(start(named, again, third))).toEqual({ unchanged: ['web-1', 'db-1'] });
  });
});

test('a ship that is left is not asked about in vain: down keeps the record until it is back', () => {
  const down = (fleet: Observed[]) =>
    planDown(project(some), fleet, { ...third, services: [], removeOrphans: false } as never);
  const silentDown = down(failed(some, up(some)));
  expect(lines(silentDown).at(-1)).toBe('10 s3: record 3 outcome done');
  expect(silentDown.unknown).toEqual([{ replica: 'web-2', ship: 's2', why: 'connection refused' }]);
  expect(lines(down(returned(some, up(some)))).at(-1)).toBe('14 s3: record none');
});

describe('two laptops, one of which did not know of the failover', () => {
  const apart = (generation: number) => {
    const fleet = returned(some, up(some));
    return withRecord(fleet, 's2', { ...recordOn(fleet, 's2'), generation, deploy: 'apart' });
  };

  test.each([2, 3, 7])('a record of generation %i on the ship is not chosen', (generation) => {
    expect(problem(() => start(some, apart(generation), third))).toEqual({
      what: expect.stringMatching(/^ships s\d, s\d(, s\d)? hold records of deploys that did not know of each other$/),
      why: 'each saw only a part of the fleet',
      remedy:
        'look at both with ps, decide which is right, and remove the other file there: ~/.local/state/compowarm/*/PROJECT.json',
      exit: 1,
    });
  });
});

describe('a failover is refused', () => {
  test.each<[string, ProjectParts, Observed[], object]>([
    [
      'of a ship that answers',
      some,
      up(some),
      {
        what: 'it answers, so nothing has to be left with it',
        where: { ship: 's2' },
        remedy: 'move off it what may move: compowarm drain s2',
        exit: 1,
      },
    ],
    [
      'of a ship that nobody names',
      without(some, 's2'),
      up({ ...some, ships: ['s1', 's3'] }),
      {
        what: 'neither the file nor the last deploy names it',
        where: { ship: 's2' },
        remedy: 'name one of s1 and s3',
        exit: 2,
      },
    ],
    [
      'where no ship that answers has a record',
      some,
      lost(empty(three)),
      {
        what: 'no ship that answers knows what it holds',
        where: { ship: 's2' },
        remedy: 'bring a ship back that does; start puts on the others what was never deployed',
        exit: 3,
      },
    ],
  ])('%s', (_, parts, fleet, error) => {
    expect(problem(() => failover(parts, fleet))).toEqual(error);
  });
});
