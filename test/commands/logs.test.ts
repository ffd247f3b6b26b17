import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PaperFleet, paperFleet } from '../paper/index.ts';
import { laptopWith, VISITS } from './laptop.ts';

let fleet: PaperFleet;

beforeAll(async () => {
  fleet = await laptopWith(VISITS);
  fleet.ships[0]?.engine.image('redis', { logs: ['one', 'two', 'three'] });
  fleet.ships[1]?.engine.image('flask', { logs: ['four'] });
  await fleet.laptop(['start']);
});
afterAll(() => fleet.down());

test('the lines of all ships, with whose they are, or of one service, as many as are wanted', async () => {
  const { laptop } = fleet;
  const all = await laptop(['logs']);
  expect({ ...all, stdout: all.stdout.split('\n').sort() }).toEqual({
    code: 0,
    signal: null,
    stdout: ['', 'client-1@ship2 | four', 'redis-1@ship1  | one', 'redis-1@ship1  | three', 'redis-1@ship1  | two'],
    stderr: '',
  });
  expect(await laptop(['logs', 'redis', '-n', '2', '--no-log-prefix'])).toMatchObject({
    code: 0,
    stdout: 'two\nthree\n',
  });
  expect(await laptop(['logs', '--ship', 'ship2'])).toMatchObject({ code: 0, stdout: 'client-1@ship2 | four\n' });
});

describe('what makes no sense is said before any connection', () => {
  test.each([
    ['-n ten', '--tail wants a number of lines, or all: ten is neither\n  try: --tail 100\n'],
    ['--index 1', '--index requires one service to be selected\n  try: compowarm logs --index 2 web\n'],
    [
      '--until soon',
      'invalid value for "until": failed to parse value as time or duration: "soon"\n  try: --until 42m, --until 2026-01-02T13:23:37Z, or seconds since 1970\n',
    ],
    [
      '-f docker.yml',
      'docker.yml is no service\n  why: behind logs, -f means --follow\n  try: name the file in front of the verb: compowarm -f docker.yml logs\n',
    ],
  ])('logs %s', async (words, stderr) => {
    const bare = await paperFleet(0);
    expect(await bare.laptop(['logs', ...words.split(' ')])).toEqual({ code: 2, signal: null, stdout: '', stderr });
    await bare.down();
  });
});

test('a container that is not there is an error, and a ship that is silent is named beside the rest', async () => {
  const { laptop, ships } = fleet;
  expect(await laptop(['logs', 'redis', '--index', '2'])).toEqual({
    code: 1,
    signal: null,
    stdout: '',
    stderr: 'redis-2 has no container\n  why: there is redis-1 on ship1 (running)\n  try: name one that is there\n',
  });
  await ships[0]?.close();
  expect(await laptop(['logs', '-f', '--ship', 'ship1'])).toMatchObject({ code: 3, stdout: '' });
  expect(await laptop(['logs'])).toEqual({
    code: 3,
    signal: null,
    stdout: 'client-1@ship2 | four\n',
    stderr: expect.stringMatching(/^unreachable: ship ship1: .*\n$/),
  });
});
