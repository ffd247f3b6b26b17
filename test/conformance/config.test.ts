import { describe, expect, test } from 'vitest';
import { Problem } from '../../src/lib/problem.ts';
import { allCases } from './cases.ts';
import { ourHashes, ours } from './ours.ts';

const cases = allCases();

describe('config says what docker-compose says', () => {
  test.each(cases.filter(({ expected }) => expected !== undefined))('$name', async (one) => {
    expect(await ours(one)).toEqual(one.expected);
  });
});

describe('config --hash says what docker-compose says', () => {
  test.each(cases.filter(({ expected }) => expected !== undefined))('$name', async (one) => {
    expect(await ourHashes(one)).toBe(one.hashes);
  });
});

/** What is wrong with the command line, not with a file, has no place in one. */
const nowhere: Record<string, string> = {
  'refused-env-file-flag-missing': 'there is no file nowhere.env',
  'refused-name-capitals': '"Capitals" is not a name of a project',
  'refused-no-file': 'there is no file nowhere.yaml',
  'refused-services-unknown': 'the file has no service nothing',
};

describe('config refuses what docker-compose refuses', () => {
  test.each(cases.filter(({ refused }) => refused !== undefined))('$name', async (one) => {
    const error = await ours(one).catch((reason: unknown) => reason);
    if (!(error instanceof Problem)) throw new Error(`it is read, or no Problem: ${error}`);
    const told = error.parts.where ? 'where' : error.message;
    expect([error.exit, told]).toEqual([2, nowhere[one.name] ?? 'where']);
  });
});

test('there are many cases', () => {
  expect(cases.length).toBeGreaterThan(300);
});
