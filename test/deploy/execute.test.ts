import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { programOf, recordProgram } from '../../src/lib/deploy/programs.ts';
import { stepMessage } from '../../src/lib/fleet/index.ts';
import { record, spec } from '../plan/helpers.ts';
import { contextOf, deed, deploy, step } from './scripted.ts';

describe('when steps are sent', () => {
  test('what waits only for steps of its own ship rides along, behind gates', async () => {
    const steps = [
      step.pull('1', 's1'),
      step.create('2', 's1', 'redis-1', '1'),
      step.create('3', 's1', 'web-1', '1', '2'),
    ];
    const { log, messages, hear, end, ended } = deploy(['s1'], steps);
    expect(messages('s1')).toEqual([
      steps.map((one) => stepMessage(one.id, one.after, programOf(one, contextOf('s1')))).join(''),
    ]);
    await hear('s1', '1 begin', '1 out Pulling', '1 end 0', '2 begin', '2 end 0', '3 begin', '3 end 0');
    await hear('s1', 'glance end 0');
    await end('s1');
    await ended;
    expect(log).toEqual([
      's1 <- 1, 2 after 1, 3 after 1 2',
      's1 1 begun',
      's1 1 output: Pulling',
      's1 1 done',
      's1 2 begun',
      's1 2 done',
      's1 3 begun',
      's1 3 done',
      's1 <- glance',
      's1 <- end of input',
    ]);
  });

  test('what waits for another ship goes when that is done, without a gate, and its own ship is told nothing before', async () => {
    const { log, hear, end, ended } = deploy(
      ['s1', 's2'],
      [step.create('1', 's1', 'redis-1'), step.pull('2', 's2'), step.create('3', 's2', 'web-1', '1', '2')],
    );
    await hear('s2', '2 begin', '2 end 0');
    await hear('s1', '1 begin', '1 end 0');
    await hear('s2', '3 begin', '3 end 0');
    await hear('s1', 'glance end 0');
    await hear('s2', 'glance end 0');
    await end('s1');
    await end('s2');
    await ended;
    expect(log).toEqual([
      's1 <- 1',
      's2 <- 2',
      's2 2 begun',
      's2 2 done',
      's1 1 begun',
      's1 1 done',
      's2 <- 3',
      's2 3 begun',
      's2 3 done',
      's1 <- glance',
      's2 <- glance',
      's1 <- end of input',
      's2 <- end of input',
    ]);
  });

  test('there are no waves: a step goes when its own dependency ends, while others still run', async () => {
    const { log, hear } = deploy(
      ['s1', 's2'],
      [
        step.pull('1', 's1'),
        step.stop('2', 's1', 'old-1'),
        step.start('3', 's2', 'web-1', '1'),
        step.start('4', 's1', 'api-1', '3'),
        step.start('5', 's2', 'app-1', '2'),
      ],
    );
    await hear('s1', '1 begin', '2 begin', '1 end 0');
    await hear('s2', '3 begin', '3 end 0');
    expect(log).toEqual([
      's1 <- 1, 2',
      's1 1 begun',
      's1 2 begun',
      's1 1 done',
      's2 <- 3',
      's2 3 begun',
      's2 3 done',
      's1 <- 4',
    ]);
  });

  test('a dependency on the same ship that is still running is a gate in a later message', async () => {
    const { log, hear } = deploy(
      ['s1', 's2'],
      [step.pull('1', 's1'), step.start('2', 's2', 'redis-1'), step.create('3', 's1', 'web-1', '1', '2')],
    );
    await hear('s1', '1 begin');
    await hear('s2', '2 begin', '2 end 0');
    expect(log).toEqual(['s1 <- 1', 's2 <- 2', 's1 1 begun', 's2 2 begun', 's2 2 done', 's1 <- 3 after 1']);
  });
});

describe('the glance', () => {
  test('what crashed is a failure, with its last log lines, and the record says so', async () => {
    const written = record({ placement: { 'redis-1': 's1' }, specs: { 'redis-1': spec() } });
    const { log, messages, hear, end, ended } = deploy(
      ['s1', 's2'],
      [
        step.create('1', 's1', 'redis-1'),
        step.start('2', 's2', 'web-1'),
        step.outcome('3', 's1', written),
        step.outcome('4', 's2', written),
      ],
    );
    await hear('s1', '1 begin', '1 end 0');
    await hear('s2', '2 begin', '2 end 0');
    await hear('s1', 'glance begin', '/demo-redis-1 log no config', '/demo-redis-1 crashed it is exited (exit 1)');
    await hear('s1', 'glance end 0');
    await hear('s2', 'glance begin', 'glance end 0');
    await hear('s1', '3 begin', '3 end 0');
    await hear('s2', '4 begin', '4 end 0');
    await end('s1');
    await end('s2');
    await ended;
    expect(log).toEqual([
      's1 <- 1',
      's2 <- 2',
      's1 1 begun',
      's1 1 done',
      's2 2 begun',
      's2 2 done',
      's1 <- glance',
      's2 <- glance',
      's1 1 log: no config',
      's1 1 failed: it started, but it is exited (exit 1)',
      's1 <- 3',
      's2 <- 4',
      's1 <- end of input',
      's2 <- end of input',
    ]);
    const changed = [deed('create', 's1', 'redis-1', 'failed'), deed('start', 's2', 'web-1', 'done')];
    const failed = { ...written, outcome: 'failed' as const, changed };
    expect(messages('s2').at(-1)).toBe(stepMessage('4', [], recordProgram('engine-s2', 'demo', failed)));
  });

  test('looks at nothing where nothing was started, or where the wait for it has failed', async () => {
    const { log, hear } = deploy(
      ['s1', 's2'],
      [step.create('1', 's1', 'redis-1'), step.wait('2', 's1', 'redis-1', '1'), step.stop('3', 's2', 'web-1')],
    );
    await hear('s2', '3 begin', '3 end 0');
    await hear('s1', '1 begin', '1 end 0', '2 begin', '2 out demo-redis-1 is unhealthy', '2 end 1');
    expect(log.slice(-3)).toEqual([
      's1 2 failed: demo-redis-1 is unhealthy',
      's1 <- end of input',
      's2 <- end of input',
    ]);
  });
});

describe('the outcome', () => {
  const written = record({ deploy: 'd2', placement: { 'redis-1': 's1', 'web-1': 's2' }, specs: {} });
  const steps = [
    step.outcome('1', 's1', written),
    step.outcome('2', 's2', written),
    step.stop('3', 's1', 'redis-1'),
    step.create('4', 's2', 'web-1', '3'),
  ];

  test('is written last, wherever it stands in the plan', async () => {
    const { log, messages, hear, end, ended } = deploy(['s1', 's2'], steps);
    await hear('s1', '3 begin', '3 end 0');
    await hear('s2', '4 begin', '4 end 0');
    await hear('s2', 'glance end 0');
    await hear('s2', '2 begin', '2 end 0');
    await hear('s1', '1 begin', '1 end 0');
    await end('s1');
    await end('s2');
    await ended;
    expect(log).toEqual([
      's1 <- 3',
      's1 3 begun',
      's1 3 done',
      's2 <- 4',
      's2 4 begun',
      's2 4 done',
      's2 <- glance',
      's1 <- 1',
      's2 <- 2',
      's1 <- end of input',
      's2 <- end of input',
    ]);
    const changed = [deed('stop', 's1', 'redis-1', 'done'), deed('create', 's2', 'web-1', 'done')];
    const told = { ...written, changed };
    expect(messages('s1').at(-1)).toBe(stepMessage('1', [], recordProgram('engine-s1', 'demo', told)));
  });

  test('is written whatever failed, and says so', async () => {
    const old = spec({ hash: 'old' });
    const before = record({ placement: { 'web-1': 's3' }, specs: { 'web-1': old } });
    const { log, messages, hear } = deploy(['s1', 's2'], steps, { before });
    await hear('s1', '3 begin', '3 end 1');
    expect(log).toEqual([
      's1 <- 3',
      's1 3 begun',
      's1 3 failed',
      's2 4 skipped: it waits for redis-1 on s1, which failed',
      's1 <- 1',
      's2 <- 2',
    ]);
    const placement = { 'redis-1': 's1', 'web-1': 's3' };
    const changed = [deed('stop', 's1', 'redis-1', 'failed'), deed('create', 's2', 'web-1', 'skipped')];
    const failed = { ...written, outcome: 'failed' as const, placement, specs: { 'web-1': old }, changed };
    expect(messages('s2')).toEqual([stepMessage('2', [], recordProgram('engine-s2', 'demo', failed))]);
  });

  test('that can not be written is told, by ship', async () => {
    const { log, hear, end, ended } = deploy(
      ['s1', 's2'],
      [steps[0], steps[1], steps[2]].flatMap((one) => one ?? []),
    );
    await hear('s1', '3 begin', '3 end 0');
    await hear('s1', '1 begin', '1 end 1');
    await end('s2', 'lost');
    await end('s1');
    await ended;
    expect(log.slice(3)).toEqual([
      's1 <- 1',
      's2 <- 2',
      's1 1 failed: its record of this deploy could not be written',
      's2 2 failed: its record of this deploy could not be written',
      's1 <- end of input',
      's2 <- end of input',
    ]);
  });

  test.each([
    ['0', 'when all went well', [' <- 2']],
    ['1', 'not when something is left', []],
  ])('of a project that is gone takes the record away: step ends %s, %s', async (status, _, sent) => {
    const { log, hear } = deploy(['s1'], [step.stop('1', 's1', 'redis-1'), step.outcome('2', 's1', null)]);
    await hear('s1', '1 begin', `1 end ${status}`);
    expect(log.slice(3)).toEqual([...sent.map((one) => `s1${one}`), ...(sent.length ? [] : ['s1 <- end of input'])]);
  });
});

describe('limits', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const MINUTE = 60_000;

  test.each([
    ['a pull', step.pull('1', 's1'), 60],
    ['a create', step.create('1', 's1', 'redis-1'), 5],
    ['a start', step.start('1', 's1', 'redis-1'), 5],
    ['a wait', step.wait('1', 's1', 'redis-1'), 60],
    ['a stop', step.stop('1', 's1', 'redis-1'), 60],
    ['a record', step.intent('1', 's1'), 1],
  ])('%s that does not end is given up as unknown, by the time since it began', async (_, one, minutes) => {
    const { log, hear } = deploy(['s1'], [one]);
    await vi.advanceTimersByTimeAsync(2 * 60 * MINUTE);
    await hear('s1', '1 begin');
    await vi.advanceTimersByTimeAsync(minutes * MINUTE - 1);
    expect(log).toEqual(['s1 <- 1', 's1 1 begun']);
    await vi.advanceTimersByTimeAsync(1);
    expect(log.slice(2)).toEqual([`s1 1 unknown: it did not end within ${minutes} min`, 's1 <- end of input']);
  });

  test('so is what rode along behind it, and the deploy goes on without them', async () => {
    const { log, hear } = deploy(
      ['s1', 's2'],
      [
        step.create('1', 's1', 'redis-1'),
        step.create('2', 's1', 'api-1', '1'),
        step.create('3', 's1', 'app-1', '2'),
        step.create('4', 's2', 'web-1', '1'),
        step.outcome('5', 's2'),
      ],
    );
    await hear('s1', '1 begin');
    await vi.advanceTimersByTimeAsync(5 * MINUTE);
    expect(log).toEqual([
      's1 <- 1, 2 after 1, 3 after 2',
      's1 1 begun',
      's1 1 unknown: it did not end within 5 min',
      's2 4 skipped: it waits for redis-1 on s1, which may or may not be done',
      's1 2 unknown: it waits for redis-1 on s1, which may or may not be done',
      's1 3 unknown: it waits for api-1 on s1, which may or may not be done',
      's2 <- 5',
    ]);
  });

  test('what is heard of a step after its time is told no more', async () => {
    const { log, hear } = deploy(
      ['s1', 's2'],
      [step.create('1', 's1', 'redis-1'), step.create('2', 's1', 'api-1', '1'), step.pull('3', 's2')],
    );
    await hear('s1', '1 begin');
    await hear('s2', '3 begin');
    await vi.advanceTimersByTimeAsync(5 * MINUTE);
    const told = log.length;
    await hear('s1', '1 out at last', '1 end 0', '2 begin', '2 end 0');
    expect(log.slice(told)).toEqual([]);
  });

  test('a ship that does not close its channel is let go after half a minute', async () => {
    const { log, hear, ended } = deploy(['s1'], [step.pull('1', 's1')]);
    await hear('s1', '1 begin', '1 end 0');
    await vi.advanceTimersByTimeAsync(30_000 - 1);
    expect(log.at(-1)).toBe('s1 <- end of input');
    await vi.advanceTimersByTimeAsync(1);
    await ended;
    expect(log.at(-1)).toBe('s1 dropped');
  });

  test('a glance and an outcome that get no answer are waited for a minute each', async () => {
    const { log, hear } = deploy(['s1'], [step.start('1', 's1', 'redis-1'), step.outcome('2', 's1')]);
    await hear('s1', '1 begin', '1 end 0');
    expect(log.slice(3)).toEqual(['s1 <- glance']);
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(log.slice(4)).toEqual(['s1 <- 2']);
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(log.slice(5)).toEqual(['s1 2 failed: its record of this deploy could not be written', 's1 <- end of input']);
  });
});
