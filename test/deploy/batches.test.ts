import { describe, expect, test } from 'vitest';
import { programOf, recordProgram } from '../../src/lib/deploy/programs.ts';
import { type Progress, trackSteps } from '../../src/lib/deploy/progress.ts';
import { stepMessage } from '../../src/lib/fleet/index.ts';
import type { Step } from '../../src/lib/plan/index.ts';
import { container, record, spec, stopFirst } from '../plan/helpers.ts';
import { contextOf, deploy, planOf, step } from './scripted.ts';

const SHIPS = { '1': 's1', '2': 's2', '3': 's1' } as const;
type Own = keyof typeof SHIPS;

const all = { failures: 0, of: ['1', '2', '3'] };
const old = (own: Own) => container({ service: 'web', number: Number(own), id: own.repeat(64) });
const common = (id: string, own: Own) => ({
  id,
  ship: SHIPS[own],
  subject: `web-${own}`,
  after: [],
  why: '',
  changes: [],
});
const how = (own: Own) => ({
  ...{ spec: spec({ name: `demo-web-${own}`, number: Number(own), hash: 'is' }), old: old(own), run: true, keep: [] },
  ...stopFirst,
});

/** Three replicas on two ships, one after the other; `failures` of them may fail. */
function batches(failures = 0): Step[] {
  const replace = (own: Own, behind: string[]): Step => ({
    ...{ ...common(own, own), kind: 'replace', ...how(own), retains: true, behind },
    ...(behind.length > 0 ? { tolerates: { failures, of: behind } } : {}),
  });
  const conclude = (own: Own): Step[] => [
    {
      ...{ ...common(`${own}-`, own), kind: 'retire', container: `aside-${own}` },
      ...{ sequel: { own, all: { ...all, failures } }, behind: all.of },
    },
    {
      ...{ ...common(`${own}+`, own), kind: 'revert', replaced: how(own) },
      ...{ sequel: { own, all: { ...all, failures } }, behind: all.of },
    },
  ];
  const replaces = [replace('1', []), replace('2', ['1']), replace('3', ['1', '2'])];
  return [...replaces, ...(['1', '2', '3'] as const).flatMap(conclude)];
}

function track(failures = 0) {
  const told: string[] = [];
  const steps = batches(failures);
  const progress = trackSteps(planOf(steps), ({ step: id, state, text }) => {
    told.push(`${id} ${state}${text === undefined ? '' : `: ${text}`}`);
  });
  return { progress, told, ready: () => ['s1', 's2'].flatMap((ship) => progress.ready(ship).map(({ id }) => id)) };
}

/** Sends what is ready, and lets it end so. */
const run = (progress: Progress, id: string, how: 'done' | 'failed') => {
  for (const ship of ['s1', 's2']) for (const one of progress.ready(ship)) if (one.id === id) progress.sent(one);
  progress[how](id);
};

describe('batches', () => {
  test('follow one another over ships, and nothing of the next is sent before it is known how the last ended', () => {
    const { progress, ready } = track();
    expect(ready()).toEqual(['1']);
    for (const one of progress.ready('s1')) progress.sent(one);
    expect(ready()).toEqual([]);
    progress.done('1');
    expect(ready()).toEqual(['2']);
    run(progress, '2', 'done');
    expect(ready()).toEqual(['3']);
  });

  test('too many failures skip the rest, with the reason, and bring back what has been replaced', () => {
    const { progress, told, ready } = track();
    run(progress, '1', 'done');
    run(progress, '2', 'failed');
    expect(told).toEqual(['1 done', '2 failed', '3 skipped: it waits for web-2 on s2, which failed']);
    expect(ready()).toEqual(['1+']);
    run(progress, '1+', 'done');
    expect(progress.settled).toBe(true);
    expect(told.slice(3)).toEqual(['1+ done']);
  });

  test('so many failures as may be change nothing for the others', () => {
    const { progress, told, ready } = track(1);
    run(progress, '1', 'failed');
    run(progress, '2', 'done');
    run(progress, '3', 'done');
    expect(ready()).toEqual(['3-', '2-']);
    expect(told).toEqual(['1 failed', '2 done', '3 done']);
  });

  test('when all are good the old ones go, and nobody hears of a way back', () => {
    const { progress, told, ready } = track();
    for (const id of ['1', '2', '3']) run(progress, id, 'done');
    expect(ready()).toEqual(['1-', '3-', '2-']);
    for (const id of ready()) run(progress, id, 'done');
    expect(progress.settled).toBe(true);
    expect(told).toEqual(['1 done', '2 done', '3 done', '1- done', '3- done', '2- done']);
  });

  test('a ship that is lost is a failure, for the others go back', () => {
    const { progress, told, ready } = track();
    run(progress, '1', 'done');
    for (const one of progress.ready('s2')) progress.sent(one);
    progress.lost('s2', 'the connection was lost');
    expect(told).toEqual([
      '1 done',
      '2 unknown: the connection was lost',
      '3 skipped: it waits for web-2 on s2, which may or may not be done',
    ]);
    expect(ready()).toEqual(['1+']);
  });

  test('an interruption leaves what has been replaced as it is', () => {
    const { progress, told } = track();
    run(progress, '1', 'done');
    progress.halt('the deploy was interrupted');
    expect(told).toEqual([
      '1 done',
      '2 skipped: the deploy was interrupted',
      '3 skipped: it waits for web-2 on s2, which was skipped',
    ]);
    expect(progress.settled).toBe(true);
  });
});

test('the record of a deploy that was taken back is that of before', async () => {
  const was = spec({ hash: 'was' });
  const specs = { 'web-1': was, 'web-2': was, 'web-3': was };
  const placement = { 'web-1': 's1', 'web-2': 's2', 'web-3': 's1' };
  const before = record({ placement, specs });
  const is = spec({ hash: 'is' });
  const written = record({ placement, specs: { 'web-1': is, 'web-2': is, 'web-3': is } });
  const changed = (
    [
      ['replace', 's1', 'web-1', 'done'],
      ['replace', 's2', 'web-2', 'failed'],
      ['replace', 's1', 'web-3', 'skipped'],
      ['revert', 's1', 'web-1', 'done'],
    ] as const
  ).map(([kind, ship, subject, end]) => ({ kind, ship, subject, end }));
  const steps = [...batches(), step.outcome('9', 's1', written)];
  const { hear, messages, end, ended } = deploy(['s1', 's2'], steps, { before });
  await hear('s1', '1 begin', '1 end 0');
  await hear('s2', '2 begin', '2 end 1');
  const revert = steps.find(({ id }) => id === '1+') as Step;
  expect(messages('s1').at(-1)).toBe(stepMessage('1+', [], programOf(revert, contextOf('s1'))));
  await hear('s1', '1+ begin', '1+ end 0');
  await hear('s1', 'glance end 0');
  expect(messages('s1').at(-1)).toBe(
    stepMessage('9', [], recordProgram('engine-s1', 'demo', { ...written, specs, outcome: 'failed', changed })),
  );
  await hear('s1', '9 end 0');
  await Promise.all([end('s1'), end('s2')]);
  await ended;
});
