import { expect, test } from 'vitest';
import { currentName, newestRecord } from '../../src/lib/plan/record.ts';
import { observation, record, silent } from './helpers.ts';

const first = record({ generation: 1, deploy: 'a' });
const second = record({ generation: 2, deploy: 'b' });
const begun = record({ generation: 2, deploy: 'b', outcome: 'begun' });
const rival = record({ generation: 2, deploy: 'c' });

test.each([
  ['none', [observation('s1'), silent('s2')], {}],
  [
    'the highest generation',
    [observation('s1', { record: first }), observation('s2', { record: second })],
    { record: second },
  ],
  [
    'of one deploy the one that has ended',
    [observation('s1', { record: begun }), observation('s2', { record: second })],
    { record: second },
  ],
  [
    'one that has not ended, for want of another',
    [observation('s1', { record: begun }), observation('s2', { record: first })],
    { record: begun },
  ],
  [
    'none of two deploys that did not see each other',
    [observation('s1', { record: second }), observation('s2', { record: first }), observation('s3', { record: rival })],
    { conflict: ['s1', 's3'] },
  ],
])('the newest record: %s', (_, fleet, expected) => {
  expect(newestRecord(fleet)).toEqual(expected);
});

test.each([
  ['the same, while it is in the fleet', 's1', 's1'],
  ['that of its engine, when it was given another', 's2', 'two'],
  ['the same, when nobody knows its engine', 's3', 's3'],
])("today's name of a recorded ship: %s", (_, name, expected) => {
  const fleet = [observation('s1'), observation('two', { engine: observation('s2').engine }), silent('s3')];
  expect(currentName(record({ ships: ['s1', 's2', 's3'] }), fleet, name)).toBe(expected);
});
