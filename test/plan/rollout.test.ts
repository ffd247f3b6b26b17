import { describe, expect, it, test } from 'vitest';
import type { Step } from '../../src/lib/plan/index.ts';
import { monitorOf, rollout } from '../../src/lib/plan/rollout.ts';
import { but, start, up, webs } from './starting.ts';

type Said = NonNullable<NonNullable<Parameters<typeof rollout>[0]['deploy']>['update_config']>;

/** What each of five replacements waits for: `c: behind a,b, unless 1 of a,b fail, 10 s later`. */
function batches(update_config: Said | undefined): string[] {
  const rolling = rollout({ deploy: update_config ? { update_config } : {} }, 5);
  return ['a', 'b', 'c', 'd', 'e'].map((id) => {
    const { behind, tolerates, delay } = rolling.next();
    rolling.began(id);
    return [
      id,
      ...(behind.length > 0 ? [`behind ${behind.join('')}`] : []),
      ...(tolerates ? [`unless more than ${tolerates.failures} of ${tolerates.of.join('')} fail`] : []),
      ...(delay ? [`${delay} s later`] : []),
    ].join(' ');
  });
}

test.each<[string, Said | undefined, string[]]>([
  ['no update_config', undefined, ['a', 'b', 'c', 'd', 'e']],
  [
    'one at a time',
    {},
    [
      'a',
      'b behind a unless more than 0 of a fail',
      'c behind b unless more than 0 of ab fail',
      'd behind c unless more than 0 of abc fail',
      'e behind d unless more than 0 of abcd fail',
    ],
  ],
  [
    'two at a time, and a pause',
    { parallelism: 2, delay: '9.5s' },
    [
      'a',
      'b',
      'c behind ab unless more than 0 of ab fail 10 s later',
      'd behind ab unless more than 0 of ab fail 10 s later',
      'e behind cd unless more than 0 of abcd fail 10 s later',
    ],
  ],
  ['all at once', { parallelism: 0, delay: '10s' }, ['a', 'b', 'c', 'd', 'e']],
  [
    'two in five may fail',
    { parallelism: 4, max_failure_ratio: 0.4 },
    ['a', 'b', 'c', 'd', 'e behind abcd unless more than 2 of abcd fail'],
  ],
  ['going on whatever fails', { parallelism: 4, failure_action: 'continue' }, ['a', 'b', 'c', 'd', 'e behind abcd']],
])('%s', (_, said, expected) => {
  expect(batches(said)).toEqual(expected);
});

test.each([
  [undefined, 5],
  ['30s', 30],
  ['1500ms', 2],
])('monitor %s is %d seconds', (monitor, seconds) => {
  expect(monitorOf({ deploy: { update_config: monitor === undefined ? {} : { monitor } } })).toBe(seconds);
});

describe('a plan', () => {
  const replaced = (update_config: Said) => {
    const before = up(webs(3));
    const { steps } = start(but(webs(3), { web: { image: 'web:2', deploy: { replicas: 3, update_config } } }), before);
    const text = (step: Step) => {
      const behind = step.behind ? ` behind ${step.behind.join(',')}` : '';
      const limit = step.tolerates
        ? ` unless more than ${step.tolerates.failures} of ${step.tolerates.of.join(',')} fail`
        : '';
      const own = 'sequel' in step ? ` of ${step.sequel.own}` : '';
      return `${step.id} ${step.ship} ${step.kind} ${step.subject}${own}${behind}${limit}`;
    };
    return steps.filter(({ kind }) => kind !== 'record' && kind !== 'pull').map(text);
  };

  it('goes from batch to batch over all ships', () => {
    expect(replaced({})).toEqual([
      '5 s1 replace web-1',
      '6 s2 replace web-2 behind 5 unless more than 0 of 5 fail',
      '7 s1 replace web-3 behind 6 unless more than 0 of 5,6 fail',
    ]);
  });

  it('says what becomes of each old container where all go back together', () => {
    expect(replaced({ failure_action: 'rollback', parallelism: 2 })).toEqual([
      '5 s1 replace web-1',
      '6 s2 replace web-2',
      '7 s1 replace web-3 behind 5,6 unless more than 0 of 5,6 fail',
      '8 s1 retire web-1 of 5 behind 5,6,7',
      '9 s1 revert web-1 of 5 behind 5,6,7',
      '10 s2 retire web-2 of 6 behind 5,6,7',
      '11 s2 revert web-2 of 6 behind 5,6,7',
      '12 s1 retire web-3 of 7 behind 5,6,7',
      '13 s1 revert web-3 of 7 behind 5,6,7',
    ]);
  });
});
