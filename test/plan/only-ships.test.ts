import { expect, test } from 'vitest';
import { onlyShips } from '../../src/lib/plan/index.ts';
import type { ProjectParts } from './helpers.ts';
import { shown } from './lines.ts';
import { but, empty, flagship, start, two, up, web, webs } from './starting.ts';
import { recordOn, tweaked, withRecord } from './world.ts';

const on = (ship: string): ProjectParts => but(web, { web: { ships: [ship] } });
const lost = tweaked(up(flagship), 'demo-redis-1', null);

test.each([
  [
    'all ships, when none is named',
    start(flagship, empty(two)),
    [],
    [
      '1 s1: record 1 intent begun',
      '2 s2: record 1 intent begun',
      '3 s1: network demo_default after 1 (client-1 needs it)',
      '4 s1: pull image demo/client after 1 (client-1 needs it)',
      '5 s2: network demo_default after 2 (redis-1 needs it)',
      '6 s2: pull image redis after 2 (redis-1 needs it)',
      '7 s2: create redis-1 after 2,5,6 (fewest of this project)',
      '8 s1: create client-1 after 1,3,4,7 (first in the file)',
      '9 s1: record 1 outcome done',
      '10 s2: record 1 outcome done',
    ],
  ],
  [
    'one ship: its steps wait for each other alone',
    start(flagship, empty(two)),
    ['s1'],
    [
      '1 s1: record 1 intent begun',
      '3 s1: network demo_default after 1 (client-1 needs it)',
      '4 s1: pull image demo/client after 1 (client-1 needs it)',
      '8 s1: create client-1 after 1,3,4 (first in the file)',
      '9 s1: record 1 outcome done',
    ],
  ],
  ['nothing changes there: nothing is recorded there', start(flagship, lost), ['s1'], []],
  [
    'a record that is behind is written there',
    start(
      webs(2),
      withRecord(withRecord(up(webs(2)), 's1', undefined), 's2', { ...recordOn(up(webs(2)), 's2'), outcome: 'begun' }),
    ),
    ['s1'],
    ['1 s1: record 1 outcome done'],
  ],
  [
    'the ship that a replica moves to',
    start(on('s2'), up(on('s1'))),
    ['s2'],
    [
      '2 s2: record 2 intent begun',
      '3 s2: network demo_default after 2 (web-1 needs it)',
      '4 s2: pull image web:1 after 2 (web-1 needs it)',
      '5 s2: create web-1 after 2,3,4 (the only ship it may use; leaves s1, which it may no longer use)',
      '6 s2: ready demo-web-1 after 5 (then the one on s1 goes)',
      '10 s2: record 2 outcome done',
    ],
  ],
  [
    'the ship that a replica moves from: the old one stays, for there is no new one',
    start(on('s2'), up(on('s1'))),
    ['s1'],
    [],
  ],
])('%s', (_, plan, ships, steps) => {
  expect(shown(onlyShips(plan, ships)).steps ?? []).toEqual(steps);
});
