import { expect, it } from 'vitest';
import type { Event } from '../../src/lib/deploy/index.ts';
import { summary } from '../../src/lib/output/index.ts';
import { plan, step } from './given.ts';

const A = '192.168.1.83';
const B = '192.168.1.84';

const PLAN = plan({
  steps: [
    step({ id: '0', ship: A, kind: 'record', subject: 'record' }),
    step({ id: '1', ship: A, kind: 'network', subject: 'network demo_default' }),
    step({ id: '2', ship: A, kind: 'create', subject: 'redis-1' }),
    step({ id: '3', ship: A, kind: 'create', subject: 'redis-2' }),
    step({ id: '4', ship: B, kind: 'replace', subject: 'web-1' }),
  ],
});

const done = (step: string, ship: string): Event[] => [
  { ship, step, state: 'begun' },
  { ship, step, state: 'done' },
];
const ALL = [...done('0', A), ...done('1', A), ...done('2', A), ...done('3', A), ...done('4', B)];

it('counts what was done, where, and how long it took', () => {
  expect(summary(PLAN, ALL, { color: false, elapsed: 1449 })).toBe('2 created, 1 replaced on 2 ships in 1.4s');
});

it('says of each step that was not done why, and of each silent ship what to do', () => {
  const events: Event[] = [
    ...done('1', A),
    { ship: A, step: '2', state: 'begun' },
    { ship: A, step: '2', state: 'output', text: 'docker: no space left on device' },
    { ship: A, step: '2', state: 'failed' },
    { ship: A, step: '3', state: 'skipped', text: 'redis-1 failed' },
    { ship: B, step: '4', state: 'begun' },
    { ship: B, step: 'db-1', state: 'failed', text: 'db-1 is restarting\nand again' },
  ];
  const unreachable = [{ ship: '192.168.1.85', unreachable: 'no route to host', remedy: 'is it switched on?' }];
  expect(summary(PLAN, events, { color: false, elapsed: 61_000, unreachable })).toBe(
    `1 network created, 2 failed, 1 unknown, 1 skipped on 2 ships in 1m01s
failed: redis-1 on 192.168.1.83: docker: no space left on device
failed: db-1 on 192.168.1.84: db-1 is restarting
unknown: web-1 on 192.168.1.84: no answer came
skipped: redis-2 on 192.168.1.83: redis-1 failed
unreachable: ship 192.168.1.85: no route to host (is it switched on?)`,
  );
});

it('takes back that a step was done when its container falls over afterwards', () => {
  const events: Event[] = [...ALL, { ship: B, step: '4', state: 'failed', text: 'web-1 exited (1)' }];
  expect(summary(PLAN, events, { color: true, elapsed: 200 })).toBe(
    `2 created, 1 failed on 2 ships in 0.2s
\u001b[31mfailed\u001b[39m: web-1 on 192.168.1.84: web-1 exited (1)`,
  );
});

it('tells of a record only when it could not be written', () => {
  const events: Event[] = [...ALL, { ship: A, step: '0', state: 'failed', text: 'disk full' }];
  expect(summary(PLAN, events, { color: false, elapsed: 200 })).toBe(
    `2 created, 1 replaced, 1 failed on 2 ships in 0.2s
failed: record on 192.168.1.83: disk full`,
  );
});

it('says when nothing was done', () => {
  expect(summary(plan({}), [], { color: false, elapsed: 200 })).toBe('nothing was done');
});
