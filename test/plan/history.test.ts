import { expect, test } from 'vitest';
import { deploysOf } from '../../src/lib/plan/index.ts';
import { observation, record, silent } from './helpers.ts';

const [one, two, three] = [1, 2, 3].map((generation) => record({ generation, deploy: `d${generation}` }));
const begun = { ...record({ generation: 3, deploy: 'd3' }), outcome: 'begun' as const };

test('deploys are told by all ships that answer, each by the one that knows how it ended, newest first', () => {
  const fleet = [
    observation('s1', { history: [begun, two as never], record: begun }),
    silent('s2'),
    observation('s3', { history: [three as never, one as never], record: three as never }),
    observation('s4'),
  ];
  expect(deploysOf(fleet)).toEqual([three, two, one]);
});

test('a record of an older version has no copy, and is told all the same', () => {
  expect(deploysOf([observation('s1', { history: [], record: one as never })])).toEqual([one]);
});

test('two deploys of one generation are both told', () => {
  const other = record({ generation: 3, deploy: 'a3' });
  const fleet = [three, other].map((its, index) => observation(`s${index}`, { history: [its as never] }));
  expect(deploysOf(fleet)).toEqual([other, three]);
});
