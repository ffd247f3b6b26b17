import { describe, expect, test } from 'vitest';
import { type Berth, baseOf, landing } from '../../src/lib/files/index.ts';
import { problem } from '../plan/helpers.ts';

const file = { base: 'f', isFolder: false };
const folder = { base: 'd', isFolder: true };
const inside = { base: '.', isFolder: true };

describe('a copy ends up, as docker has it,', () => {
  test.each<[string, typeof file, Berth, string]>([
    ['a file in a folder', file, { path: '/to', there: 'folder' }, '/to f'],
    ['a file in a folder with a slash', file, { path: 'to/', there: 'folder' }, 'to/ f'],
    ['a file in the place of one', file, { path: '/to/g', there: 'file' }, '/to g'],
    ['a file under a new name', file, { path: 'g', there: 'nothing' }, '. g'],
    ['a folder in a folder', folder, { path: '/to', there: 'folder' }, '/to d'],
    ['a folder under a new name', folder, { path: '/to/e', there: 'nothing' }, '/to e'],
    ['a folder under a new name with a slash', folder, { path: '/to/e/', there: 'nothing' }, '/to e'],
    ['what is in a folder, in another', inside, { path: '/to', there: 'folder' }, '/to .'],
    ['what is in a folder, in a new one', inside, { path: '/e', there: 'nothing' }, '/ e'],
  ])('%s', (_, freight, berth, where) => {
    const { into, root } = landing(freight, berth);
    expect(`${into} ${root}`).toBe(where);
  });

  test.each<[typeof file, Berth, string]>([
    [folder, { path: '/to/g', there: 'file' }, "/to/g is a file: a folder can't take its place"],
    [inside, { path: '/to/g', there: 'file' }, "/to/g is a file: a folder can't take its place"],
    [
      file,
      { path: '/dev/null', there: 'device' },
      '/dev/null is a device, a pipe or a socket: nothing can take its place',
    ],
    [file, { path: '/to/', there: 'nothing' }, 'there is no folder /to/'],
    [file, { path: '/to/.', there: 'nothing' }, 'there is no folder /to/.'],
  ])("%j can't go to %j", (freight, berth, what) => {
    expect(problem(() => landing(freight, berth))).toEqual({ what, exit: 1 });
  });
});

test.each([
  ['/a/b', 'b'],
  ['/a/b/', 'b'],
  ['/a/b/.', '.'],
  ['.', '.'],
  ['..', 'home'],
  ['/', '.'],
  ['a/..', 'me'],
  ['a.', 'a.'],
])('%s is called %s', (said, base) => {
  expect(baseOf(said, '/home/me')).toBe(base);
});
