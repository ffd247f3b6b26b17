import { describe, expect, test } from 'vitest';
import type { DeployRecord, Observed } from '../../src/lib/docker/index.ts';
import { planDown, planFailover, type StartOptions } from '../../src/lib/plan/index.ts';
import { mountedVolume, type ProjectParts, port, problem, project, silent } from './helpers.ts';
import { lines, shown } from './lines.ts';
import { but, empty, flagship, second, start, up, webs, without } from './starting.ts';
import { applied, recordOn, seen, shipWith, tweaked, withRecord } from './world.ts';

const three = ['s1', 's2', 's3'];
const wide = (parts: ProjectParts): ProjectParts => ({ ...parts, ships: three });
const on = (ship: string) => ({ ships: [ship] });
const all = { run: true, services: [], removeOrphans: false };
const third = { deploy: 'third', who: 'you@desk', when: '2024-05-03T10:00:00Z' };

function failover(parts: ProjectParts, fleet: readonly Observed[], ...withoutData: string[]) {
  return planFailover(project(parts), fleet, { ...all, ...second, failed: { ship: 's2', withoutData } });
}

/** The fleet with s2 gone silent. */
const lost = (fleet: readonly Observed[]) => fleet.map((one) => (one.ship === 's2' ? silent('s2') : one));

/** The fleet after the failover, while s2 is still silent. */
const failed = (parts: ProjectParts, fleet: readonly Observed[], ...withoutData: string[]) =>
  applied(lost(fleet), failover(parts, lost(fleet), ...withoutData));

/** The fleet after the failover, with s2 back as it was when it fell silent. */
const returned = (parts: ProjectParts, fleet: readonly Observed[], ...withoutData: string[]): Observed[] =>
  failed(parts, fleet, ...withoutData).map((one) => (one.ship === 's2' ? seen(fleet, 's2') : one));

/** A row: what it is about, the file, what was seen before s2 fell silent, and all that is shown of the failover. */
type Row = [
  what: string,
  parts: ProjectParts,
  fleet: Observed[],
  withoutData: string[],
  plan: Record<string, string[]>,
];

/** What a failover leaves is left alone by the next start while s2 is silent. */
function fails(_: string, parts: ProjectParts, fleet: Observed[], services: string[], plan: Record<string, string[]>) {
  const left = failover(parts, lost(fleet), ...services);
  expect(shown(left)).toEqual(plan);
  expect(start(parts, applied(lost(fleet), left)).steps).toEqual([]);
}

const some = wide(webs(3));
const ported = wide(but(webs(3), { web: { ports: [port(80, 80)] } }));
const global = wide(but(webs(1), { web: { deploy: { mode: 'global' } } }));
const bound = wide(but(webs(1), { web: on('s2') }));
const mounting = (mount: { type: 'volume' | 'bind'; source?: string; read_only?: boolean }) =>
  wide(but(webs(2), { web: { volumes: [{ target: '/srv', ...mount }] } }));
const db = {
  image: 'db',
  ports: [port(5432, 5432)],
  volumes: [{ type: 'volume' as const, source: 'data', target: '/data' }],
};
const stored: ProjectParts = {
  services: { web: { image: 'web:1', ports: [port(80, 80)], links: ['db'] }, db: { ...db, ships: ['s2', 's3'] } },
  volumes: { data: {} },
  ships: three,
};
const bonded: ProjectParts = {
  services: { web: { image: 'web:1' }, db: { ...db, ports: [] } },
  volumes: { data: {} },
  ships: three,
};
const bondedOn2 = up(but(bonded, { web: on('s2'), db: on('s2') }));

/** The same fleet, where the record knows of volumes that docker named. */
function holding(parts: ProjectParts, replica: string): Observed[] {
  const fleet = up(parts);
  const record: DeployRecord = {
    ...recordOn(fleet, 's1'),
    images: { [replica]: { id: 'sha256:web', volumes: ['/data'] } },
  };
  const known = three.reduce((now, ship) => withRecord(now, ship, record), fleet);
  return tweaked(known, `demo-${replica}`, { mounts: [mountedVolume('/data')] });
}

describe('what may go on elsewhere is placed anew, and wants a yes', () => {
  test.each<Row>([
    [
      'one of several replicas keeps its number',
      some,
      up(some),
      [],
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s3: record 2 intent begun',
          '3 s1: create web-2 after 1 (first in the file; leaves s2)',
          '4 s1: record 2 outcome done',
          '5 s3: record 2 outcome done',
        ],
        unchanged: ['web-1', 'web-3'],
        risky: ['web-2 is placed anew on s1: whether it still runs on s2 is not known'],
      },
    ],
    [
      'whoever is told of its address is told anew',
      wide(flagship),
      up(wide(flagship)),
      [],
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s3: record 2 intent begun',
          '3 s3: network demo_default after 2 (redis-1 needs it)',
          '4 s3: pull image redis after 2 (redis-1 needs it)',
          '5 s3: create redis-1 after 2,3,4 (fewest of this project; leaves s2)',
          "6 s1: replace client-1 after 1,5 (redis-1 moves to s3, so client's redis_ip changes); redis_ip: 10.0.0.2 -> 10.0.0.3; extra_hosts.redis: 10.0.0.2 -> 10.0.0.3",
          '7 s1: record 2 outcome done',
          '8 s3: record 2 outcome done',
        ],
        risky: ['redis-1 is placed anew on s3: whether it still runs on s2 is not known'],
      },
    ],
    [
      'it takes nothing from those that stay',
      ported,
      up(ported),
      [],
      {
        unchanged: ['web-1', 'web-3'],
        unknown: ['web-2 s2: waits for s2, which does not answer: port 80 is taken on s1 by web-1'],
      },
    ],
    ['nothing is there', wide(webs(1)), up(wide(webs(1))), [], { unchanged: ['web-1'] }],
  ])('%s', fails);
});

describe('what holds data stays, and is named', () => {
  test.each<Row>([
    [
      'a volume of the file',
      stored,
      up(stored),
      [],
      {
        unchanged: ['web-1'],
        unknown: [
          'db-1 s2: waits for s2, which does not answer: the data of db-1 (volume demo_data) is there (--without-data db gives it up)',
        ],
      },
    ],
    [
      'and what can talk to it only there',
      bonded,
      bondedOn2,
      [],
      {
        unknown: [
          'web-1 s2: waits for s2, which does not answer: the data of db-1 (volume demo_data) is there, and web and db publish no port (--without-data db gives it up)',
          'db-1 s2: waits for s2, which does not answer: the data of db-1 (volume demo_data) is there, and web and db publish no port (--without-data db gives it up)',
        ],
      },
    ],
    [
      'a volume that the image wants',
      wide(webs(2)),
      holding(wide(webs(2)), 'web-2'),
      [],
      {
        unchanged: ['web-1'],
        unknown: [
          'web-2 s2: waits for s2, which does not answer: the data of web-2 (an anonymous volume at /data) is there (--without-data web gives it up)',
        ],
      },
    ],
    [
      'a volume without a name',
      mounting({ type: 'volume' }),
      up(mounting({ type: 'volume' })),
      [],
      {
        unchanged: ['web-1'],
        unknown: [
          'web-2 s2: waits for s2, which does not answer: the data of web-2 (an anonymous volume at /srv) is there (--without-data web gives it up)',
        ],
      },
    ],
    [
      'a folder',
      mounting({ type: 'bind', source: '/srv' }),
      up(mounting({ type: 'bind', source: '/srv' })),
      [],
      {
        unchanged: ['web-1'],
        unknown: [
          'web-2 s2: waits for s2, which does not answer: the data of web-2 (/srv) is there (--without-data web gives it up)',
        ],
      },
    ],
    [
      'but not one that it reads',
      mounting({ type: 'bind', source: '/srv', read_only: true }),
      up(mounting({ type: 'bind', source: '/srv', read_only: true })),
      [],
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s3: record 2 intent begun',
          '3 s3: network demo_default after 2 (web-2 needs it)',
          '4 s3: pull image web:1 after 2 (web-2 needs it)',
          '5 s3: create web-2 after 2,3,4 (fewest of this service; leaves s2)',
          '6 s1: record 2 outcome done',
          '7 s3: record 2 outcome done',
        ],
        unchanged: ['web-1'],
        risky: ['web-2 is placed anew on s3: whether it still runs on s2 is not known'],
      },
    ],
    [
      'and what may be nowhere else',
      bound,
      up(bound),
      [],
      { unknown: ['web-1 s2: waits for s2, which does not answer: web may use only s2'] },
    ],
    [
      'and one of every ship',
      global,
      up(global),
      [],
      {
        unchanged: ['web-1', 'web-3'],
        unknown: ['web-2 s2: waits for s2, which does not answer: web-2 is the one for s2'],
      },
    ],
  ])('%s', fails);
});

describe('a person may go on without the data', () => {
  test.each<Row>([
    [
      'of a volume',
      stored,
      up(stored),
      ['db'],
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s3: record 2 intent begun',
          '3 s3: network demo_default after 2 (db-1 needs it)',
          '4 s3: volume demo_data after 2 (db-1 needs it)',
          '5 s3: pull image db after 2 (db-1 needs it)',
          '6 s3: create db-1 after 2,3,4,5 (s2 does not answer; leaves s2)',
          "7 s1: replace web-1 after 1,6 (db-1 moves to s3, so web's db_ip changes); db_ip: 10.0.0.2 -> 10.0.0.3; extra_hosts.db: 10.0.0.2 -> 10.0.0.3",
          '8 s1: record 2 outcome done',
          '9 s3: record 2 outcome done',
        ],
        risky: [
          'db-1 is placed anew on s3, without the data that it has there: whether it still runs on s2 is not known',
        ],
        warnings: ['db-1 has an empty volume demo_data on s3: the one on s2 stays there'],
      },
    ],
    [
      'then what can talk to it only on its ship goes with it',
      bonded,
      bondedOn2,
      ['db'],
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s3: record 2 intent begun',
          '3 s1: network demo_default after 1 (web-1 needs it)',
          '4 s1: pull image web:1 after 1 (web-1 needs it)',
          '5 s1: volume demo_data after 1 (db-1 needs it)',
          '6 s1: pull image db after 1 (db-1 needs it)',
          '7 s1: create web-1 after 1,3,4 (all on s1 (first in the file): web and db publish no port; leaves s2)',
          '8 s1: create db-1 after 1,3,5,6 (all on s1 (first in the file): web and db publish no port; leaves s2)',
          '9 s1: record 2 outcome done',
          '10 s3: record 2 outcome done',
        ],
        risky: [
          'web-1 is placed anew on s1: whether it still runs on s2 is not known',
          'db-1 is placed anew on s1, without the data that it has there: whether it still runs on s2 is not known',
        ],
        warnings: ['db-1 has an empty volume demo_data on s1: the one on s2 stays there'],
      },
    ],
    [
      'of a volume of the image',
      wide(webs(2)),
      holding(wide(webs(2)), 'web-2'),
      ['web'],
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s3: record 2 intent begun',
          '3 s3: network demo_default after 2 (web-2 needs it)',
          '4 s3: pull image web:1 after 2 (web-2 needs it)',
          '5 s3: create web-2 after 2,3,4 (fewest of this service; leaves s2)',
          '6 s1: record 2 outcome done',
          '7 s3: record 2 outcome done',
        ],
        unchanged: ['web-1'],
        risky: [
          'web-2 is placed anew on s3, without the data that it has there: whether it still runs on s2 is not known',
        ],
      },
    ],
  ])('%s', fails);
});

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
