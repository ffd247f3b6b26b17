import { describe, expect, test } from 'vitest';
import { inOrder, type Service, withDependencies } from '../../src/lib/compose/index.ts';
import { shipsInOrder } from '../../src/lib/plan/order.ts';
import { observation, project, silent } from './helpers.ts';

const on = (...names: string[]): Partial<Service> => ({
  depends_on: Object.fromEntries(names.map((name) => [name, { condition: 'service_started', required: true }])),
});

const shop = project({
  services: {
    web: { links: ['api:backend'], ...on('cache') },
    api: on('db'),
    cache: {},
    db: {},
    cron: on('gone', 'api'),
  },
  ships: ['s2', 's1'],
});

test('services stand behind what they link to or depend on, else in the order of the file', () => {
  expect(inOrder(shop)).toEqual(['cache', 'db', 'api', 'web', 'cron']);
});

describe('the services that are chosen', () => {
  test.each([
    [[], ['web', 'api', 'cache', 'db', 'cron']],
    [['cache'], ['cache']],
    [['web'], ['web', 'cache', 'api', 'db']],
    [
      ['cron', 'cache'],
      ['cron', 'api', 'db', 'cache'],
    ],
    [['nobody'], []],
  ])('%j', (names, chosen) => {
    expect([...withDependencies(shop, names)]).toEqual(chosen);
  });
});

test("ships stand in the file's order, then the others by name", () => {
  const fleet = ['s9', 's1', 's10', 's2'].map((name) => observation(name));
  expect(shipsInOrder(shop, [silent('s8'), ...fleet]).map(({ ship }) => ship)).toEqual(['s2', 's1', 's10', 's8', 's9']);
});
