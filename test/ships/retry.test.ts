import { expect, test } from 'vitest';
import { retry } from '../../src/lib/ships/retry.ts';

/** Attempts that give these results one after another, and the pauses between them where chance gives `random`. */
async function run(results: string[], random: number) {
  const pauses: number[] = [];
  const rest = [...results];
  const last = await retry(
    async () => rest.shift() ?? 'one too many',
    (result) => result === 'dropped',
    { random: () => random, wait: async (ms) => void pauses.push(ms) },
  );
  return { last, pauses };
}

test.each([
  [['ready'], 0, { last: 'ready', pauses: [] }],
  [['refused'], 0, { last: 'refused', pauses: [] }],
  [['dropped', 'ready'], 0, { last: 'ready', pauses: [50] }],
  [['dropped', 'ready'], 1, { last: 'ready', pauses: [100] }],
  [['dropped', 'dropped', 'refused'], 0.5, { last: 'refused', pauses: [75, 150] }],
  [Array(6).fill('dropped'), 1, { last: 'dropped', pauses: [100, 200, 400, 800] }],
])('%j with chance %d', async (results, random, is) => {
  expect(await run(results, random)).toEqual(is);
});
