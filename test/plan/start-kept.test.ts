import { describe, expect, test } from 'vitest';
import type { Container, DeployRecord, Observed } from '../../src/lib/docker/index.ts';
import type { UpdateOrder } from '../../src/lib/plan/update-order.ts';
import { problem, record } from './helpers.ts';
import { shown } from './lines.ts';
import { alone, type Case, flagship, plans, start, two, up, webs } from './starting.ts';
import { applied, cutOff, recordOn, seen, shipWith, tweaked, withRecord } from './world.ts';

const plain = { image: 'web' };
const changedPlain = alone({ ...plain, environment: { A: '2' } });

/** What a cut-off replacement of the plain web leaves, in which the old container stops first. */
function cutPlain(place: Parameters<typeof cutOff>[2], order: UpdateOrder['order'] = 'stop-first'): Observed[] {
  const before = up(alone(plain));
  const { steps } = start(changedPlain, before);
  const replace = steps.find((step) => step.kind === 'replace');
  if (!replace) throw new Error('nothing was replaced');
  return cutOff(
    applied(before, { steps: steps.filter((step) => step.kind === 'record' && step.phase === 'intent') }),
    { ...replace, order },
    place,
  );
}

describe('a deploy that was cut off', () => {
  const steady = up(alone(plain));
  const only = seen(steady, 's1').containers[0] as Container;

  test.each<Case>([
    [
      'the old container is set aside, its successor not yet made',
      changedPlain,
      cutPlain('renamed'),
      {
        steps: [
          '1 s1: record 3 intent begun',
          '2 s1: replace web-1 from 537383831353_demo-web-1 after 1 (it differs in configuration); configuration: - -> -; container_name: 537383831353_demo-web-1 -> demo-web-1',
          '3 s1: record 3 outcome done',
        ],
      },
    ],
    [
      'the old one runs aside, its successor was made',
      changedPlain,
      cutPlain('made'),
      {
        steps: [
          '1 s1: record 3 intent begun',
          '2 s1: remove container demo-web-1 after 1 (a deploy that was cut off left it)',
          '3 s1: replace web-1 from 537383831353_demo-web-1 after 1,2 (it differs in configuration); configuration: - -> -; container_name: 537383831353_demo-web-1 -> demo-web-1',
          '4 s1: record 3 outcome done',
        ],
      },
    ],
    [
      'the old one runs aside, and the file is the old one again',
      alone(plain),
      cutPlain('made'),
      {
        steps: [
          '1 s1: record 3 intent begun',
          '2 s1: remove container demo-web-1 after 1 (a deploy that was cut off left it)',
          '3 s1: replace web-1 from 537383831353_demo-web-1 after 1,2 (it differs in container_name); container_name: 537383831353_demo-web-1 -> demo-web-1',
          '4 s1: record 3 outcome done',
        ],
      },
    ],
    [
      'the old one is stopped, its successor was made',
      changedPlain,
      cutPlain('stopped'),
      {
        steps: [
          '1 s1: record 3 intent begun',
          '2 s1: start demo-web-1 after 1 (it is created, not started)',
          '3 s1: remove container 537383831353_demo-web-1 after 1,2 (a deploy that was cut off left it)',
          '4 s1: record 3 outcome done',
        ],
      },
    ],
    [
      'the old one is stopped, its successor was made, and the file wants a third',
      alone({ ...plain, environment: { A: '3' } }),
      cutPlain('stopped'),
      {
        steps: [
          '1 s1: record 3 intent begun',
          '2 s1: replace web-1 after 1 (it differs in environment.A); environment.A: 2 -> 3',
          '3 s1: remove container 537383831353_demo-web-1 after 1,2 (a deploy that was cut off left it)',
          '4 s1: record 3 outcome done',
        ],
      },
    ],
    [
      'the successor runs',
      changedPlain,
      cutPlain('started'),
      {
        steps: [
          '1 s1: record 3 intent begun',
          '2 s1: remove container 537383831353_demo-web-1 after 1 (a deploy that was cut off left it)',
          '3 s1: record 3 outcome done',
        ],
        unchanged: ['web-1'],
      },
    ],
    [
      'the successor runs, and the file wants a third',
      alone({ ...plain, environment: { A: '3' } }),
      cutPlain('started'),
      {
        steps: [
          '1 s1: record 3 intent begun',
          '2 s1: replace web-1 after 1 (it differs in environment.A); environment.A: 2 -> 3',
          '3 s1: remove container 537383831353_demo-web-1 after 1,2 (a deploy that was cut off left it)',
          '4 s1: record 3 outcome done',
        ],
      },
    ],
    [
      'the old one runs, and its successor was made beside it',
      changedPlain,
      cutPlain('renamed', 'start-first'),
      {
        steps: [
          '1 s1: record 3 intent begun',
          '2 s1: replace web-1 after 1 (it differs in configuration); configuration: - -> -',
          '3 s1: remove container demo-web-1_next_cut after 1,2 (a deploy that was cut off left it)',
          '4 s1: record 3 outcome done',
        ],
      },
    ],
    [
      'both run, the old one under its name',
      changedPlain,
      cutPlain('made', 'start-first'),
      {
        steps: [
          '1 s1: record 3 intent begun',
          '2 s1: replace web-1 after 1 (it differs in configuration); configuration: - -> -',
          '3 s1: stop demo-web-1_next_cut after 1,2 (a deploy that was cut off left it)',
          '4 s1: remove container demo-web-1_next_cut after 3 (a deploy that was cut off left it)',
          '5 s1: record 3 outcome done',
        ],
      },
    ],
    [
      'both run, the successor under its name',
      changedPlain,
      cutPlain('started', 'start-first'),
      {
        steps: [
          '1 s1: record 3 intent begun',
          '2 s1: stop 537383831353_demo-web-1 after 1 (a deploy that was cut off left it)',
          '3 s1: remove container 537383831353_demo-web-1 after 2 (a deploy that was cut off left it)',
          '4 s1: record 3 outcome done',
        ],
        unchanged: ['web-1'],
      },
    ],
    [
      'the old one is aside, and there is no record',
      alone(plain),
      withRecord(tweaked(steady, 'demo-web-1', { name: '0123456789ab_demo-web-1' }), 's1', undefined),
      {
        steps: [
          '1 s1: record 1 intent begun',
          '2 s1: replace web-1 from 0123456789ab_demo-web-1 after 1 (it differs in container_name); container_name: 0123456789ab_demo-web-1 -> demo-web-1',
          '3 s1: record 1 outcome done',
        ],
      },
    ],
    [
      'nothing is left to do but to say how it ended',
      alone(plain),
      withRecord(steady, 's1', { ...recordOn(steady, 's1'), outcome: 'begun' }),
      { steps: ['1 s1: record 1 outcome done'], unchanged: ['web-1'] },
    ],
    [
      'two containers of one replica, both as they should be',
      alone(plain),
      shipWith(steady, 's1', { containers: [only, { ...only, id: 'twin', name: 'twin' }] }),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: stop twin after 1 (a deploy that was cut off left it)',
          '3 s1: remove container twin after 2 (a deploy that was cut off left it)',
          '4 s1: record 2 outcome done',
        ],
        unchanged: ['web-1'],
      },
    ],
    [
      'a replica under two names of old, neither as it should be',
      changedPlain,
      shipWith(steady, 's1', { containers: [{ ...only, id: 'twin', name: 'a-twin' }, only] }),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: replace web-1 after 1 (it differs in environment.A); environment.A: - -> 2',
          '3 s1: stop a-twin after 1,2 (a deploy that was cut off left it)',
          '4 s1: remove container a-twin after 3 (a deploy that was cut off left it)',
          '5 s1: record 2 outcome done',
        ],
      },
    ],
  ])('%s', plans());
});

describe('records', () => {
  const steady = up(webs(2));
  const newer = record({ generation: 2, deploy: 'newer', ships: two, placement: { 'web-1': 's1', 'web-2': 's2' } });
  const both = (fleet: Observed[], held: DeployRecord) => withRecord(withRecord(fleet, 's1', held), 's2', held);
  test.each<Case>([
    [
      'one ship has an older one: it gets the newest, and nothing else is done',
      webs(2),
      withRecord(steady, 's1', newer),
      { steps: ['1 s2: record 2 outcome done'], unchanged: ['web-1', 'web-2'] },
    ],
    [
      'one ship has none: it gets one',
      webs(2),
      withRecord(steady, 's2', undefined),
      { steps: ['1 s2: record 1 outcome done'], unchanged: ['web-1', 'web-2'] },
    ],
    [
      'no ship has one: all get one',
      webs(2),
      withRecord(withRecord(steady, 's1', undefined), 's2', undefined),
      { steps: ['1 s1: record 1 outcome done', '2 s2: record 1 outcome done'], unchanged: ['web-1', 'web-2'] },
    ],
    [
      'one that failed stays so',
      webs(2),
      both(steady, { ...newer, outcome: 'failed' }),
      { unchanged: ['web-1', 'web-2'] },
    ],
    [
      'one that never ended, on one of two ships',
      webs(2),
      withRecord(withRecord(steady, 's1', { ...newer, outcome: 'begun' }), 's2', newer),
      { steps: ['1 s1: record 2 outcome done'], unchanged: ['web-1', 'web-2'] },
    ],
  ])('%s', plans());

  test('one that never ended is not ended by a deploy of a part', () => {
    const fleet = both(up(flagship), { ...newer, outcome: 'begun' });
    expect(shown(start(flagship, fleet, { services: ['redis'] }))).toEqual({ unchanged: ['redis-1'] });
  });

  test('two of one generation that differ', () => {
    const fleet = withRecord(steady, 's1', { ...recordOn(steady, 's1'), deploy: 'other' });
    expect(problem(() => start(webs(2), fleet))).toEqual({
      what: 'ships s1, s2 hold records of deploys that did not know of each other',
      why: 'each saw only a part of the fleet',
      remedy:
        'look at both with ps, decide which is right, and remove the other file there: ~/.local/state/compowarm/*/PROJECT.json',
      exit: 1,
    });
  });
});
