import { join } from 'node:path';
import { expect, it } from 'vitest';
import { load } from '../../src/lib/compose/index.ts';
import { flags } from '../../src/lib/schema/index.ts';
import { FOLDER, folders } from './created.ts';

/** Docker takes storage_opt on XFS with quotas alone, which ships here do not have; builds have tests of their own. */
const NOT_HERE = ['storage_opt', 'build'];

it('the files that are held to docker-compose create use every key that docker has a flag for', async () => {
  const projects = await Promise.all(
    folders().map((folder) => load({ files: [join(FOLDER, folder, 'compose.yaml')], cwd: process.cwd(), env: {} })),
  );
  const used = new Set(projects.flatMap(({ services }) => Object.values(services).flatMap(Object.keys)));
  expect(Object.keys(flags).filter((key) => !used.has(key))).toEqual(NOT_HERE);
});
