import { readdirSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { load, type Project, passedOver, requireShips } from '../../src/lib/compose/index.ts';
import { problemOf } from './files.ts';

const fixtures = new URL('../../fixtures/', import.meta.url);
const env = { TAG: '7.4', HOME: '/home/me' };

function names(folder: string): string[] {
  return readdirSync(new URL(folder, fixtures)).filter((name) => name.endsWith('.yml') && !name.includes('.override.'));
}

function asData({ where: _, lookup: __, local: ___, pairs: ____, masked, directory, files, ...project }: Project) {
  return {
    ...project,
    directory: relative(fixtures.pathname, directory),
    files: files.map((file) => relative(fixtures.pathname, file)),
    masked: [...masked],
  };
}

/** As every verb that makes something of it asks. */
function fitting(project: Project): string[] {
  requireShips(project);
  return passedOver(project);
}

describe('a file of fixtures/bad', () => {
  test.each(names('bad/'))('%s is refused with the text beside it', async (name) => {
    const cwd = new URL('bad/', fixtures).pathname;
    const expected = readFileSync(new URL(`bad/${name.replace('.yml', '.txt')}`, fixtures), 'utf8');
    expect(await problemOf(load({ files: [name], cwd, env }).then(fitting))).toBe(expected);
  });
});

describe('a file of fixtures/valid', () => {
  test.each(names('valid/'))('%s becomes the project beside it', async (name) => {
    const project = await load({ files: [name], cwd: new URL('valid/', fixtures).pathname, env });
    const expected = readFileSync(new URL(`valid/${name.replace('.yml', '.json')}`, fixtures), 'utf8');
    expect(asData(project)).toEqual(JSON.parse(expected));
  });
});
