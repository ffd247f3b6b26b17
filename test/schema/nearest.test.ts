import { expect, test } from 'vitest';
import { editDistance, nearest } from '../../src/lib/schema/index.ts';

test.each([
  ['imag', 'image', 1],
  ['prots', 'ports', 1],
  ['', 'abc', 3],
  ['same', 'same', 0],
  ['kitten', 'sitting', 3],
])('from %j to %j it is %d letters', (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
});

test.each([
  ['imag', 'image'],
  ['enviroment', 'environment'],
  ['Ports', 'ports'],
  ['port', 'ports'],
  ['xyz', undefined],
  ['frobnicate', undefined],
])('%j was meant to be %j', (name, meant) => {
  expect(nearest(name, ['image', 'environment', 'ports'])).toBe(meant);
});
