import { describe, expect, test } from 'vitest';
import { deploy, step } from './scripted.ts';

describe('a step that fails', () => {
  test('skips what depends on it, here and there, with the reason; everything else goes on', async () => {
    const { log, hear, end, ended } = deploy(
      ['s1', 's2'],
      [
        step.pull('1', 's1'),
        step.create('2', 's1', 'redis-1', '1'),
        step.create('3', 's2', 'web-1', '2'),
        step.create('4', 's2', 'api-1', '3'),
        step.start('5', 's2', 'other-1'),
      ],
    );
    await hear('s1', '1 begin', '1 out Using default tag', '1 out Error: denied', '1 end 1', '2 skipped');
    await hear('s2', '5 begin', '5 end 0');
    await hear('s2', 'glance end 0');
    await end('s1');
    await end('s2');
    await ended;
    expect(log).toEqual([
      's1 <- 1, 2 after 1',
      's2 <- 5',
      's1 1 begun',
      's1 1 output: Using default tag',
      's1 1 output: Error: denied',
      's1 1 failed: Error: denied',
      's1 2 skipped: it waits for image redis on s1, which failed',
      's2 3 skipped: it waits for redis-1 on s1, which was skipped',
      's2 4 skipped: it waits for web-1 on s2, which was skipped',
      's2 5 begun',
      's2 5 done',
      's2 <- glance',
      's1 <- end of input',
      's2 <- end of input',
    ]);
  });

  test('that said nothing has no reason; its log is passed on', async () => {
    const { log, hear } = deploy(['s1'], [step.wait('1', 's1', 'redis-1'), step.stop('2', 's1', 'web-1')]);
    await hear('s1', '1 begin', '1 log Out of memory', '1 end 137');
    expect(log).toEqual(['s1 <- 1, 2', 's1 1 begun', 's1 1 log: Out of memory', 's1 1 failed']);
  });

  test('without an intent nothing is changed', async () => {
    const { log, hear } = deploy(['s1'], [step.intent('1', 's1'), step.create('2', 's1', 'redis-1', '1')]);
    await hear('s1', '1 begin', '1 out sh: disk full', '1 end 2', '2 skipped');
    expect(log).toEqual([
      's1 <- 1, 2 after 1',
      's1 1 begun',
      's1 1 output: sh: disk full',
      's1 1 failed: sh: disk full',
      's1 2 skipped: it waits for record on s1, which failed',
      's1 <- end of input',
    ]);
  });
});

describe('a connection that is lost', () => {
  test('leaves the step in hand and what rode along unknown, and skips the rest of its ship and what waits for it', async () => {
    const { log, hear, end, ended } = deploy(
      ['s1', 's2'],
      [
        step.create('1', 's1', 'redis-1'),
        step.wait('2', 's1', 'redis-1', '1'),
        step.start('3', 's2', 'db-1'),
        step.create('4', 's1', 'api-1', '3'),
        step.create('5', 's2', 'web-1', '2'),
      ],
    );
    await hear('s1', '1 begin');
    await end('s1', 'lost');
    await hear('s2', '3 begin', '3 end 0');
    await hear('s2', 'glance end 0');
    await end('s2');
    await ended;
    expect(log).toEqual([
      's1 <- 1, 2 after 1',
      's2 <- 3',
      's1 1 begun',
      's1 1 unknown: the connection was lost',
      's1 2 unknown: the connection was lost',
      's2 5 skipped: it waits for redis-1 on s1, which may or may not be done',
      's1 4 skipped: the connection was lost',
      's2 3 begun',
      's2 3 done',
      's2 <- glance',
      's1 <- end of input',
      's2 <- end of input',
    ]);
  });

  test('what was done before stays done', async () => {
    const { log, hear, end, ended } = deploy(['s1'], [step.pull('1', 's1'), step.stop('2', 's1', 'redis-1', '1')]);
    await hear('s1', '1 begin', '1 end 0', '2 begin');
    await end('s1', 'lost');
    await ended;
    expect(log).toEqual([
      's1 <- 1, 2 after 1',
      's1 1 begun',
      's1 1 done',
      's1 2 begun',
      's1 2 unknown: the connection was lost',
      's1 <- end of input',
    ]);
  });

  test('a shell that ends by itself is the same', async () => {
    const { log, hear, end, ended } = deploy(['s1'], [step.pull('1', 's1')]);
    await hear('s1', '1 begin');
    await end('s1', { signal: 'KILL' });
    await ended;
    expect(log.slice(1)).toEqual(['s1 1 begun', 's1 1 unknown: the connection was lost', 's1 <- end of input']);
  });

  test('steps of a ship that never answered are skipped, and so is what waits for them', async () => {
    const { log, hear, end, ended } = deploy(
      ['s1'],
      [step.pull('1', 's2'), step.start('2', 's1', 'web-1', '1'), step.stop('3', 's1', 'old-1')],
    );
    await hear('s1', '3 begin', '3 end 0');
    await end('s1');
    await ended;
    expect(log).toEqual([
      's2 1 skipped: the ship does not answer',
      's1 2 skipped: it waits for image redis on s2, which was skipped',
      's1 <- 3',
      's1 3 begun',
      's1 3 done',
      's1 <- end of input',
    ]);
  });
});

describe('an interrupt', () => {
  test('lets the step in hand end, sends nothing new, reports the rest, writes no outcome', async () => {
    const { log, hear, interrupt, end, ended } = deploy(
      ['s1', 's2'],
      [
        step.intent('1', 's1'),
        step.create('2', 's1', 'redis-1', '1'),
        step.wait('3', 's1', 'redis-1', '2'),
        step.create('4', 's2', 'web-1', '2'),
        step.outcome('5', 's1'),
        step.outcome('6', 's2'),
      ],
    );
    await hear('s1', '1 begin', '1 end 0', '2 begin');
    await interrupt();
    await hear('s1', '2 end 0', '3 skipped');
    await end('s2');
    await end('s1');
    await ended;
    expect(log).toEqual([
      's1 <- 1, 2 after 1, 3 after 2',
      's1 1 begun',
      's1 1 done',
      's1 2 begun',
      's2 4 skipped: the deploy was interrupted',
      's1 <- end of input',
      's2 <- end of input',
      's1 2 done',
      's1 3 skipped: the deploy was interrupted',
      's1 <- end of input',
      's2 <- end of input',
    ]);
  });

  test('before anything was sent sends nothing', async () => {
    const steps = [step.pull('1', 's1'), step.outcome('2', 's1')];
    const { log, end, ended } = deploy(['s1'], steps, { signal: AbortSignal.abort() });
    await end('s1');
    await ended;
    expect(log).toEqual(['s1 1 skipped: the deploy was interrupted', 's1 <- end of input', 's1 <- end of input']);
  });

  test('a ship that goes while its step ends leaves it unknown', async () => {
    const { log, hear, interrupt, end, ended } = deploy(['s1'], [step.pull('1', 's1')]);
    await hear('s1', '1 begin');
    await interrupt();
    await end('s1', 'lost');
    await ended;
    expect(log).toEqual([
      's1 <- 1',
      's1 1 begun',
      's1 <- end of input',
      's1 1 unknown: the deploy was interrupted',
      's1 <- end of input',
    ]);
  });
});
