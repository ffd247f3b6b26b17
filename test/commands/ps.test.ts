import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PaperFleet, PaperShip } from '../paper/index.ts';
import { laptopWith, VISITS } from './laptop.ts';

let fleet: PaperFleet;
let ids: Record<string, string>;

beforeAll(async () => {
  fleet = await laptopWith(`${VISITS}task: {image: redis}\n`);
  await fleet.laptop(['start']);
  const [one, two] = fleet.ships as [PaperShip, PaperShip];
  ids = Object.fromEntries(
    [...one.engine.containers, ...two.engine.containers].map(({ name, id }) => [name.slice('visits-'.length), id]),
  );
  one.engine.container('visits-task-1').status = 'paused';
  // client is an orphan from now on
  await writeFile(path.join(fleet.home, 'docker.yml'), VISITS.replace(/client:.*(?=ships)/s, 'task: {image: redis}\n'));
});
afterAll(() => fleet.down());

const ps = async (...argv: string[]) => {
  const { code, stdout, stderr } = await fleet.laptop(['ps', ...argv]);
  return { code, stdout: stdout.replace(/[0-9a-f]{64}/g, (id) => nameOf(id)), stderr };
};

const nameOf = (id: string) => Object.entries(ids).find(([, one]) => one === id)?.[0] ?? id;

test.each([
  ['-q', ['redis-1', 'task-1', 'client-1']],
  ['--services --orphans=false', ['redis', 'task']],
  ['-q --no-orphans --ship ship1 task', ['task-1']],
  ['-q --filter status=paused --status exited', ['task-1']],
])('ps %s', async (line, expected) => {
  expect(await ps(...line.split(' '))).toEqual({
    code: 0,
    stdout: expected.map((one) => `${one}\n`).join(''),
    stderr: '',
  });
});

test.each([
  [
    ['--status', 'lost'],
    'containers are never lost\n  try: name one of paused, restarting, removing, running, dead, created, exited, unknown\n',
  ],
  [
    ['--format', 'table {{.Name}}'],
    '--format takes no template\n  why: templates of Go are not offered\n  try: compowarm ps --format json\n',
  ],
])('ps %j is wrong usage', async (argv, stderr) => {
  expect(await ps(...argv)).toEqual({ code: 2, stdout: '', stderr });
});
