import { expect, test } from 'vitest';
import { settledRecord } from '../../src/lib/deploy/record.ts';
import type { DeployRecord } from '../../src/lib/docker/index.ts';
import type { Step } from '../../src/lib/plan/index.ts';
import { container, record, spec } from '../plan/helpers.ts';
import { step } from './scripted.ts';

const [was, is, other] = [spec({ hash: 'was' }), spec({ hash: 'is' }), spec({ hash: 'other' })];
const replace = (id: string, ship: string, subject: string): Step => ({
  ...{ id, ship, subject, after: [], why: '', changes: [] },
  ...{ kind: 'replace', spec: is, old: container({ service: 'web' }), run: true, keep: [] },
});

const last = record({ generation: 4, placement: { 'web-1': 's1' }, specs: { 'web-1': was } });
const next = record({
  generation: 5,
  placement: { 'web-1': 's2', 'api-1': 's1' },
  specs: { 'web-1': is, 'api-1': other },
});
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
  expect(settledRecord(next, before, { undone, well: false })).toEqual(written);
  expect({ next, before }).toEqual(given);
});

test('where all went well it is the record itself', () => {
  expect(settledRecord(next, last, { undone: [], well: true })).toBe(next);
});
