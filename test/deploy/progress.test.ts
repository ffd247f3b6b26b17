import { describe, expect, test } from 'vitest';
import { type Progress, trackSteps } from '../../src/lib/deploy/progress.ts';
import type { Step } from '../../src/lib/plan/index.ts';
import { planOf, step } from './scripted.ts';

function track(steps: Step[]) {
  const told: string[] = [];
  const progress = trackSteps(planOf(steps), ({ ship, step: id, state, text }) => {
    told.push(`${ship} ${id} ${state}${text === undefined ? '' : `: ${text}`}`);
  });
  const send = (ship: string) => {
    const ready = progress.ready(ship);
    for (const one of ready) progress.sent(one);
    return ready.map(({ id }) => id);
  };
  return { progress, told, send };
}

const states = (progress: Progress, ...ids: string[]) => ids.map(progress.state).join(' ');

describe('which steps of a ship may be sent', () => {
  const steps = [
    step.pull('1', 's1'),
    step.create('2', 's1', 'redis-1', '1'),
    step.pull('3', 's2'),
    step.create('4', 's2', 'web-1', '2', '3'),
    step.stop('5', 's2', 'web-1', '4'),
  ];

  test.each<[string, (progress: Progress) => void, Record<string, string[]>]>([
    ['at first: what waits for nothing, or for what goes along', () => {}, { s1: ['1', '2'], s2: ['3'], s3: [] }],
    ['when the other ship is done', (p) => p.done('2'), { s1: ['1'], s2: ['3', '4', '5'] }],
    ['when the other ship has failed', (p) => p.failed('2'), { s1: ['1'], s2: ['3'] }],
    ['when the other ship may or may not be done', (p) => p.unknown('2', ''), { s1: ['1'], s2: ['3'] }],
    ['when all was halted', (p) => p.halt(''), { s1: [], s2: [] }],
    ['when one ship is lost', (p) => p.lost('s1', ''), { s1: [], s2: ['3'] }],
  ])('%s', (_, happen, ready) => {
    const { progress } = track(steps);
    happen(progress);
    const found = Object.keys(ready).map((ship) => [ship, progress.ready(ship).map(({ id }) => id)]);
    expect(Object.fromEntries(found)).toEqual(ready);
  });

  test('what was sent is not sent again, and counts for what follows it on its ship', () => {
    const { send } = track([...steps, step.wait('6', 's1', 'redis-1', '2')]);
    expect(send('s1')).toEqual(['1', '2', '6']);
    expect(send('s1')).toEqual([]);
  });
});

describe('a step that only comes after others', () => {
  const steps = [
    step.pull('1', 's1'),
    { ...step.pull('2', 's2'), behind: ['1'] },
    { ...step.pull('3', 's1'), behind: ['1'] },
  ];

  test.each<[string, (progress: Progress) => void, string[]]>([
    ['waits while they wait', () => {}, []],
    ['goes when they are done', (p) => p.done('1'), ['2']],
    ['goes when they have failed', (p) => p.failed('1'), ['2']],
    ['goes when their ship is lost', (p) => p.lost('s1', ''), ['2']],
  ])('%s', (_, happen, ready) => {
    const { progress } = track(steps);
    happen(progress);
    expect(progress.ready('s2').map(({ id }) => id)).toEqual(ready);
  });

  test('rides along with them on their ship', () => {
    expect(track(steps).send('s1')).toEqual(['1', '3']);
  });
});

test('what nothing hangs on is done when it fails, with the reason', () => {
  const { progress, told } = track([
    { ...step.wait('1', 's1', 'db-1'), optional: true } as Step,
    step.create('2', 's1', 'web-1', '1'),
  ]);
  progress.output('1', 'output', 'demo-db-1 is unhealthy');
  progress.failed('1');
  expect(told.slice(-1)).toEqual(['s1 1 done: demo-db-1 is unhealthy']);
  expect(progress.state('2')).toBe('waiting');
});

test.each<[string, string, string[]]>([
  [
    'skipped by its ship because what it waits for failed',
    '1',
    ['s1 2 skipped: it waits for image redis on s1, which failed'],
  ],
  ['skipped by its ship for no reason that is known', '', ['s1 2 skipped: the deploy was interrupted']],
])('a step is %s', (_, failing, last) => {
  const { progress, told, send } = track([step.pull('1', 's1'), step.create('2', 's1', 'redis-1', '1')]);
  send('s1');
  if (failing) progress.failed(failing);
  progress.skippedByShip('2');
  expect(told.slice(-1)).toEqual(last);
});

test('the reason of a failure is the last line that was printed, unless there is a better one', () => {
  const { progress, told } = track([step.pull('1', 's1'), step.pull('2', 's1')]);
  for (const id of ['1', '2']) {
    progress.output(id, 'output', 'first');
    progress.output(id, 'output', 'last');
    progress.output(id, 'log', 'a line of a log');
  }
  progress.failed('1');
  progress.failed('2', 'better');
  expect(told.slice(-2)).toEqual(['s1 1 failed: last', 's1 2 failed: better']);
});

test.each<[string, (progress: Progress) => void, string]>([
  ['done', (p) => p.failed('1', 'crashed'), 'failed'],
  ['done', (p) => p.unknown('1', ''), 'done'],
  ['done', (p) => p.skippedByShip('1'), 'done'],
  ['failed', (p) => p.done('1'), 'failed'],
  ['failed', (p) => p.lost('s1', ''), 'failed'],
  ['skipped', (p) => p.failed('1'), 'skipped'],
  ['unknown', (p) => p.done('1'), 'unknown'],
  ['unknown', (p) => p.failed('1'), 'unknown'],
  ['unknown', (p) => p.begun('1'), 'unknown'],
])('an end is final, but what is done may still crash: from %s', (first, happen, then) => {
  const { progress, told } = track([step.start('1', 's1', 'web-1')]);
  const ends: Record<string, () => void> = {
    done: () => progress.done('1'),
    failed: () => progress.failed('1'),
    skipped: () => progress.halt(''),
    unknown: () => progress.unknown('1', ''),
  };
  ends[first]?.();
  expect(progress.settled).toBe(true);
  const before = told.length;
  happen(progress);
  expect(progress.state('1')).toBe(then);
  expect(told.length - before).toBe(first === then ? 0 : 1);
});

test('a ship that is lost leaves what was sent unknown, and skips the rest', () => {
  const { progress, send } = track([
    step.pull('1', 's1'),
    step.pull('2', 's1'),
    step.create('3', 's1', 'web-1', '2'),
    step.pull('4', 's2'),
    step.create('5', 's1', 'api-1', '4'),
    step.create('6', 's2', 'app-1', '3'),
  ]);
  send('s1');
  send('s2');
  progress.begun('1');
  progress.done('1');
  progress.begun('2');
  progress.lost('s1', 'gone');
  expect(states(progress, '1', '2', '3', '4', '5', '6')).toBe('done unknown unknown sent skipped skipped');
  expect(progress.settled).toBe(false);
  progress.done('4');
  expect(progress.settled).toBe(true);
});

test('the outcome is no part of it: all is settled without', () => {
  const { progress, send } = track([step.outcome('1', 's1')]);
  expect(progress.settled).toBe(true);
  expect(send('s1')).toEqual([]);
  expect(progress.state('1')).toBe('done');
});

test('what is told of a step that there is not is told to nobody', () => {
  const { progress, told } = track([step.pull('1', 's1')]);
  progress.begun('9');
  progress.output('9', 'output', 'x');
  progress.done('9');
  progress.failed('9');
  progress.unknown('9', '');
  progress.skippedByShip('9');
  expect(told).toEqual([]);
});

describe('a restart that follows a refresh', () => {
  const refresh = (id: string, ship: string, replica: string): Step => ({ ...step.pull(id, ship), subject: replica });
  const follows = { any: ['1'], unless: '2' };
  const steps = [
    refresh('1', 's1', 'db-1'),
    refresh('2', 's2', 'web-1'),
    { ...step.stop('3', 's2', 'web-1', '2'), behind: ['1'], follows },
    { ...step.start('4', 's2', 'web-1', '3'), follows },
    step.wait('5', 's2', 'web-1', '4'),
  ];
  const renewed = (progress: Progress, id: string) => {
    progress.anew(id);
    progress.done(id);
  };

  test.each<[string, (progress: Progress) => void, string[], string]>([
    ['waits for both, on its own ship too', (p) => p.done('2'), ['1'], 'waiting waiting waiting'],
    [
      'goes when the first made its container anew and the second did not',
      (p) => {
        p.done('2');
        renewed(p, '1');
      },
      ['3', '4', '5'],
      'waiting waiting waiting',
    ],
    [
      'is dropped when neither did; what waits for it goes',
      (p) => {
        p.done('1');
        p.done('2');
      },
      ['5'],
      'dropped dropped waiting',
    ],
    [
      'is dropped when both did',
      (p) => {
        renewed(p, '1');
        renewed(p, '2');
      },
      ['5'],
      'dropped dropped waiting',
    ],
    [
      'is dropped when the first tried to and failed',
      (p) => {
        p.done('2');
        p.anew('1');
        p.failed('1');
      },
      ['5'],
      'dropped dropped waiting',
    ],
    ['is dropped, not skipped, when all is halted', (p) => p.halt('off'), [], 'dropped dropped skipped'],
  ])('%s', (_, happen, ready, after) => {
    const { progress } = track(steps);
    happen(progress);
    expect(['s1', 's2'].flatMap((ship) => progress.ready(ship)).map(({ id }) => id)).toEqual(ready);
    expect(states(progress, '3', '4', '5')).toBe(after);
  });
});
