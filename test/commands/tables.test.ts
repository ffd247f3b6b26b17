import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PaperFleet, PaperShip } from '../paper/index.ts';
import { say } from '../paper/say.ts';
import { laptopWith } from './laptop.ts';

const FILE = `name: visits
services:
  redis: { image: redis, command: redis-server, ports: ["6379:6379"], volumes: ["data:/data"] }
  client: { image: flask, command: serve --all, ports: ["5000:5000"] }
volumes: { data: }
ships: [ship1, ship2]
`;

/** A project that somebody else made on the second ship. */
const BLOG = ['project=blog', 'config-hash=1', 'project.config_files=/home/ann/blog/compose.yaml']
  .map((label) => `--label com.docker.compose.${label}`)
  .join(' ');

let fleet: PaperFleet;
let one: PaperShip;
let two: PaperShip;

beforeAll(async () => {
  fleet = await laptopWith(FILE);
  [one, two] = fleet.ships as [PaperShip, PaperShip];
  await fleet.laptop(['start']);
  await say(two.engine, `run -d --name blog-web-1 ${BLOG} redis`);
});
afterAll(() => fleet.down());

const run = async (line: string, options = {}) => {
  const { code, stdout, stderr } = await fleet.laptop(line.split(' '), options);
  return { code, stderr, lines: stdout.trimEnd().split('\n') };
};
const good = (...lines: string[]) => ({ code: 0, stderr: '', lines });

test('top shows what runs on all ships', async () => {
  expect(await run('top')).toEqual(
    good(
      'SHIP    SERVICE   #   UID    PID    PPID   C   STIME   TTY   TIME       CMD',
      'ship1   redis     1   root   4242   4200   0   10:00   ?     00:00:00   redis-server',
      'ship2   client    1   root   4242   4200   0   10:00   ?     00:00:00   serve --all',
    ),
  );
});

test('top tells which container docker would not speak of', async () => {
  const redis = one.engine.container('visits-redis-1');
  redis.status = 'restarting';
  expect(await run('top redis')).toEqual({
    code: 1,
    stderr: 'visits-redis-1 on ship1: Container visits-redis-1 is restarting, wait until the container is running\n',
    lines: [''],
  });
  redis.status = 'running';
});

test('port prints where others reach a port', async () => {
  expect(await run('port redis 6379')).toEqual(good('10.0.0.1:6379'));
  expect(await run('port redis http')).toEqual({
    code: 2,
    stderr: 'http is no port\n  try: write a number from 1 to 65535\n',
    lines: [''],
  });
});

test('ls lists all projects, whoever made them', async () => {
  const files = `${fleet.home}/docker.yml`;
  expect(await run('ls')).toEqual(
    good(
      `NAME     STATUS       SHIPS          CONFIG FILES`,
      `blog     running(1)   ship2          /home/ann/blog/compose.yaml`,
      `visits   running(2)   ship1, ship2   ${files}`,
    ),
  );
  expect(await run('ls -aq --filter name=^v')).toEqual(good('visits'));
});

test('volumes lists them with their ships and services', async () => {
  expect(await run('volumes')).toEqual(
    good('SHIP    DRIVER   VOLUME NAME   SERVICES', 'ship1   local    visits_data   redis'),
  );
  expect(await run('volumes -q client')).toEqual(good(''));
});

test('images lists those of the containers', async () => {
  const { lines } = await run('images redis --json');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { ContainerName: 'visits-redis-1', Repository: 'redis', Tag: 'latest', Platform: 'linux/amd64', Ship: 'ship1' },
  ]);
});

test('version needs no file, and has the engines where there is one', async () => {
  expect(await run('version --format json')).toEqual(
    good(
      '{"version":"0.1.0","ships":[{"Ship":"ship1","Engine":"20.10.24","Os":"linux","Arch":"x86_64"},{"Ship":"ship2","Engine":"20.10.24","Os":"linux","Arch":"x86_64"}]}',
    ),
  );
  expect(await run('version', { cwd: tmpdir() })).toEqual(good('Compowarm version 0.1.0'));
});

test('a ship that is silent is named, and the rest is shown', async () => {
  await one.close();
  expect(await run('volumes -q')).toEqual({
    code: 3,
    stderr: expect.stringMatching(/^unreachable: ship ship1: /),
    lines: ['visits_data'],
  });
  expect(await run('port client 5000')).toEqual(good('10.0.0.2:5000'));
  expect(await run('port redis 6379')).toMatchObject({
    code: 3,
    stderr: expect.stringMatching(
      /^service redis has no container that runs\n {2}why: what ship1 holds of it is not known: /,
    ),
  });
});
