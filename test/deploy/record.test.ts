import { expect, test } from 'vitest';
import type { StepState } from '../../src/lib/deploy/progress.ts';
import { deedsOf, settledRecord } from '../../src/lib/deploy/record.ts';
import type { DeployRecord } from '../../src/lib/docker/index.ts';
import type { Step } from '../../src/lib/plan/index.ts';
import { container, record, spec, stopFirst } from '../plan/helpers.ts';
import { step } from './scripted.ts';

const [was, is, other] = [spec({ hash: 'was' }), spec({ hash: 'is' }), spec({ hash: 'other' })];
const replace = (id: string, ship: string, subject: string): Step => ({
  ...{ id, ship, subject, after: [], why: '', changes: [] },
  ...{ kind: 'replace', spec: is, old: container({ service: 'web' }), run: true, keep: [], ...stopFirst },
});

const last = record({ generation: 4, placement: { 'web-1': 's1' }, specs: { 'web-1': was } });
const next = record({
  generation: 5,
  placement: { 'web-1': 's2', 'api-1': 's1' },
  specs: { 'web-1': is, 'api-1': other },
});
const nothing = { images: {}, deeds: [] };
const failed = (parts: Partial<DeployRecord> = {}): DeployRecord => ({ ...next, outcome: 'failed', ...parts });

test.each<[string, DeployRecord | undefined, Step[], DeployRecord]>([
  [
    'a replica that was to be made and was there before is written as it was',
    last,
    [step.create('1', 's2', 'web-1')],
    failed({ placement: { ...next.placement, 'web-1': 's1' }, specs: { ...next.specs, 'web-1': was } }),
  ],
  [
    'a replica that was to be made and was nowhere is not written',
    undefined,
    [step.create('1', 's2', 'web-1')],
    failed({ placement: { 'api-1': 's1' }, specs: { 'api-1': other } }),
  ],
  [
    'one that was to be replaced is written as it was',
    last,
    [replace('1', 's1', 'web-1')],
    failed({ placement: { ...next.placement, 'web-1': 's1' }, specs: { ...next.specs, 'web-1': was } }),
  ],
  [
    'one that was to be replaced and of which no record tells stays on its ship, its spec unknown',
    undefined,
    [replace('1', 's2', 'web-1')],
    failed({ specs: { 'api-1': other } }),
  ],
  [
    'one that no record places but that has a spec there keeps both apart',
    record({ specs: { 'web-1': was } }),
    [replace('1', 's2', 'web-1')],
    failed({ specs: { ...next.specs, 'web-1': was } }),
  ],
  [
    'what was not started, stopped, waited for or fetched is there all the same',
    last,
    [
      step.start('1', 's2', 'web-1'),
      step.stop('2', 's2', 'web-1'),
      step.wait('3', 's2', 'web-1'),
      step.pull('4', 's2'),
      step.intent('5', 's2'),
    ],
    failed(),
  ],
  ['what crashed, or may or may not be done, is taken to be there', last, [], failed()],
])('%s', (_, before, undone, written) => {
  const given = structuredClone({ next, before });
  expect(settledRecord(next, undone, before, { undone, well: false, ...nothing })).toEqual(written);
  expect({ next, before }).toEqual(given);
});

test('one that was made on another ship and did not become ready is written as it was', () => {
  const steps = [step.create('1', 's2', 'web-1'), step.wait('2', 's2', 'web-1')];
  expect(settledRecord(next, steps, last, { undone: steps.slice(1), well: false, ...nothing })).toEqual(
    failed({ placement: { ...next.placement, 'web-1': 's1' }, specs: { ...next.specs, 'web-1': was } }),
  );
});

test('a network that was to be made anew is written as it was', () => {
  const [former, network] = [{ name: 'demo_sea', internal: true }, { name: 'demo_sea' }];
  const definitions = { networks: { demo_sea: network, demo_far: { name: 'demo_far' } }, volumes: {} };
  const undone: Step[] = [
    { ...step.pull('1', 's1'), kind: 'renew', key: 'sea', network, former, members: [] },
    { ...step.pull('2', 's1'), kind: 'renew', key: 'far', network: { name: 'demo_far' }, members: [] },
  ];
  expect(settledRecord({ ...next, definitions }, undone, last, { undone, well: false, ...nothing })).toEqual(
    failed({ definitions: { ...definitions, networks: { ...definitions.networks, demo_sea: former } } }),
  );
});

test('what was left with a ship is told of until it is known to be gone from there', () => {
  const left = (replicas: string[]) => ({ s3: { generation: 2, replicas, volumes: [] } });
  const [old, now] = [
    { ...last, left: left(['web-1']) },
    { ...next, left: left([]) },
  ];
  const gone = (end: 'done' | 'unknown') => [{ kind: 'remove', ship: 's3', subject: 'demo-web-1', end }];
  const settled = (end: 'done' | 'unknown') =>
    settledRecord(now, [], old, { undone: [], well: end === 'done', images: {}, deeds: gone(end) }).left;
  expect([settled('done'), settled('unknown')]).toEqual([left([]), left(['web-1'])]);
});

test('where all went well it is the record itself', () => {
  const steps = [step.create('1', 's2', 'web-1')];
  expect(settledRecord(next, steps, last, { undone: [], well: true, ...nothing })).toEqual(next);
});

test('images: those that were seen of what was made, those of before where it was not, none where nobody saw it', () => {
  const steps = ['a-1', 'b-1', 'c-1', 'd-1'].map((replica, index) => step.create(String(index), 's1', replica));
  const [was, is] = [{ id: 'was' }, { id: 'is', digest: 'web@sha256:1' }];
  const images = { 'a-1': was, 'b-1': was, 'c-1': was, 'd-1': was, 'e-1': was };
  const undone = steps.slice(2);
  const ended = settledRecord({ ...next, images }, steps, record({ images: { 'c-1': { id: 'long ago' } } }), {
    ...{ undone, well: false, images: { 'a-1': is }, deeds: [] },
  });
  expect(ended.images).toEqual({ 'a-1': is, 'c-1': { id: 'long ago' }, 'd-1': was, 'e-1': was });
});

test('what the steps came to is in it, but for those that write records', () => {
  const states: Record<string, StepState> = { '2': 'done', '3': 'failed', '4': 'skipped', '5': 'sent' };
  const remove = { ...step.stop('2', 's1', 'web-9'), kind: 'remove', target: 'network', name: 'net' } as Step;
  const steps = [
    step.intent('1', 's1'),
    remove,
    step.create('3', 's1', 'web-1'),
    step.pull('4', 's2'),
    step.stop('5', 's2', 'web-2'),
  ];
  const deeds = deedsOf(steps, (id) => states[id] ?? 'done');
  expect(deeds).toEqual([
    { kind: 'remove', ship: 's1', subject: 'web-9', target: 'network', end: 'done' },
    { kind: 'create', ship: 's1', subject: 'web-1', end: 'failed' },
    { kind: 'pull', ship: 's2', subject: 'image redis', end: 'skipped' },
    { kind: 'stop', ship: 's2', subject: 'web-2', end: 'unknown' },
  ]);
  const ended = settledRecord(next, [], last, { undone: [], well: true, images: {}, deeds });
  expect(ended).toEqual({ ...next, changed: deeds });
});
