import { describe, test } from 'vitest';
import {
  bonded,
  bondedOn2,
  bound,
  fails,
  global,
  holding,
  mounting,
  ported,
  type Row,
  some,
  stored,
  wide,
} from './failing.ts';
import { flagship, up, webs } from './starting.ts';

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
