import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PaperFleet } from '../paper/index.ts';
import { laptopWith, VISITS } from './laptop.ts';

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
