import { describe, expect, test } from 'vitest';
import type { Observed } from '../../src/lib/docker/index.ts';
import { place } from '../../src/lib/plan/place.ts';
import {
  at,
  container,
  mountedVolume,
  observation,
  type ProjectParts,
  port,
  problem,
  project,
  record,
  service,
  spec,
} from './helpers.ts';
import { data, db, engine, lines, named, neighbour, placed, three, web } from './placing.ts';

const mount = (source: string, target = '/data') => ({ type: 'volume' as const, source, target });

describe('what exists', () => {
  const webs = { services: { web: { ...web, deploy: { replicas: 3 } } }, ships: three };
  const on = (name: string, ...numbers: number[]) =>
    observation(name, { containers: numbers.map((number) => container({ service: 'web', number })) });

  test('stays when ships are added', () => {
    const services = { a: web, b: { ports: [port(81, 81)] } };
    const fleet = [
      observation('s1', { containers: [container({ service: 'a' }), container({ service: 'b' })] }),
      observation('s2'),
    ];
    expect(placed({ services, ships: ['s1', 's2'] }, fleet)).toEqual([
      'a-1 s1: stays where it runs',
      'b-1 s1: stays where it runs',
    ]);
  });

  test.each<[string, ProjectParts, Observed[], string[]]>([
    [
      'leaves a ship that the file dropped',
      { ...webs, ships: ['s2', 's1', 's4'] },
      [on('s1', 1), on('s2', 2), observation('s4'), on('s3', 3)],
      [
        'web-1 s1: stays where it runs',
        'web-2 s2: stays where it runs',
        'web-3 s4: fewest of this service; leaves s3, which the file no longer names',
      ],
    ],
    [
      'leaves a ship that it may no longer use',
      { services: { web: { ...web, ships: ['s2'] } }, ships: three },
      [on('s1', 1), observation('s2'), observation('s3')],
      ['web-1 s2: the only ship it may use; leaves s1, which it may no longer use'],
    ],
    [
      'joins what it is bonded with, where most of them are',
      { services: { web, api: {}, db: {} }, ships: three },
      [
        on('s1', 1),
        observation('s2', { containers: [container({ service: 'api' }), container({ service: 'db' })] }),
        observation('s3'),
      ],
      [
        'web-1 s2: all on s2 (most of them are there): api and db publish no port; leaves s1',
        'api-1 s2: stays where it runs',
        'db-1 s2: stays where it runs',
      ],
    ],
    [
      'comes before what is new: neither its ship nor its port is taken from it',
      { services: { proxy: web, web }, ships: ['s1', 's2'] },
      [on('s1', 1), observation('s2')],
      ['proxy-1 s2: fewest of this project', 'web-1 s1: stays where it runs'],
    ],
    [
      'gives up the highest numbers, on ships that it may not use first',
      { services: { web: { ...web, deploy: { replicas: 2 }, ships: ['s2', 's3', 's4'] } }, ships: [...three, 's4'] },
      [on('s1', 1), on('s2', 2), on('s3', 3), on('s4', 4)],
      ['web-2 s2: stays where it runs', 'web-3 s3: stays where it runs'],
    ],
    [
      'grows by the highest number plus one',
      webs,
      [on('s1', 2), on('s2', 5), observation('s3')],
      ['web-2 s1: stays where it runs', 'web-5 s2: stays where it runs', 'web-6 s3: fewest of this service'],
    ],
    [
      'comes back under its number when lost, to the ship where it was',
      webs,
      [
        observation('s1', {
          record: record({ ships: three, placement: { 'web-1': 's1', 'web-2': 's3', 'web-3': 's2' } }),
          containers: [container({ service: 'web', number: 1 })],
        }),
        on('s2', 3),
        observation('s3'),
      ],
      ['web-1 s1: stays where it runs', 'web-2 s3: comes back where it was', 'web-3 s2: stays where it runs'],
    ],
    [
      'is known by its engine when its ship has got another name',
      { services: { web }, ships: ['s2', 'one'] },
      [
        observation('s2'),
        observation('one', {
          engine: { ...observation('s1').engine },
          record: record({ ships: ['s1'], placement: { 'web-1': 's1' } }),
        }),
      ],
      ['web-1 one: comes back where it was'],
    ],
    [
      'does not stand in its own way',
      { services: { web }, ships: ['s2', 's1'] },
      [
        observation('s1', {
          containers: [container({ service: 'web' })],
          neighbours: [{ ...neighbour('demo-web-1', 80), project: 'demo' }],
        }),
        observation('s2'),
      ],
      ['web-1 s1: stays where it runs'],
    ],
    [
      'does not count what was run once',
      { services: { web: {} }, ships: three },
      [
        observation('s1', { containers: [container({ service: 'web', number: 7, oneoff: true })] }),
        observation('s2'),
        observation('s3'),
      ],
      ['web-1 s1: first in the file'],
    ],
    [
      'moves for nothing less than a hard rule: a stopped neighbour, more memory, a nearer image',
      { services: { web }, ships: ['s1', 's2'] },
      [on('s1', 1), observation('s2', { engine: engine(64), images: [{ id: 'sha256:1', names: ['image:latest'] }] })],
      ['web-1 s1: stays where it runs'],
    ],
  ])('%s', (_, parts, fleet, expected) => {
    expect(placed(parts, fleet)).toEqual(expected);
  });

  test('twice under one number: the one that the record names counts', () => {
    const twin = { containers: [container({ service: 'web' })] };
    const fleet = [
      observation('s1', twin),
      observation('s2', { ...twin, record: record({ ships: ['s1', 's2'], placement: { 'web-1': 's2' } }) }),
    ];
    const result = place(project({ services: { web }, ships: ['s1', 's2'] }), fleet);
    expect(lines(result)).toEqual(['web-1 s2: stays where it runs']);
    expect(result.warnings).toEqual(['web-1 is on s1 and on s2: the one on s2 counts']);
  });

  test('twice on one ship, as a deploy that was cut off leaves it, is nothing to speak of', () => {
    const aside = container({ service: 'web', name: 'demo-web-1_old' });
    const fleet = [observation('s1', { containers: [aside, container({ service: 'web' })] }), observation('s2')];
    const result = place(project({ services: { web }, ships: ['s1', 's2'] }), fleet);
    expect(lines(result)).toEqual(['web-1 s1: stays where it runs']);
    expect(result.warnings).toEqual([]);
  });

  test('seen twice, since the record knows its ship by another name, counts once', () => {
    const seen = observation('s1', { containers: [container({ service: 'web' })] });
    const result = place(project({ services: { web }, ships: ['one'] }), [seen, { ...seen, ship: 'one' }]);
    expect(lines(result)).toEqual(['web-1 one: stays where it runs']);
    expect(result.warnings).toEqual([]);
  });

  test('twice under one number: data counts more than the record', () => {
    const fleet = [
      observation('s1', { containers: [container({ service: 'web', mounts: [mountedVolume('/data')] })] }),
      observation('s2', {
        containers: [container({ service: 'web' })],
        record: record({ ships: ['s1', 's2'], placement: { 'web-1': 's2' } }),
      }),
    ];
    expect(placed({ services: { web }, ships: ['s1', 's2'] }, fleet)).toEqual([
      'web-1 s1: stays with its data (an anonymous volume at /data)',
    ]);
  });
});

describe('data', () => {
  const at1 = (mounts = [mountedVolume('/data', 'demo_data')]) =>
    observation('s1', { containers: [container({ service: 'db', mounts })], volumes: [named('demo_data')] });
  const dbs: ProjectParts = { services: { db }, volumes: data, ships: ['s2', 's1'] };

  test.each<[string, Observed[], string[]]>([
    ['keeps its container', [at1(), observation('s2')], ['db-1 s1: stays with its data (volume demo_data)']],
    [
      'calls a lost container back',
      [observation('s1', { volumes: [named('demo_data')] }), observation('s2')],
      ['db-1 s1: comes back to its data (volume demo_data)'],
    ],
    [
      'of another project does not',
      [observation('s1', { volumes: [named('other_data')] }), observation('s2')],
      ['db-1 s2: first in the file'],
    ],
    [
      'is an anonymous volume, too',
      [at1([mountedVolume('/var/lib')]), observation('s2')],
      ['db-1 s1: stays with its data (an anonymous volume at /var/lib)'],
    ],
    [
      'is a bind that the container can write',
      [at1([{ type: 'bind', source: '/srv/db', target: '/data', writable: true }]), observation('s2')],
      ['db-1 s1: stays with its data (/srv/db)'],
    ],
    [
      'is no bind that the container can only read',
      [at1([{ type: 'bind', source: '/etc/db', target: '/etc/db', writable: false }]), observation('s2')],
      ['db-1 s1: stays where it runs'],
    ],
  ])('%s', (_, fleet, expected) => {
    expect(placed(dbs, fleet)).toEqual(expected);
  });

  test('in a folder of the ship calls a lost container back, by the record', () => {
    const mount = { type: 'bind' as const, source: '/srv/db', target: '/data' };
    const fleet = (read_only: boolean) => {
      const config = service({ volumes: [{ ...mount, read_only }] });
      const known = record({ ships: ['s1', 's2'], placement: { 'db-1': 's1' }, specs: { 'db-1': spec({ config }) } });
      return [observation('s1', { record: known }), observation('s2')];
    };
    expect(placed(dbs, fleet(false))).toEqual(['db-1 s1: comes back to its data (/srv/db)']);
    expect(placed(dbs, fleet(true))).toEqual(['db-1 s1: comes back where it was']);
    expect(problem(() => place(project({ ...dbs, ships: ['s2'] }), fleet(false)))).toEqual({
      what: 'db-1 has no ship to go to',
      where: at('ships'),
      why: 'the data of db-1 (/srv/db) is on s1, and data never moves by itself',
      remedy: 'let db use s1, or move the data yourself and remove /srv/db there',
      exit: 1,
    });
  });

  test('calls back the one that was there first', () => {
    const placement = { 'db-1': 's2', 'db-2': 's1' };
    const fleet = [
      observation('s1', { volumes: [named('demo_data')], record: record({ ships: ['s1', 's2'], placement }) }),
      observation('s2'),
    ];
    expect(placed({ ...dbs, services: { db: { ...db, deploy: { replicas: 2 } } } }, fleet)).toEqual([
      'db-1 s2: comes back where it was',
      'db-2 s1: comes back to its data (volume demo_data)',
    ]);
  });

  test('draws what is bonded with it, even what runs elsewhere', () => {
    const fleet = [
      at1(),
      observation('s2', { containers: [container({ service: 'web' }), container({ service: 'api' })] }),
    ];
    expect(placed({ ...dbs, services: { web, api: {}, db } }, fleet)).toEqual([
      'web-1 s1: all on s1 (the data of db-1 (volume demo_data) is on s1, and data never moves by itself): api and db publish no port; leaves s2',
      'api-1 s1: all on s1 (the data of db-1 (volume demo_data) is on s1, and data never moves by itself): api and db publish no port; leaves s2',
      'db-1 s1: stays with its data (volume demo_data)',
    ]);
  });

  test('that grows elsewhere begins empty, and that is said', () => {
    const parts = { services: { db: { ...db, ...web, deploy: { replicas: 2 } } }, volumes: data, ships: ['s1', 's2'] };
    const result = place(project(parts), [at1(), observation('s2')]);
    expect(lines(result)).toEqual([
      'db-1 s1: stays with its data (volume demo_data)',
      'db-2 s2: fewest of this service',
    ]);
    expect(result.warnings).toEqual(['db-2 has an empty volume demo_data on s2: the one on s1 stays there']);
  });

  test('on a ship that the service may no longer use is an error', () => {
    const parts = { ...dbs, services: { db: { ...db, ships: ['s2'] } } };
    expect(problem(() => place(project(parts), [at1(), observation('s2')]))).toEqual({
      what: 'db-1 has no ship to go to',
      where: at('services.db.ships'),
      why: 'the data of db-1 (volume demo_data) is on s1, and data never moves by itself; db may use only s2',
      remedy: 'let db use s1, or move the data yourself and remove container demo-db-1 and volume demo_data there',
      exit: 1,
    });
  });

  test('on a ship that the file no longer names is an error', () => {
    expect(problem(() => place(project({ ...dbs, ships: ['s2'] }), [observation('s2'), at1()]))).toEqual({
      what: 'db-1 has no ship to go to',
      where: at('ships'),
      why: 'the data of db-1 (volume demo_data) is on s1, and data never moves by itself',
      remedy: 'let db use s1, or move the data yourself and remove container demo-db-1 and volume demo_data there',
      exit: 1,
    });
  });

  test('on two ships, each with a part, is an error', () => {
    const parts = {
      services: { db: { volumes: [mount('data'), mount('logs', '/logs')] } },
      volumes: { data: {}, logs: {} },
      ships: ['s1', 's2'],
    };
    const fleet = [
      observation('s1', { volumes: [named('demo_data')] }),
      observation('s2', { volumes: [named('demo_logs')] }),
    ];
    expect(problem(() => place(project(parts), fleet))).toEqual({
      what: 'db-1 has no ship to go to',
      where: at('ships'),
      why: 'the data of db-1 (volume demo_data and volume demo_logs) is not on one ship, and data never moves by itself',
      remedy: 'bring volume demo_data and volume demo_logs to one ship and remove them from the others',
      exit: 1,
    });
  });
});
