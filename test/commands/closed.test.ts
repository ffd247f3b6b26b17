import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PaperFleet, PROGRAM } from '../paper/index.ts';
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

test.each([
  ['ps', 1],
  ['config', 1],
  ['version', 1],
  ['exec redis echo hi', 255],
])('%s says that its answer can not be written', async (line, code) => {
  for (const { engine } of fleet.ships)
    engine.intercept = ({ argv }) => (argv[0] === 'exec' ? { code: 0, out: 'hi\n', err: '' } : undefined);
  const [verb = '', ...rest] = line.split(' ');
  const readOnly = await open(path.join(fleet.home, 'docker.yml'), 'r');
  const child = spawn(process.execPath, [PROGRAM, verb, '--ssh-config', fleet.sshConfig, ...rest], {
    cwd: fleet.home,
    env: fleet.env,
    stdio: ['ignore', readOnly.fd, 'pipe'],
  }) as ChildProcessByStdio<null, null, Readable>;
  const [stderr, [status]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  await readOnly.close();
  expect([status, stderr]).toEqual([code, "standard output can't be written: bad file descriptor\n"]);
});
