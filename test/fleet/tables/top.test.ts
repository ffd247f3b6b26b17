import { expect, test } from 'vitest';
import { topOf } from '../../../src/lib/fleet/index.ts';
import { container, observation, silent } from '../../plan/helpers.ts';

const FLEET = [
  observation('s1', {
    containers: [container({ service: 'web', number: 2 }), container({ service: 'web' }), container({ service: 'db' })],
    processes: [
      { container: 'id-web-2', refused: 'Error response from daemon: Container id-web-2 is restarting' },
      { container: 'id-web-1', titles: ['PID', 'CMD'], rows: [['7', 'serve'], ['9']] },
      { container: 'id-db-1', titles: ['PID', 'CMD'], rows: [['5', 'db']] },
      { container: 'id-old', titles: ['PID'], rows: [['1']] },
    ],
  }),
  silent('s2'),
  observation('s3', {
    containers: [container({ service: 'web', number: 3 }), container({ service: 'task', state: 'exited' })],
    processes: [{ container: 'id-web-3', titles: ['USER', 'PID'], rows: [['me', '3']] }],
  }),
];

const told = (wanted: Parameters<typeof topOf>[1]) =>
  topOf(FLEET, wanted).rows.map(
    ({ ship, service, number, cells }) => `${ship} ${service}-${number} ${JSON.stringify(cells)}`,
  );

test('what runs is told by ship, service and number, in the columns of each engine', () => {
  expect(told({})).toEqual([
    's1 db-1 {"PID":"5","CMD":"db"}',
    's1 web-1 {"PID":"7","CMD":"serve"}',
    's1 web-1 {"PID":"9","CMD":""}',
    's3 web-3 {"USER":"me","PID":"3"}',
  ]);
});

test('only of the services and ships that were named', () => {
  expect(told({ services: ['db'], ships: [] })).toEqual(['s1 db-1 {"PID":"5","CMD":"db"}']);
  expect(told({ ships: ['s2', 's3'] })).toEqual(['s3 web-3 {"USER":"me","PID":"3"}']);
});

test('what docker would not say is told apart, with the name for the ID', () => {
  expect(topOf(FLEET, {}).refused).toEqual([
    { ship: 's1', name: 'demo-web-2', why: 'Container demo-web-2 is restarting' },
  ]);
  expect(topOf(FLEET, { services: ['db'] }).refused).toEqual([]);
});
