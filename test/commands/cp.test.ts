import { spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { copyWay } from '../../src/commands/shared/copy-way.ts';
import { folder, plant, standing, type Tree, unpacked } from '../files/tree.ts';
import type { PaperFleet, PaperShip, Reply } from '../paper/index.ts';
import { problem } from '../plan/helpers.ts';
import { laptopWith } from './laptop.ts';

describe('cp is told', () => {
  test.each([
    ['web:/a', './b', 'out web /a ./b'],
    ['web:a', '-', 'out web a -'],
    ['./b', 'web:/a', 'in web /a ./b'],
    ['-', 'web:/a', 'in web /a -'],
    ['web:/a:b', '/c:d', 'out web /a:b /c:d'],
    ['./x:y', 'web:/a', 'in web /a ./x:y'],
  ])('from %s to %s', (source, target, way) => {
    expect(Object.values(copyWay(source, target)).join(' ')).toBe(way);
  });

  test.each<[source: string, target: string, what: string, remedy: string]>([
    ['./a', 'b', 'neither ./a nor b is in a container', 'name the service, and a path in its container: web:/path'],
    ['web:/a', 'db:/b', 'nothing is copied from one service to another', 'copy to this machine first, and from there'],
    ['web:', 'b', 'web: has no path', 'name one in the container: web:/path'],
  ])('what it can do nothing with: from %s to %s', (source, target, what, remedy) => {
    expect(problem(() => copyWay(source, target))).toEqual({ what, remedy, exit: 2 });
  });
});

const FILE = `name: shop
services:
  web:
    image: flask
    deploy: { replicas: 2, placement: { max_replicas_per_node: 1 } }
    ports: ["80:80"]
x-ships: [ship1, ship2]
`;

/** What stands in every container. */
const INSIDE: Tree = {
  'app/conf': ['a=1', 0o640],
  'app/deep/file': 'x',
  'srv/to-app': { to: '/app' },
};

let fleet: PaperFleet;
let ships: [PaperShip, PaperShip];
let here: string;

beforeAll(async () => {
  fleet = await laptopWith(FILE);
  ships = fleet.ships as typeof ships;
  here = fleet.home;
  await fleet.laptop(['start']);
});
afterAll(() => fleet.down());

beforeEach(() => {
  const inside = folder();
  plant(inside, INSIDE);
  for (const { engine } of ships) {
    for (const container of engine.containers) container.copied = [];
    engine.intercept = ({ argv }) => (argv[0] === 'cp' && argv.at(-1) === '-' ? copiedOut(inside, argv) : undefined);
  }
});

/** What docker prints of a path in such a container. */
function copiedOut(inside: string, argv: string[]): Reply {
  const asked = argv.at(-2)?.replace(/^[^:]*:/, '') ?? '';
  const words = ['-C', path.join(inside, path.dirname(asked)), '--owner=0', '--group=0', '-c', path.basename(asked)];
  const { status, stdout } = spawnSync('tar', words);
  if (status === 0) return { code: 0, out: stdout.toString(), err: '' };
  return { code: 1, out: '', err: `Error response from daemon: Could not find the file ${asked}\n` };
}

async function cp(argv: string, input?: string) {
  const { code, stdout, stderr } = await fleet.laptop(['cp', ...argv.split(' ')], input === undefined ? {} : { input });
  return { code, stdout, stderr: stderr.trimEnd().split('\n').sort() };
}

/** What was copied into containers: where to, and a line a thing. */
const copied = () =>
  ships.flatMap(({ name, engine }) =>
    engine.containers.flatMap((one) => one.copied.map(({ path: to, tar }) => [name, to, ...unpacked(tar)].join(' | '))),
  );

describe('to containers', () => {
  beforeAll(() => writeFile(path.join(here, 'conf'), 'b=2', { mode: 0o600 }));

  test('all replicas, under the name that is said', async () => {
    expect(await cp('conf web:/app/new')).toEqual({
      code: 0,
      stdout: '',
      stderr: ['copied 3 bytes to web-1 on ship1', 'copied 3 bytes to web-2 on ship2'],
    });
    expect(copied()).toEqual(['ship1 | /app | new 0600 b=2', 'ship2 | /app | new 0600 b=2']);
  });

  test('one replica, in a folder that a link leads to', async () => {
    expect((await cp('--index 2 conf web:/srv/to-app')).stderr).toEqual(['copied 3 bytes to web-2 on ship2']);
    expect(copied()).toEqual(['ship2 | /app | conf 0600 b=2']);
  });

  test('those of one ship', async () => {
    expect((await cp('--ship ship1 conf web:/app')).stderr).toEqual(['copied 3 bytes to web-1 on ship1']);
  });

  test('a tar, to several', async () => {
    const { stdout } = spawnSync('tar', ['-C', here, '-c', 'conf']);
    const { code, stderr } = await cp('- web:/app', stdout.toString());
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: ['copied 10.0 KiB to web-1 on ship1', 'copied 10.0 KiB to web-2 on ship2'],
    });
    expect(copied()).toEqual(['ship1 | /app | conf 0600 b=2', 'ship2 | /app | conf 0600 b=2']);
  });

  test('what goes wrong is told for each', async () => {
    expect(await cp('conf web:/app/none/')).toEqual({
      code: 1,
      stdout: '',
      stderr: [
        'ship ship1: in shop-web-1 there is no folder /app/none/',
        'ship ship2: in shop-web-2 there is no folder /app/none/',
      ],
    });
    expect(copied()).toEqual([]);
  });

  test('what is not here is told before any ship is asked', async () => {
    for (const { engine } of ships) engine.calls.length = 0;
    expect(await cp('none web:/app')).toMatchObject({
      code: 2,
      stderr: ['  try: look at the name and the folder', 'none is not there'],
    });
    expect(ships.flatMap(({ engine }) => engine.calls)).toEqual([]);
  });
});

describe('from containers', () => {
  test('the first replica, with modes', async () => {
    expect(await cp('web:/app fetched')).toEqual({
      code: 0,
      stdout: '',
      stderr: ['copied 4 bytes from web-1 on ship1'],
    });
    expect(standing(path.join(here, 'fetched'))).toEqual(['conf 0640 a=1', 'deep/ 0755', 'deep/file 0644 x']);
  });

  test('a file in a folder, and in the place of one', async () => {
    await mkdir(path.join(here, 'into'));
    await cp('--index 2 web:/app/conf into');
    expect(standing(path.join(here, 'into'))).toEqual(['conf 0640 a=1']);
    await cp('web:/app/deep/file into/conf');
    expect(standing(path.join(here, 'into'))).toEqual(['conf 0644 x']);
  });

  test('a tar', async () => {
    const { code, stdout, stderr } = await cp('web:/app -');
    expect({ code, stderr }).toEqual({ code: 0, stderr: ['copied 10.0 KiB from web-1 on ship1'] });
    expect(unpacked(Buffer.from(stdout))).toEqual([
      'app/ 0755',
      'app/conf 0640 a=1',
      'app/deep/ 0755',
      'app/deep/file 0644 x',
    ]);
  });

  test('what is not there is told in docker’s words', async () => {
    expect(await cp('web:/none x')).toEqual({
      code: 1,
      stdout: '',
      stderr: [
        '  why: Error response from daemon: Could not find the file /none',
        "ship ship1: /none of shop-web-1 can't be copied",
      ],
    });
  });

  test('a folder does not take the place of a file', async () => {
    await writeFile(path.join(here, 'mine'), 'kept');
    expect(await cp('web:/app mine')).toMatchObject({
      code: 1,
      stderr: ["mine is a file: a folder can't take its place"],
    });
    expect(await readFile(path.join(here, 'mine'), 'utf8')).toBe('kept');
  });
});

test('what is a device or a pipe here is neither written over nor read', async () => {
  spawnSync('mkfifo', [path.join(here, 'pipe')]);
  expect(await cp('web:/app/conf pipe')).toEqual({
    code: 1,
    stdout: '',
    stderr: ['pipe is a device, a pipe or a socket: nothing can take its place'],
  });
  expect(await cp('pipe web:/app')).toEqual({
    code: 2,
    stdout: '',
    stderr: ["pipe is a device, a pipe or a socket: it can't be copied"],
  });
});

test('a connection that is lost is told', async () => {
  const [ship] = ships;
  const { intercept } = ship.engine;
  ship.engine.intercept = (given) => {
    if (given.argv[1] === '-') ship.cut();
    return intercept?.(given);
  };
  expect(await cp('--index 1 conf web:/app/new')).toEqual({
    code: 3,
    stdout: '',
    stderr: ['  why: the connection was lost', 'ship ship1: not all was copied to /app of shop-web-1'],
  });
});

test('a container on a ship that does not answer', async () => {
  ships[1].faults.refuseAuth = true;
  expect(await cp('--index 2 web:/app x')).toMatchObject({
    code: 3,
    stderr: expect.arrayContaining(['web-2 has no container']),
  });
  const { code, stderr } = await cp('conf web:/app/');
  expect([code, ...stderr.map((line) => line.replace(/(ship2: ).*/, '$1...'))]).toEqual([
    3,
    'copied 3 bytes to web-1 on ship1',
    'unreachable: ship ship2: ...',
  ]);
});
