import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PaperFleet } from '../paper/index.ts';
import { laptopWith, VISITS } from './laptop.ts';

let fleet: PaperFleet;

beforeAll(async () => {
  fleet = await laptopWith(VISITS);
  await writeFile(path.join(fleet.home, 'big.yml'), `${VISITS}x-big: ${'x'.repeat(1_000_000)}\n`);
});
afterAll(() => fleet.down());

test.each([
  ['help'],
  ['help flags'],
  ['--version'],
  ['pss --json'],
  ['ps'],
  ['ps --no-such --json'],
  ['plan'],
  ['start --dry-run'],
  ['config'],
  ['config -f big.yml'],
])('%s ends quietly when nobody reads its answer', async (line) => {
  const { child, ended } = fleet.launch(line.split(' '), { input: '' });
  child.stdout.destroy();
  expect(await ended).toMatchObject({ signal: null, stderr: '' });
});

test('a deploy is finished when nobody reads how it goes', async () => {
  const { child, ended } = fleet.launch(['start'], { input: '' });
  child.stderr.destroy();
  expect(await ended).toMatchObject({ code: 0 });
  expect(fleet.ships.map(({ engine }) => engine.containers.length)).toEqual([1, 1]);
});
