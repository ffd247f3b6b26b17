import { describe, expect, test } from 'vitest';
import type { Network, Volume } from '../../src/lib/compose/index.ts';
import { networkHash, type Observed, volumeHash } from '../../src/lib/docker/index.ts';
import type { ProjectParts } from './helpers.ts';
import { lines } from './lines.ts';
import { but, type Case, empty, plans, start, up, without } from './starting.ts';
import { applied, recordOn, seen, shipWith, tweaked, withRecord } from './world.ts';

const mtu = (size: string) => ({ driver_opts: { mtu: size } });

const sea = (network: Partial<Network>, more: Partial<ProjectParts> = {}): ProjectParts => ({
  services: {
    db: { image: 'db', networks: { sea: { aliases: ['store'] } } },
    web: {
      image: 'web',
      networks: { sea: null, far: null },
      depends_on: { db: { condition: 'service_started', required: true } },
    },
  },
  networks: { sea: network, far: {} },
  ships: ['s1'],
  ...more,
});

const thing = (name: string, hash: string | undefined, project: string | undefined = 'demo', driver = 'bridge') => ({
  ...{ name, driver },
  labels: {
    ...(project && { 'com.docker.compose.project': project }),
    ...(hash && { 'com.docker.compose.config-hash': hash }),
  },
});

/** The fleet with the network sea as docker shows what was made from this. */
function madeFrom(fleet: readonly Observed[], network: Partial<Network>, driver = 'bridge'): Observed[] {
  const others = seen(fleet, 's1').networks.filter(({ name }) => name !== 'demo_sea');
  const hash = networkHash({ name: 'demo_sea', ...network });
  return shipWith(fleet, 's1', { networks: [...others, thing('demo_sea', hash, 'demo', driver)] });
}

const before = madeFrom(up(sea(mtu('1400'))), mtu('1400'));
const after = sea(mtu('1500'));

const change = '; driver_opts.mtu: 1400 -> 1500';
const why = 'network demo_sea changes: driver_opts.mtu';

describe('a network whose definition changes', () => {
  test.each<Case>([
    ['stays where nothing differs', sea(mtu('1400')), before, { unchanged: ['db-1', 'web-1'] }],
    [
      'is made anew, and then all containers that were in it',
      after,
      before,
      {
        steps: [
          '1 s1: record 2 intent begun',
          `2 s1: renew network demo_sea without demo-db-1,demo-web-1 after 1 (it differs in driver_opts.mtu)${change}`,
          `3 s1: replace db-1 after 1,2 (${why}); network demo_sea: - -> -`,
          `4 s1: replace web-1 after 1,2,3 (${why}); network demo_sea: - -> -`,
          '5 s1: record 2 outcome done',
        ],
      },
    ],
    [
      'behind what can be fetched before',
      but(after, { db: { image: 'db:2' } }),
      before,
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: pull image db:2 after 1 (db-1 needs it)',
          `3 s1: renew network demo_sea without demo-db-1,demo-web-1 after 1,2 (it differs in driver_opts.mtu)${change}`,
          '4 s1: replace db-1 after 1,2,3 (it differs in image); image: db -> db:2; network demo_sea: - -> -',
          `5 s1: replace web-1 after 1,3,4 (${why}); network demo_sea: - -> -`,
          '6 s1: record 2 outcome done',
        ],
      },
    ],
    [
      'with no word of what differs where no record knows',
      after,
      withRecord(before, 's1', { ...recordOn(before, 's1'), definitions: { networks: {}, volumes: {} } }),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: renew network demo_sea without demo-db-1,demo-web-1 after 1 (it was made from another definition)',
          '3 s1: replace db-1 after 1,2 (network demo_sea changes); network demo_sea: - -> -',
          '4 s1: replace web-1 after 1,2,3 (network demo_sea changes); network demo_sea: - -> -',
          '5 s1: record 2 outcome done',
        ],
      },
    ],
    [
      'where nobody is in it, before somebody comes',
      after,
      madeFrom(empty(['s1']), mtu('1400')),
      {
        steps: [
          '1 s1: record 1 intent begun',
          '2 s1: pull image db after 1 (db-1 needs it)',
          '3 s1: network demo_far after 1 (web-1 needs it)',
          '4 s1: pull image web after 1 (web-1 needs it)',
          '5 s1: renew network demo_sea without  after 1,2,3,4 (it was made from another definition)',
          '6 s1: create db-1 after 1,2,5 (all on s1 (the only ship it may use): db and web publish no port)',
          '7 s1: create web-1 after 1,3,4,5,6 (all on s1 (the only ship it may use): db and web publish no port)',
          '8 s1: record 1 outcome done',
        ],
      },
    ],
    [
      'and with a container whoever shares its network',
      but(after, { log: { image: 'log', networks: {}, network_mode: 'service:db' } }),
      madeFrom(
        up(but(sea(mtu('1400')), { log: { image: 'log', networks: {}, network_mode: 'service:db' } })),
        mtu('1400'),
      ),
      {
        steps: [
          '1 s1: record 2 intent begun',
          `2 s1: renew network demo_sea without demo-db-1,demo-web-1 after 1 (it differs in driver_opts.mtu)${change}`,
          `3 s1: replace db-1 after 1,2 (${why}); network demo_sea: - -> -`,
          `4 s1: replace web-1 after 1,2,3 (${why}); network demo_sea: - -> -`,
          '5 s1: replace log-1 after 1,3 (it shares with db-1, which is made anew)',
          '6 s1: record 2 outcome done',
        ],
      },
    ],
  ])('%s', plans());

  test('is as the file says after that', () => {
    const now = applied(before, start(after, before));
    expect(start(after, now).steps).toEqual([]);
    expect(recordOn(now, 's1').definitions?.networks.demo_sea).toEqual({ name: 'demo_sea', ...mtu('1500') });
  });

  test('is told how its containers joined, to take them back where it can’t be made', () => {
    const [, step] = start(after, before).steps;
    expect(step).toMatchObject({
      ...{ key: 'sea', network: { name: 'demo_sea', ...mtu('1500') }, former: { name: 'demo_sea', ...mtu('1400') } },
      members: [
        { container: 'demo-db-1', as: { aliases: ['demo-db-1', 'db', 'store'] } },
        { container: 'demo-web-1', as: { aliases: ['demo-web-1', 'web'] } },
      ],
    });
  });

  test('and a container that is left outside is made anew', () => {
    const outside = tweaked(before, 'demo-web-1', { networks: ['demo_far'] });
    expect(lines(start(sea(mtu('1400')), outside))).toEqual([
      '1 s1: record 2 intent begun',
      '2 s1: replace web-1 after 1 (it differs in network demo_sea); network demo_sea: left -> joined',
      '3 s1: record 2 outcome done',
    ]);
  });
});

describe('it stays as it is', () => {
  const differs =
    'network demo_sea on s1 was made from another definition (it differs in driver_opts.mtu) and stays as it is';
  const orphaned = without(after, 'db');

  test.each<[string, ProjectParts, Observed[], Parameters<typeof start>[2], string[]]>([
    [
      'while a container is in it that the deploy is not about',
      after,
      before,
      { services: ['db'] },
      [`${differs} while demo-web-1 is in it and not made anew`],
    ],
    [
      'where containers are to stay',
      after,
      before,
      { recreate: 'never' },
      [`${differs} while demo-db-1 and demo-web-1 are in it and not made anew`],
    ],
    [
      'where those of what is needed are to stay',
      after,
      before,
      { services: ['web'], recreateDependencies: 'never' },
      [`${differs} while demo-db-1 is in it and not made anew`],
    ],
    [
      'while an orphan is in it',
      but(orphaned, { web: { depends_on: {} } }),
      before,
      {},
      [
        `${differs} while demo-db-1 is in it and not made anew`,
        'demo-db-1 on s1 is an orphan: the file has no service db (--remove-orphans removes it)',
      ],
    ],
    [
      'where it is over ships',
      after,
      madeFrom(before, mtu('1400'), 'overlay'),
      {},
      [`${differs} until the project has been down: it is over ships`],
    ],
    [
      'where it is somebody else’s',
      after,
      shipWith(before, 's1', { networks: [thing('demo_sea', 'x', 'shop'), thing('demo_far', undefined, '')] }),
      {},
      [
        'network demo_sea on s1 was made for project shop: say external: true to use it as it is',
        'network demo_far on s1 was made for no project: say external: true to use it as it is',
      ],
    ],
    [
      'where it keeps no hash',
      after,
      shipWith(before, 's1', { networks: [thing('demo_sea', undefined), thing('demo_far', undefined)] }),
      {},
      [],
    ],
    [
      'where it is external',
      { ...after, networks: { sea: { external: true, name: 'demo_sea', ...mtu('1500') }, far: {} } },
      before,
      {},
      [],
    ],
  ])('%s', (_, parts, fleet, options, warnings) => {
    const plan = start(parts, fleet, options);
    expect([plan.steps.filter(({ kind }) => kind === 'renew'), plan.warnings]).toEqual([[], warnings]);
  });

  test('but not while only what is removed is in it', () => {
    const plan = start(but(orphaned, { web: { depends_on: {} } }), before, { removeOrphans: true });
    expect(lines(plan).slice(1, 4)).toEqual([
      '2 s1: stop demo-db-1 after 1 (its service is not in the file)',
      '3 s1: remove container demo-db-1 after 2 (its service is not in the file)',
      `4 s1: renew network demo_sea without demo-db-1,demo-web-1 after 1,3 (it differs in driver_opts.mtu)${change}`,
    ]);
  });
});

describe('a volume whose definition changes', () => {
  const data = (volume: Partial<Volume>): ProjectParts => ({
    services: { web: { image: 'web', volumes: [{ type: 'volume', source: 'data', target: '/data' }] } },
    volumes: { data: volume },
    ships: ['s1'],
  });
  const nfs = { driver_opts: { type: 'nfs' } };
  const fleet = (hash?: string) =>
    shipWith(up(data({})), 's1', { volumes: [thing('demo_data', hash, 'demo', 'local')] });
  const made = volumeHash({ name: 'demo_data' });

  test.each([
    ['with the field that differs', made, ' (it differs in driver_opts.type)'],
    ['where no record knows it', 'other', ''],
  ])('stays as it is and is warned of, %s', (_, hash, differs) => {
    const plan = start(data(nfs), fleet(hash));
    expect([plan.steps, plan.warnings]).toEqual([
      [],
      [
        `volume demo_data on s1 was made from another definition${differs} and stays as it is with its data: to have another, save what is in it and docker volume rm demo_data`,
      ],
    ]);
  });

  test('is written as what it is', () => {
    const now = applied(fleet(made), start(but(data(nfs), { web: { image: 'web:2' } }), fleet(made)));
    expect(recordOn(now, 's1').definitions?.volumes).toEqual({ demo_data: { name: 'demo_data' } });
  });
});
