import { expect, it } from 'vitest';
import { isFailed } from '../../src/lib/docker/index.ts';
import { planDown, type Step } from '../../src/lib/plan/index.ts';
import { container, project } from './helpers.ts';
import { lines, shown } from './lines.ts';
import { alone, but, second, start, up } from './starting.ts';
import { shipWith } from './world.ts';

const web = alone({ image: 'web' });
const failed = (deploy: string) =>
  container({ service: 'web', id: deploy, name: `demo-web-1_failed_${deploy}`, state: 'exited' });
const fleet = shipWith(up(web), 's1', { failed: [failed('b'), failed('a')] });

it.each([
  ['demo-web-1_failed_ab12', { 'compowarm.deploy': 'ab12' }, true],
  ['demo-web-1_failed_ab12', { 'compowarm.deploy': 'other' }, false],
  ['job_failed_over', {}, false],
  ['demo-web-1', { 'compowarm.deploy': 'ab12' }, false],
])('%s of %o is one that was kept for a look: %s', (name, labels, expected) => {
  expect(isFailed({ name, labels })).toBe(expected);
});

it('a plan passes over them', () => {
  expect(shown(start(web, fleet))).toEqual({ unchanged: ['web-1'] });
});

it('down removes them', () => {
  const { steps } = planDown(project(web), fleet, { ...second, services: [], removeOrphans: false });
  expect(lines({ steps }).filter((line) => line.includes('_failed_'))).toEqual([
    '3 s1: remove container demo-web-1_failed_b (the project goes down)',
    '4 s1: remove container demo-web-1_failed_a (the project goes down)',
  ]);
});

it.each([
  [undefined, { keepFailed: 1, tooManyFailed: true }],
  [0, { keepFailed: 0, tooManyFailed: true }],
  [2, { keepFailed: 2 }],
])('a replacement knows how many are to stay (--keep-failed %s)', (keepFailed, expected) => {
  const options = keepFailed === undefined ? {} : { keepFailed };
  const { steps } = start(but(web, { web: { image: 'web:2' } }), fleet, options);
  const replace = steps.find((step): step is Extract<Step, { kind: 'replace' }> => step.kind === 'replace');
  const { keepFailed: kept, tooManyFailed } = replace ?? {};
  expect({ keepFailed: kept, ...(tooManyFailed && { tooManyFailed }) }).toEqual(expected);
});
