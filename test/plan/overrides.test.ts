import { expect, test } from 'vitest';
import { withPull, withScale } from '../../src/lib/plan/index.ts';
import { problem, project } from './helpers.ts';

const file = project({ services: { web: { deploy: { replicas: 2, mode: 'replicated' } }, db: {} }, ships: ['s1'] });

test('--scale gives services other numbers of replicas', () => {
  const { services } = withScale(file, ['web=0', 'db=3']);
  expect([services.web?.deploy, services.db?.deploy]).toEqual([{ replicas: 0, mode: 'replicated' }, { replicas: 3 }]);
  expect(file.services.web?.deploy?.replicas).toBe(2);
});

test.each([
  ['web', '"web" is not SERVICE=NUMBER', 'write it as in web=3'],
  ['web=-1', '"web=-1" is not SERVICE=NUMBER', 'write it as in web=3'],
  ['wbe=2', 'the file has no service wbe', 'it has: web, db'],
])('--scale %s is refused', (pair, what, remedy) => {
  expect(problem(() => withScale(file, [pair]))).toEqual({ what, remedy, exit: 2 });
});

test('--scale is refused where two containers would have one name', () => {
  const named = project({ services: { web: { container_name: 'site' } }, ships: ['s1'] });
  expect(withScale(named, ['web=1']).services.web?.deploy).toEqual({ replicas: 1 });
  expect(problem(() => withScale(named, ['web=2']))).toEqual({
    what: "service web has a container_name, so it can't have 2 replicas",
    remedy: 'leave container_name out',
    exit: 2,
  });
});

test.each([
  ['always', ['always', 'always']],
  ['policy', [undefined, 'never']],
  [undefined, [undefined, 'never']],
])('--pull %s', (policy, policies) => {
  const some = project({ services: { web: {}, db: { pull_policy: 'never' } }, ships: ['s1'] });
  expect(Object.values(withPull(some, policy).services).map((service) => service.pull_policy)).toEqual(policies);
});
