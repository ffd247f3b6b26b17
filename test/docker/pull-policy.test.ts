import { expect, test } from 'vitest';
import { refreshAfter } from '../../src/lib/docker/index.ts';

test.each([
  [undefined, undefined],
  ['missing', undefined],
  ['if_not_present', undefined],
  ['never', undefined],
  ['build', undefined],
  ['always', 0],
  ['daily', 86_400_000],
  ['weekly', 604_800_000],
  ['every_1h30m', 5_400_000],
  ['every_2d', 172_800_000],
])('%s is pulled again after %j ms', (policy, milliseconds) => {
  expect(refreshAfter(policy)).toBe(milliseconds);
});
