import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeAll } from '../../src/commands/shared/describe.ts';
import type { Description } from '../../src/lib/output/index.ts';
import type { PaperFleet } from '../paper/index.ts';
import { inProcess } from './in-process.ts';
import { laptopWith } from './laptop.ts';

/** What the examples are about: those of the README, and some more. */
const FILE = `name: visits
redis:
  image: redis
  ports: ["6379:6379"]
client:
  image: flask
  links: [redis]
web:
  image: flask
worker:
  image: redis
ships: [192.168.1.83, 192.168.1.84]
`;

let fleet: PaperFleet;
const home = process.cwd();

beforeAll(async () => {
  fleet = await laptopWith(FILE);
  const hosts = await readFile(fleet.sshConfig, 'utf8');
  await writeFile(fleet.sshConfig, hosts.replaceAll('10.0.0.1', '192.168.1.83').replaceAll('10.0.0.2', '192.168.1.84'));
  process.chdir(fleet.home);
  await typed('compowarm start');
});
afterAll(async () => {
  process.chdir(home);
  await fleet.down();
});

/** Examples that a test does not run, and why. */
const UNTRIED: [RegExp, string][] = [
  [/^compowarm (logs --follow|events|wait)/, 'it goes on while containers run'],
  [/^compowarm (attach|exec|run|cp)/, 'what runs and lies in containers on paper is no command and no file'],
];

/** Examples that end with another status than 0 here, and why. */
const STATUS: Record<string, [number, string]> = {
  'compowarm failover 192.168.1.84': [1, 'that ship answers'],
  'compowarm failover 192.168.1.84 --without-data redis --yes': [1, 'that ship answers'],
  'compowarm rollback 1a2b3c4d --dry-run': [2, 'no deploy has that id'],
  'compowarm rollback 1a2b --yes': [2, 'no deploy has that id'],
  'compowarm rollback': [6, 'it moves what was drained'],
};

/** Runs a line, with what it prints put where it says; returns its status, with what went wrong. */
async function typed(line: string): Promise<[number, string]> {
  const [, verb = '', ...rest] = line.split(' ').filter((word) => !word.startsWith('>'));
  const reaches = verb !== 'help' && verb !== 'completion';
  const ran = await inProcess([verb, ...(reaches ? ['--ssh-config', fleet.sshConfig] : []), ...rest]);
  const file = line.split(' >')[1];
  if (file !== undefined) await writeFile(file, ran.stdout);
  return [ran.code, ran.stderr];
}

const all = await describeAll();
const changes = ({ flags }: Description) => flags.some(({ name }) => name === 'lock-wait');
const examples = all.flatMap((verb) => verb.examples);
const isTried = (line: string) => !UNTRIED.some(([form]) => form.test(line));

describe('examples run as they stand', () => {
  // what only looks comes first, for it is to find something; then start, while the plan that was saved is the same
  const turn = (verb: Description) => (changes(verb) ? (verb.name === 'start' ? 1 : 2) : 0);
  const inOrder = all.toSorted((a, b) => turn(a) - turn(b));

  test.each(inOrder.map((verb) => [verb.name, verb] as const))('%s', async (_, verb) => {
    if (changes(verb)) await typed('compowarm start --yes');
    for (const line of verb.examples.filter(isTried)) {
      const [status, said] = await typed(line);
      expect([line, status, status === 0 ? '' : said]).toEqual([line, STATUS[line]?.[0] ?? 0, expect.any(String)]);
    }
  });
});

test('what is known of examples is of some that there are', () => {
  expect(UNTRIED.filter(([form]) => !examples.some((line) => form.test(line)))).toEqual([]);
  expect(Object.keys(STATUS).filter((line) => !examples.includes(line))).toEqual([]);
});
