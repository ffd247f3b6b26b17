import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PaperFleet, PaperShip } from '../paper/index.ts';
import { hold, laptopWith, VISITS } from './laptop.ts';

let fleet: PaperFleet;

beforeAll(async () => {
  fleet = await laptopWith(VISITS);
});
afterAll(() => fleet.down());

/** A table with ids, times and people as words, and columns one blank apart. */
function plainRows(text: string): string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) =>
      line
        .replace(/\b[0-9a-f]{8}\b/, 'ID')
        .replace(/(Less than a|\d+) seconds? ago/, 'NOW')
        .replace(/\S+@\S+/, 'ME')
        .replace(/ {2,}/g, ' | '),
    );
}

test('a deploy that was cut off stays in the history', async () => {
  const cut = await laptopWith(VISITS);
  const [ship] = cut.ships as [PaperShip];
  const { reached, release } = hold(ship, 'run');
  const { child, ended } = cut.launch(['start'], { input: '' });
  await reached;
  child.kill('SIGKILL');
  release();
  await ended;
  await cut.laptop(['start', '--lock-wait', '10']);
  const { stdout } = await cut.laptop(['history']);
  expect(plainRows(stdout).map((row) => row.split(' | ').at(-1))).toEqual(['ENDED', 'done', 'unfinished']);
  await cut.down();
});

test('every deploy is told of, by the ships that answer', async () => {
  const { laptop, home, ships } = fleet;
  expect(await laptop(['history'])).toMatchObject({
    code: 0,
    stdout: 'DEPLOY   WHEN   WHO   FILES   CHANGED   ENDED\n',
  });
  await laptop(['start']);
  await writeFile(path.join(home, 'docker.yml'), VISITS.replace('[redis]', '[redis]\n  environment: {A: "1"}'));
  await laptop(['start']);
  await laptop(['down', 'client']);
  await ships[0]?.close();
  const { code, stdout } = await laptop(['history']);
  expect(code).toBe(3);
  expect(plainRows(stdout)).toEqual([
    'DEPLOY | WHEN | WHO | FILES | CHANGED | ENDED',
    '* ID | NOW | ME | docker.yml | down: 1 stopped, 1 removed | done',
    ' | ID | NOW | ME | docker.yml | 1 replaced | done',
    ' | ID | NOW | ME | docker.yml | 2 created | done',
  ]);
});
