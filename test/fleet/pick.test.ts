import { describe, expect, test } from 'vitest';
import type { Observed } from '../../src/lib/docker/index.ts';
import { type Choice, isFirst, pick, pickEach } from '../../src/lib/fleet/index.ts';
import { container, observation, problem, record, silent } from '../plan/helpers.ts';

const web = (number: number, parts = {}) => container({ service: 'web', number, ...parts });

const FLEET = [
  observation('ship1', { containers: [web(2), web(9, { oneoff: true }), web(3, { state: 'exited' })] }),
  observation('ship2', { containers: [web(1, { state: 'exited' }), web(4), container({ service: 'db' })] }),
];

const chosen = (choice: Partial<Choice>, fleet: Parameters<typeof pick>[0] = FLEET) => {
  const { ship, container } = pick(fleet, { service: 'web', running: true, record: undefined, ...choice });
  return `${container.service}-${container.number} on ${ship}`;
};

describe('the container of a service that is meant is', () => {
  test.each<[string, Partial<Choice>, string]>([
    ['the lowest number that runs', {}, 'web-2 on ship1'],
    ['the lowest number at all, where it need not run', { running: false }, 'web-1 on ship2'],
    ['the number that was named', { index: 4 }, 'web-4 on ship2'],
    ['one of the ship that was named', { ships: ['ship2'] }, 'web-4 on ship2'],
  ])('%s', (_, choice, expected) => {
    expect(chosen(choice)).toBe(expected);
  });
});

describe('it is an error, with what there is instead,', () => {
  test.each<[string, Partial<Choice>, { what: string; why?: string; remedy: string }]>([
    [
      'where that number does not run',
      { index: 1 },
      {
        what: 'web-1 has no container that runs',
        why: 'there is web-1 on ship2 (exited), web-2 on ship1 (running), web-3 on ship1 (exited), web-4 on ship2 (running)',
        remedy: 'compowarm start web',
      },
    ],
    [
      'where there is no such number',
      { index: 7, service: 'db' },
      {
        what: 'db-7 has no container that runs',
        why: 'there is db-1 on ship2 (running)',
        remedy: 'name one that is there',
      },
    ],
    [
      'where the ship has none of the service',
      { service: 'db', ships: ['ship1'] },
      {
        what: 'service db on ship1 has no container that runs',
        why: 'there is db-1 on ship2 (running)',
        remedy: 'name one that is there',
      },
    ],
    [
      'where there is none at all',
      { service: 'cache', running: false },
      { what: 'service cache has no container', remedy: 'compowarm start cache' },
    ],
  ])('%s', (_, choice, expected) => {
    expect(problem(() => chosen(choice))).toEqual({ why: undefined, ...expected, exit: 1 });
  });

  test.each([
    ['paused', 'compowarm unpause web'],
    ['restarting', 'compowarm logs web'],
  ] as const)('with the verb that helps one that is %s', (state, remedy) => {
    const fleet = [observation('ship1', { containers: [web(1, { state })] })];
    expect(problem(() => chosen({}, fleet))).toEqual({
      what: 'service web has no container that runs',
      why: `there is web-1 on ship1 (${state})`,
      remedy,
      exit: 1,
    });
  });

  test('of status 3 where a ship that does not answer holds it by the record', () => {
    const fleet = [observation('ship1'), silent('ship2')];
    const placed = record({ placement: { 'web-1': 'ship2' } });
    expect(problem(() => chosen({ record: placed }, fleet))).toEqual({
      what: 'service web has no container that runs',
      why: 'what ship2 holds of it is not known: connection refused',
      remedy: 'is sshd running there?',
      exit: 3,
    });
    expect(problem(() => chosen({ record: placed, index: 2 }, fleet)).exit).toBe(1);
  });
});

describe('every container of a service that is meant', () => {
  const all = (choice: Partial<Parameters<typeof pickEach>[1]>) =>
    pickEach(FLEET, { service: 'web', running: false, oneoffs: false, record: undefined, ...choice }).map(
      ({ ship, container }) => `${container.service}-${container.number} on ${ship}`,
    );

  test.each([
    [{}, ['web-1 on ship2', 'web-2 on ship1', 'web-3 on ship1', 'web-4 on ship2']],
    [{ running: true }, ['web-2 on ship1', 'web-4 on ship2']],
    [{ ships: ['ship2'] }, ['web-1 on ship2', 'web-4 on ship2']],
    [{ index: 3 }, ['web-3 on ship1']],
    [{ ships: ['ship1'], oneoffs: true }, ['web-2 on ship1', 'web-3 on ship1', 'web-9 on ship1']],
  ])('%j', (choice, expected) => {
    expect(all(choice)).toEqual(expected);
  });

  test('none is an error, as of one', () => {
    expect(problem(() => all({ index: 7 }))).toMatchObject({ what: 'web-7 has no container', exit: 1 });
  });
});

test.each([
  ['the lowest number of all runs there', { service: 'db' }, true],
  ['a lower number may be elsewhere', { service: 'web' }, false],
  ['the number that was named runs there', { service: 'web', index: 4 }, true],
  ['the number that was named does not run', { service: 'web', index: 1 }, false],
  ['another ship was named', { service: 'db', ships: ['ship1'] }, false],
])('%s: whether what one ship shows is enough', (_, choice, enough) => {
  expect(isFirst(FLEET[1] as Observed, choice)).toBe(enough);
  expect(isFirst(silent('ship2'), choice)).toBe(false);
});
