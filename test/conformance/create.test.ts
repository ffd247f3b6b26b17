import { join } from 'node:path';
import { beforeAll, expect, inject, it } from 'vitest';
import { describeReal } from '../harbor/describe.ts';
import { prepareNewer } from '../harbor/index.ts';
import { composeAt, compowarm, createdBy, FOLDER, folders, showFiles } from './created.ts';
import { differences } from './differences.ts';
import { asOurs, type Known, known } from './known.ts';

describeReal('containers, networks and volumes are those of docker-compose create', (harbor) => {
  const met = new Set<Known>();
  let compose: string;

  beforeAll(async () => {
    compose = (await prepareNewer()).compose;
    await showFiles(harbor);
  });

  it.each(folders())('%s', async (folder) => {
    const file = join(FOLDER, folder, 'compose.yaml');
    const theirs = await createdBy(composeAt(compose), harbor, file);
    const ours = await createdBy(compowarm, harbor, file);
    expect(
      differences(
        asOurs(theirs, (one) => met.add(one)),
        ours,
      ),
    ).toEqual([]);
  });

  it('every difference that is known was met', () => {
    const here = known.filter(({ engine = inject('engine') }) => engine === inject('engine'));
    expect(here.filter((one) => !met.has(one)).map(({ keys }) => keys)).toEqual([]);
  });
});
