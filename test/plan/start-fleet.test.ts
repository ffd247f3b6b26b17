import { describe, expect, test } from 'vitest';
import type { Observed } from '../../src/lib/docker/index.ts';
import { observation, type ProjectParts, port, problem, silent } from './helpers.ts';
import { but, type Case, flagship, plans, start, two, up, web, webs, without } from './starting.ts';
import { applied, seen, tweaked, withRecord } from './world.ts';

const stored: ProjectParts = {
  services: { db: { image: 'db', volumes: [{ type: 'volume', source: 'data', target: '/data' }] } },
  volumes: { data: {} },
  ships: two,
};

describe('more and fewer', () => {
  const twoOfThree = tweaked(up(webs(3)), 'demo-web-2', null);
  const gap = withRecord(withRecord(twoOfThree, 's1', undefined), 's2', undefined);
  const fewer = start(webs(1), up(webs(3)));
  const cutAfterRemoval = applied(up(webs(3)), {
    steps: fewer.steps.filter((step) => step.kind !== 'record' || step.phase === 'intent'),
  });

  test.each<Case>([
    [
      'growth takes the next numbers',
      webs(3),
      up(webs(1)),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s2: record 2 intent begun',
          '3 s2: network demo_default after 2 (web-2 needs it)',
          '4 s2: pull image web:1 after 2 (web-2 needs it)',
          '5 s2: create web-2 after 2,3,4 (fewest of this service)',
          '6 s1: create web-3 after 1 (has the image)',
          '7 s1: record 2 outcome done',
          '8 s2: record 2 outcome done',
        ],
        unchanged: ['web-1'],
      },
    ],
    [
      'fewer: the highest numbers go',
      webs(1),
      up(webs(3)),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s2: record 2 intent begun',
          '3 s1: stop demo-web-3 after 1 (the file wants fewer)',
          '4 s1: remove container demo-web-3 after 3 (the file wants fewer)',
          '5 s2: stop demo-web-2 after 2 (the file wants fewer)',
          '6 s2: remove container demo-web-2 after 5 (the file wants fewer)',
          '7 s1: record 2 outcome done',
          '8 s2: record 2 outcome done',
        ],
        unchanged: ['web-1'],
      },
    ],
    [
      'a lost one comes back under its number',
      webs(3),
      tweaked(up(webs(3)), 'demo-web-2', null),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s2: record 2 intent begun',
          '3 s2: create web-2 after 2 (comes back where it was)',
          '4 s1: record 2 outcome done',
          '5 s2: record 2 outcome done',
        ],
        unchanged: ['web-1', 'web-3'],
      },
    ],
    [
      'growth over a gap that nobody remembers takes the highest plus one',
      webs(3),
      gap,
      {
        steps: [
          '1 s1: record 1 intent begun',
          '2 s2: record 1 intent begun',
          '3 s2: create web-4 after 2 (fewest of this service)',
          '4 s1: record 1 outcome done',
          '5 s2: record 1 outcome done',
        ],
        unchanged: ['web-1', 'web-3'],
      },
    ],
    [
      'fewer, and a deploy that was cut off before it could say so: what is gone is forgotten',
      webs(1),
      cutAfterRemoval,
      { steps: ['1 s1: record 2 outcome done', '2 s2: record 2 outcome done'], unchanged: ['web-1'] },
    ],
    [
      'what was taken away by a deploy is not lost: its number is free again',
      webs(2),
      applied(up(webs(3)), start(webs(1), up(webs(3)))),
      {
        steps: [
          '1 s1: record 3 intent begun',
          '2 s2: record 3 intent begun',
          '3 s2: create web-2 after 2 (fewest of this service)',
          '4 s1: record 3 outcome done',
          '5 s2: record 3 outcome done',
        ],
        unchanged: ['web-1'],
      },
    ],
    [
      'none',
      webs(0),
      up(webs(1)),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s2: record 2 intent begun',
          '3 s1: stop demo-web-1 after 1 (the file wants fewer)',
          '4 s1: remove container demo-web-1 after 3 (the file wants fewer)',
          '5 s1: record 2 outcome done',
          '6 s2: record 2 outcome done',
        ],
      },
    ],
  ])('%s', plans());
});

describe('orphans', () => {
  const pair: ProjectParts = {
    services: { web: { image: 'web' }, old: { image: 'old', ports: [port(80, 80)] } },
    ships: ['s1'],
  };
  const off: ProjectParts = { ...without(pair, 'old'), disabled: { old: ['p'] } };
  const heir = but(without(pair, 'old'), { next: { image: 'old', ports: [port(80, 80)] } });

  test.each<Case>([
    [
      'stay, and are named',
      without(pair, 'old'),
      up(pair),
      {
        unchanged: ['web-1'],
        warnings: ['demo-old-1 on s1 is an orphan: the file has no service old (--remove-orphans removes it)'],
      },
    ],
    ['are none where a profile leaves them out', off, up(pair), { unchanged: ['web-1'] }],
  ])('%s', plans());

  test.each<Case>([
    [
      'go with --remove-orphans',
      without(pair, 'old'),
      up(pair),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: stop demo-old-1 after 1 (its service is not in the file)',
          '3 s1: remove container demo-old-1 after 2 (its service is not in the file)',
          '4 s1: record 2 outcome done',
        ],
        unchanged: ['web-1'],
        risky: ['demo-old-1 on s1 is an orphan: the file has no service old (--remove-orphans removes it)'],
      },
    ],
    [
      'go before what wants their port',
      heir,
      up(pair),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: stop demo-old-1 after 1 (its service is not in the file)',
          '3 s1: remove container demo-old-1 after 2 (its service is not in the file)',
          '4 s1: create next-1 after 1,3 (all on s1 (the only ship it may use): web publishes no port)',
          '5 s1: record 2 outcome done',
        ],
        unchanged: ['web-1'],
        risky: ['demo-old-1 on s1 is an orphan: the file has no service old (--remove-orphans removes it)'],
      },
    ],
    ['but not those that a profile leaves out', off, up(pair), { unchanged: ['web-1'] }],
  ])('%s', plans({ removeOrphans: true }));
});

describe('moves', () => {
  const on = (ship: string) => but(web, { web: { ships: [ship] } });
  const stopped = tweaked(up(on('s1')), 'demo-web-1', { state: 'exited' });
  test.each<Case>([
    [
      'the file names another ship: first the new one, then the old one goes',
      on('s2'),
      up(on('s1')),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s2: record 2 intent begun',
          '3 s2: network demo_default after 2 (web-1 needs it)',
          '4 s2: pull image web:1 after 2 (web-1 needs it)',
          '5 s2: create web-1 after 2,3,4 (the only ship it may use; leaves s1, which it may no longer use)',
          '6 s2: ready demo-web-1 after 5 (then the one on s1 goes)',
          '7 s1: stop demo-web-1 after 1,6 (it is on s2 now)',
          '8 s1: remove container demo-web-1 after 7 (it is on s2 now)',
          '9 s1: record 2 outcome done',
          '10 s2: record 2 outcome done',
        ],
        risky: ['web-1 moves from s1 to s2: the only ship it may use; leaves s1, which it may no longer use'],
      },
    ],
    [
      'what is stopped moves without a yes',
      on('s2'),
      stopped,
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s2: record 2 intent begun',
          '3 s2: network demo_default after 2 (web-1 needs it)',
          '4 s2: pull image web:1 after 2 (web-1 needs it)',
          '5 s2: create web-1 after 2,3,4 (the only ship it may use; leaves s1, which it may no longer use)',
          '6 s1: remove container demo-web-1 after 1,5 (it is on s2 now)',
          '7 s1: record 2 outcome done',
          '8 s2: record 2 outcome done',
        ],
      },
    ],
    [
      'a ship that the file no longer has',
      { ...web, ships: ['s2'] },
      up(on('s1')),
      {
        steps: [
          '1 s2: record 2 intent begun',
          '2 s1: record 2 intent begun',
          '3 s2: network demo_default after 1 (web-1 needs it)',
          '4 s2: pull image web:1 after 1 (web-1 needs it)',
          '5 s2: create web-1 after 1,3,4 (the only ship it may use; leaves s1, which the file no longer names)',
          '6 s2: ready demo-web-1 after 5 (then the one on s1 goes)',
          '7 s1: stop demo-web-1 after 2,6 (it is on s2 now)',
          '8 s1: remove container demo-web-1 after 7 (it is on s2 now)',
          '9 s2: record 2 outcome done',
          '10 s1: record 2 outcome done',
        ],
        risky: ['web-1 moves from s1 to s2: the only ship it may use; leaves s1, which the file no longer names'],
      },
    ],
    [
      'a replica that is on two ships',
      but(web, { web: { ships: two } }),
      [
        ...up(on('s1')).slice(0, 1),
        ...up(on('s2'))
          .slice(1)
          .map((one) => ({ ...one, record: seen(up(on('s1')), 's1').record }) as Observed),
      ],
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s2: record 2 intent begun',
          '3 s2: stop demo-web-1 after 2 (it is on s1 now)',
          '4 s2: remove container demo-web-1 after 3 (it is on s1 now)',
          '5 s1: record 2 outcome done',
          '6 s2: record 2 outcome done',
        ],
        unchanged: ['web-1'],
        warnings: ['web-1 is on s1 and on s2: the one on s1 counts'],
      },
    ],
  ])('%s', plans());

  test('data does not move', () => {
    const moved = but(stored, { db: { ships: ['s2'] } });
    expect(problem(() => start(moved, up(but(stored, { db: { ships: ['s1'] } }))))).toEqual({
      what: 'db-1 has no ship to go to',
      where: { file: 'docker.yml', line: 1, column: 1, text: 'services.db.ships' },
      why: 'db may use only s2; the data of db-1 (volume demo_data) is on s1, and data never moves by itself',
      remedy: 'let db use s1, or move the data yourself and remove container demo-db-1 and volume demo_data there',
      exit: 1,
    });
  });
});

describe('a ship that does not answer', () => {
  const spread = webs(2);
  const over = up(spread);
  const gone = [seen(over, 's1'), silent('s2')];
  test.each<Case>([
    [
      'what the record says of it is unknown, and nothing is made in its place',
      spread,
      gone,
      { unchanged: ['web-1'], unknown: ['web-2 s2: it is on s2 by the record, and s2 does not answer'] },
    ],
    [
      'the rest goes on',
      but(spread, { web: { image: 'web:2' } }),
      gone,
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: pull image web:2 after 1 (web-1 needs it)',
          '3 s1: replace web-1 after 1,2 (it differs in image); image: web:1 -> web:2',
          '4 s1: record 2 outcome done',
        ],
        unknown: ['web-2 s2: it is on s2 by the record, and s2 does not answer'],
      },
    ],
    [
      'what is lost on the others comes back there',
      spread,
      tweaked(gone, 'demo-web-1', null),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: create web-1 after 1 (comes back where it was)',
          '3 s1: record 2 outcome done',
        ],
        unknown: ['web-2 s2: it is on s2 by the record, and s2 does not answer'],
      },
    ],
    [
      'growth goes to the others',
      webs(3),
      gone,
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: create web-3 after 1 (s2 does not answer)',
          '3 s1: record 2 outcome done',
        ],
        unchanged: ['web-1'],
        unknown: ['web-2 s2: it is on s2 by the record, and s2 does not answer'],
      },
    ],
    [
      'fewer: what is there is left alone',
      webs(1),
      gone,
      { unchanged: ['web-1'], unknown: ['web-2 s2: it is on s2 by the record, and s2 does not answer'] },
    ],
    [
      'its volume is not made a second time',
      stored,
      [silent('s1'), seen(up(stored), 's2')],
      { unknown: ['db-1 s1: it is on s1 by the record, and s1 does not answer'] },
    ],
    [
      'orphans there are unknown',
      without(but(web, { old: { image: 'old', ships: ['s2'] } }), 'old'),
      [seen(up(but(web, { web: { ships: ['s1'] }, old: { image: 'old', ships: ['s2'] } })), 's1'), silent('s2')],
      { unchanged: ['web-1'], unknown: ['old-1 s2: it is on s2 by the record, and s2 does not answer'] },
    ],
    [
      'without a record it is a first deploy on those that answer',
      flagship,
      [observation('s1'), silent('s2')],
      {
        steps: [
          '1 s1: record 1 intent begun',
          '2 s1: network demo_default after 1 (client-1 needs it)',
          '3 s1: pull image demo/client after 1 (client-1 needs it)',
          '4 s1: pull image redis after 1 (redis-1 needs it)',
          '5 s1: create redis-1 after 1,2,4 (s2 does not answer)',
          '6 s1: create client-1 after 1,2,3,5 (s2 does not answer)',
          '7 s1: record 1 outcome done',
        ],
      },
    ],
    [
      'without any that answers nothing can be done',
      flagship,
      [silent('s1'), silent('s2')],
      {
        unknown: [
          'client-1 s1: waits for s1, which does not answer: no ship answers',
          'redis-1 s1: waits for s1, which does not answer: no ship answers',
        ],
      },
    ],
  ])('%s', plans());

  test('the record tells of what lives there, not of what waits for it', () => {
    const parts = but(web, { old: { image: 'old', networks: {}, ships: ['s2'] }, web: { ships: ['s1'] } });
    const [step] = start(parts, [observation('s1'), silent('s2')]).steps;
    expect(step?.kind === 'record' && step.record?.placement).toEqual({ 'web-1': 's1' });
  });

  const later = applied(gone, start(but(spread, { web: { image: 'web:2' } }), gone));
  test.each<Case>([
    [
      'it is back: its replica is brought up to date',
      but(spread, { web: { image: 'web:2' } }),
      [seen(later, 's1'), seen(over, 's2')],
      {
        steps: [
          '1 s1: record 3 intent begun',
          '2 s2: record 3 intent begun',
          '3 s2: pull image web:2 after 2 (web-2 needs it)',
          '4 s2: replace web-2 after 2,3 (it differs in image); image: web:1 -> web:2',
          '5 s1: record 3 outcome done',
          '6 s2: record 3 outcome done',
        ],
        unchanged: ['web-1'],
      },
    ],
  ])('%s', plans());
});
