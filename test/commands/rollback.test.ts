import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PaperFleet, Ran } from '../paper/index.ts';
import { containersOf, laptopWith, timeless, VISITS } from './laptop.ts';

const API = 'api:\n  image: flask\n  ports: ["80:5000"]\n';

let fleet: PaperFleet;

beforeAll(async () => {
  fleet = await laptopWith(VISITS);
});
afterAll(() => fleet.down());

/** What was said, with ids and times as words. */
function plain({ code, stderr }: Ran) {
  return {
    code,
    stderr: timeless(stderr.replace(/\b[0-9a-f]{8}\b/g, 'ID'))
      .split('\n')
      .slice(0, -1),
  };
}
const ships = () => fleet.ships.map(containersOf);

test('rollback is shown and asks like any other deploy, and is one', async () => {
  const { laptop, home } = fleet;
  const none = await laptop(['rollback']);
  expect(plain(none)).toEqual({
    code: 1,
    stderr: ['there is no deploy to go back to', '  why: no ship knows of any', '  try: change the file, and start'],
  });
  await laptop(['start']);
  const before = ships();
  await writeFile(path.join(home, 'docker.yml'), `${VISITS}${API}`);
  await laptop(['start']);
  const added = ships();

  expect(plain(await laptop(['rollback', 'zz']))).toEqual({
    code: 2,
    stderr: ['no ship knows a deploy zz', '  try: it is one of ID, ID: see history'],
  });
  const head = [
    'ship ship1',
    '  . stop demo-api-1     deploy ID had no such service',
    '  - remove demo-api-1   deploy ID had no such service',
    '',
    'wants a yes: demo-api-1 on ship1 is removed: deploy ID had no service api',
    '',
    '1 stop, 1 remove, 2 unchanged on 2 ships',
  ].map((line) => line.replaceAll('demo', 'visits'));
  expect(plain(await laptop(['rollback']))).toEqual({
    code: 6,
    stderr: [...head, 'nothing was done: say --yes to go on'],
  });
  expect(ships()).toEqual(added);
  const went = plain(await laptop(['rollback', '--yes']));
  expect([went.code, went.stderr.slice(0, head.length), went.stderr.at(-1)]).toEqual([
    0,
    head,
    '1 stopped, 1 removed on 1 ship in Ns',
  ]);
  expect(ships()).toEqual(before);
  const { stdout } = await laptop(['history', '--format', 'json']);
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).Verb),
  ).toEqual([expect.stringMatching(/^rollback to [0-9a-f]{8}$/), 'start', 'start']);
});
