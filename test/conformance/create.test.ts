import { join } from 'node:path';
import { beforeAll, expect, inject, it } from 'vitest';
import { describeReal } from '../harbor/describe.ts';
import { prepareNewer } from '../harbor/index.ts';
import { changed, knownOn } from './changed.ts';
import { composeAt, compowarm, createdBy, FOLDER, folders, withNames } from './created.ts';
import { differences } from './differences.ts';
import type { Known } from './known.ts';
import { expectedLabels, hashLabels } from './labels.ts';

const engine = inject('engine');
const here = knownOn(engine);
/** The folder of what older engines don't know. */
const files = folders().filter((folder) => engine === '28' || folder !== 'docker-28');

describeReal('containers, networks and volumes are those of docker-compose create', (harbor) => {
  const met = new Set<Known>();
  let compose: string;

  beforeAll(async () => {
    compose = (await prepareNewer()).compose;
  });

  it.each(files)('%s', async (folder) => {
    const all = [join(FOLDER, folder, 'compose.yaml'), join(FOLDER, 'ships.yml')];
    const [theirs = {}] = await createdBy(composeAt(compose, 1), harbor, all);
    const ours = withNames((await createdBy(compowarm, harbor, all))[0] ?? {});
    const expected = changed(withNames(theirs), ours, here, (one) => met.add(one));
    expect(differences(expected, ours)).toEqual([]);
    expect(await expectedLabels(all, harbor.env, theirs)).toEqual(hashLabels(theirs));
  });

  it('every difference that is known was met', () => {
    expect(here.filter((one) => !met.has(one)).map(({ keys }) => keys)).toEqual([]);
  });
});
