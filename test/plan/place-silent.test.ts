import { describe, expect, test } from 'vitest';
import type { Observed } from '../../src/lib/docker/index.ts';
import { place } from '../../src/lib/plan/place.ts';
import { container, observation, type ProjectParts, port, project, record, silent } from './helpers.ts';
import { data, db, frozen, lines, three, web } from './placing.ts';

describe('a silent ship', () => {
  const webs = { services: { web: { ...web, deploy: { replicas: 3 } } }, ships: three };
  const told = record({ ships: three, placement: { 'web-1': 's1', 'web-2': 's2', 'web-3': 's3' } });
  const on = (name: string, number: number) =>
    observation(name, { record: told, containers: [container({ service: 'web', number })] });

  test('keeps what the record says is there', () => {
    const result = place(project(webs), [on('s1', 1), silent('s2'), on('s3', 3)]);
    expect(lines(result)).toEqual(['web-1 s1: stays where it runs', 'web-3 s3: stays where it runs']);
    expect(frozen(result)).toEqual(['web-2 s2: it is on s2 by the record, and s2 does not answer']);
  });

  test('keeps it when the file no longer names the ship or the service', () => {
    const result = place(project({ services: { api: {} }, ships: ['s1'] }), [
      observation('s1', { record: told }),
      silent('s2'),
      silent('s3'),
    ]);
    expect(lines(result)).toEqual(['api-1 s1: the only ship it may use']);
    expect(frozen(result)).toEqual([
      'web-2 s2: it is on s2 by the record, and s2 does not answer',
      'web-3 s3: it is on s3 by the record, and s3 does not answer',
    ]);
  });

  test('without a record is left out', () => {
    const result = place(project({ services: { web, api: {} }, ships: three }), [
      silent('s1'),
      observation('s2'),
      observation('s3'),
    ]);
    expect(lines(result)).toEqual([
      'web-1 s2: all on s2 (first in the file): api publishes no port',
      'api-1 s2: all on s2 (first in the file): api publishes no port',
    ]);
    expect(frozen(result)).toEqual([]);
  });

  test.each<[string, ProjectParts, Observed[], string[], string[]]>([
    [
      'is waited for by a service that may use no other',
      { services: { web: { ...web, ships: ['s2'] }, redis: { ports: [port(6379, 6379)] } }, ships: three },
      [observation('s1'), silent('s2'), observation('s3')],
      ['redis-1 s1: first in the file'],
      ['(web-1) s2: waits for s2, which does not answer: web may use only s2'],
    ],
    [
      'is waited for by the replica for which no other is left',
      webs,
      [observation('s1'), silent('s2'), observation('s3')],
      ['web-1 s1: first in the file', 'web-2 s3: fewest of this service'],
      ['(web-3) s2: waits for s2, which does not answer: port 80 is taken on s1 by web-1'],
    ],
    [
      'is waited for by what is bonded with something there',
      { services: { web, db: {} }, ships: three },
      [
        observation('s1', {
          containers: [container({ service: 'web' })],
          record: record({ ships: three, placement: { 'web-1': 's1', 'db-1': 's2' } }),
        }),
        silent('s2'),
        observation('s3'),
      ],
      [],
      [
        '(web-1) s2: waits for s2, which does not answer: db-1 is there, and db publishes no port',
        'db-1 s2: it is on s2 by the record, and s2 does not answer',
      ],
    ],
    [
      'is waited for in place: the port stays taken where the replica is',
      { services: { web: { ...web, ships: ['s2'] }, proxy: { ...web, networks: {} } }, ships: three },
      [observation('s1', { containers: [container({ service: 'web' })] }), silent('s2'), observation('s3')],
      ['proxy-1 s3: port 80 is taken on s1 by web-1'],
      ['(web-1) s2: waits for s2, which does not answer: web may use only s2'],
    ],
    [
      'is not waited for when what is there is no longer wanted',
      { services: { web, db: { deploy: { replicas: 0 } } }, ships: three },
      [
        observation('s1', { record: record({ ships: three, placement: { 'db-1': 's2' } }) }),
        silent('s2'),
        observation('s3'),
      ],
      ['web-1 s1: all on s1 (first in the file): db publishes no port'],
      ['db-1 s2: it is on s2 by the record, and s2 does not answer'],
    ],
    [
      'is waited for by what has its volume there: no second one is made',
      { services: { db }, volumes: data, ships: three },
      [
        observation('s1', { record: record({ ships: three, volumes: { s2: ['demo_data'] } }) }),
        silent('s2'),
        observation('s3'),
      ],
      [],
      ['(db-1) s2: waits for s2, which does not answer: the data of db-1 (volume demo_data) is there'],
    ],
    [
      'is waited for by everything when none answers',
      { services: { web }, ships: ['s1', 's2'] },
      [silent('s1'), silent('s2')],
      [],
      ['(web-1) s1: waits for s1, which does not answer: no ship answers'],
    ],
  ])('%s', (_, parts, fleet, here, waiting) => {
    const result = place(project(parts), fleet);
    expect(lines(result)).toEqual(here);
    expect(frozen(result)).toEqual(waiting);
  });
});
