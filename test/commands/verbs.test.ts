import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { verbs } from '../../src/commands/shared/verbs.ts';

it('every file of commands/ is a verb that is loaded by its name', () => {
  const files = readdirSync(resolve('src/commands')).filter((name) => name.endsWith('.ts'));
  expect(Object.keys(verbs)).toEqual(files.map((name) => name.replace('.ts', '')).sort());
});
