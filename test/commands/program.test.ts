import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { PaperFleet, PaperShip } from '../paper/index.ts';
import { containersOf, hold, laptopWith, timeless, VISITS } from './laptop.ts';

let fleet: PaperFleet;

afterEach(() => fleet.down());

const ship = (number: number) => fleet.ships[number - 1] as PaperShip;

/** How a command ended and what it said, with no times in it. */
async function typed(line: string, env: NodeJS.ProcessEnv = {}) {
  const { code, stdout, stderr } = await fleet.laptop(line.split(' '), { env });
  const said = stderr.replace(/(unreachable: ship \w+: ).*/g, '$1...').replace(/\S+@\S+ since \S+/, 'WHO since WHEN');
  return { code, stdout: timeless(stdout), stderr: timeless(said) };
}

/** What is said of a ship that lets nobody in, with its own words left out. */
const UNREACHABLE = 'unreachable: ship ship2: ...\n';

describe('exit status', () => {
  test('0: all is as the file says, and start said twice does nothing the second time', async () => {
    fleet = await laptopWith(VISITS);
    const { code, stdout, stderr } = await typed('start');
    const [head, said = ''] = stderr.split('\n\n2 create on 2 ships\n\n');
    expect({ code, stdout, head, said: said.split('\n').toSorted() }).toEqual({
      code: 0,
      stdout: '',
      head: `ship ship1
  + network visits_default   redis-1 needs it
  + create redis-1           first in the file
ship ship2
  + network visits_default   client-1 needs it
  + create client-1          fewest of this project`,
      // the ships are heard as they come
      said: [
        '',
        '2 created on 2 ships in Ns',
        'ship1  network visits_default  created (Ns)',
        'ship1  redis-1                 created (Ns)',
        'ship2  client-1                created (Ns)',
        'ship2  network visits_default  created (Ns)',
      ],
    });
    expect(await typed('start')).toEqual({
      code: 0,
      stdout: '',
      stderr: 'nothing to do: 2 containers on 2 ships are as the file says\n',
    });
    expect(fleet.ships.map(containersOf)).toEqual([['visits-redis-1 running'], ['visits-client-1 running']]);
    expect(ship(2).engine.container('visits-client-1').env).toContain('redis_ip=10.0.0.1');
  });

  test('1: something failed; what depends on it is skipped, the rest is done', async () => {
    fleet = await laptopWith(`${VISITS}other:\n  image: flask\n`);
    for (const { engine } of fleet.ships)
      engine.images = engine.images.filter(({ tags }) => tags[0] === 'flask:latest');
    const { code, stdout, stderr } = await typed('start');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.slice(stderr.indexOf('1 created'))).toBe(`1 created, 1 failed, 2 skipped on 2 ships in Ns
failed: image redis on ship1: Error response from daemon: pull access denied for redis, repository does not exist or may require 'docker login': denied: requested access to the resource is denied
skipped: redis-1 on ship1: it waits for image redis on ship1, which failed
skipped: client-1 on ship2: it waits for redis-1 on ship1, which was skipped
`);
    expect(fleet.ships.map(containersOf)).toEqual([['visits-other-1 running'], []]);
  });

  test('2: the file is wrong, told before any connection', async () => {
    fleet = await laptopWith(VISITS.replace('links: [redis]', 'links: [rediss]'));
    expect(await typed('start')).toEqual({
      code: 2,
      stdout: '',
      stderr: `docker.yml:8:11: service client links to "rediss", which is not a service: did you mean "redis"?
  8 |   links: [rediss]
    |           ^
  try: name a service of this file
`,
    });
    expect(fleet.ships.map(({ counts }) => counts.connections)).toEqual([0, 0]);
  });

  test.each([
    ['an unknown flag', 'start --no-such-flag', 'start has no flag --no-such-flag\n  try: compowarm start --help\n'],
    ['a word that is no verb', 'satrt', 'there is no verb satrt: did you mean start?\n  try: compowarm help\n'],
    ['a service that the file has not', 'start nginx', 'the file has no service nginx\n  try: it has: redis, client\n'],
    ['a ship that the file has not', 'ps --ship ship9', 'the file has no ship ship9\n  try: it has: ship1, ship2\n'],
    [
      'a file that is not there',
      'ps -f nothing.yml',
      'there is no file nothing.yml\n  try: look at the name and the folder\n',
    ],
  ])('2: %s', async (_, line, stderr) => {
    fleet = await laptopWith(VISITS);
    expect(await typed(line)).toEqual({ code: 2, stdout: '', stderr });
    expect(fleet.ships.map(({ counts }) => counts.connections)).toEqual([0, 0]);
  });

  test('3: a ship does not answer; the others are dealt with', async () => {
    fleet = await laptopWith(VISITS);
    ship(2).faults.refuseAuth = true;
    const head = 'SHIP   NAME   IMAGE   SERVICE   CREATED   STATUS   PORTS\n';
    expect(await typed('ps')).toEqual({ code: 3, stdout: head, stderr: UNREACHABLE });
    expect(await typed('start')).toEqual({
      code: 3,
      stdout: '',
      stderr: `ship ship1
  + network visits_default   redis-1 needs it
  + create redis-1           ship2 does not answer
  + create client-1          ship2 does not answer

2 create on 1 ship

ship1  network visits_default  created (Ns)
ship1  redis-1                 created (Ns)
ship1  client-1                created (Ns)
2 created on 1 ship in Ns
${UNREACHABLE}`,
    });
    expect(fleet.ships.map(containersOf)).toEqual([['visits-redis-1 running', 'visits-client-1 running'], []]);
  });

  test('1 comes before 3', async () => {
    fleet = await laptopWith(VISITS);
    ship(1).engine.images = [];
    ship(2).faults.refuseAuth = true;
    expect(await typed('start')).toMatchObject({ code: 1 });
  });

  test('4: another deploy holds the lock, and is named', async () => {
    fleet = await laptopWith(VISITS);
    const { reached, release } = hold(ship(1), 'image', 'ls');
    const first = fleet.launch(['start']);
    await reached;
    expect(await typed('start')).toEqual({
      code: 4,
      stdout: '',
      stderr: `ship ship1: another deploy of this project is going on
  why: WHO since WHEN holds its lock
  try: wait until it has ended, or let this one wait: --lock-wait 60
`,
    });
    release();
    expect(await first.ended).toMatchObject({ code: 0 });
  });

  test('6: something wants a yes; without a terminal there is none, and nothing of it is done', async () => {
    fleet = await laptopWith(VISITS);
    await typed('start');
    await writeFile(path.join(fleet.home, 'docker.yml'), VISITS.replaceAll('client', 'front'));
    expect(await typed('start --remove-orphans')).toEqual({
      code: 6,
      stdout: '',
      stderr: `ship ship2
  . stop visits-client-1     its service is not in the file
  - remove visits-client-1   its service is not in the file
  + create front-1           fewest of this project

wants a yes: visits-client-1 on ship2 is an orphan: the file has no service client (--remove-orphans removes it)

1 create, 1 stop, 1 remove, 1 unchanged on 2 ships
nothing was done: say --yes to go on
`,
    });
    expect(fleet.ships.map(containersOf)).toEqual([['visits-redis-1 running'], ['visits-client-1 running']]);
    expect(await typed('start --remove-orphans --yes')).toMatchObject({ code: 0 });
    expect(fleet.ships.map(containersOf)).toEqual([['visits-redis-1 running'], ['visits-front-1 running']]);
  });
});

describe('plan', () => {
  const edited = VISITS.replace('image: redis', 'image: redis\n  environment: { TZ: UTC }');
  const edit = (text: string) => writeFile(path.join(fleet.home, 'docker.yml'), text);

  test('tells what differs and changes nothing; with --detailed-exitcode status 5 where there is something', async () => {
    fleet = await laptopWith(VISITS);
    await typed('start');
    expect(await typed('plan --detailed-exitcode')).toMatchObject({ code: 0 });
    await edit(edited);
    const stdout = `ship ship1
  -/+ replace redis-1   it differs in environment.TZ, stop-first: it publishes port 6379
        environment.TZ: (none) -> UTC

places
  redis-1   on ship1: stays where it runs
  client-1  on ship2: stays where it runs

1 replace, 1 unchanged on 2 ships
`;
    expect(await typed('plan -v')).toEqual({ code: 0, stdout, stderr: '' });
    expect(await typed('plan -v --detailed-exitcode')).toEqual({ code: 5, stdout, stderr: '' });
    ship(2).faults.refuseAuth = true;
    expect(await typed('plan --detailed-exitcode')).toMatchObject({ code: 3 });
  });

  test('that was saved is carried out while it is the same', async () => {
    fleet = await laptopWith(VISITS);
    const { stdout } = await typed('plan --format json');
    await writeFile(path.join(fleet.home, 'plan.json'), stdout);
    expect(await typed('start --plan plan.json')).toMatchObject({ code: 0 });
    expect(await typed('start --plan plan.json')).toEqual({
      code: 6,
      stdout: '',
      stderr: `the plan is no longer the one in plan.json: nothing was done
  why: - ship1: network visits_default (redis-1 needs it)
       - ship2: network visits_default (client-1 needs it)
       - ship1: create redis-1 (first in the file)
       - ship2: create client-1 (fewest of this project)
  try: look at what has changed, and save it anew: compowarm plan --format json >FILE
`,
    });
    expect(fleet.ships.map(containersOf)).toEqual([['visits-redis-1 running'], ['visits-client-1 running']]);
  });

  test.each([
    ['that is not there', 'nothing.json', "ENOENT: no such file or directory, open 'nothing.json'"],
    ['that holds none', 'docker.yml', 'Unexpected token'],
  ])('saved in a file %s: an error before any connection', async (_, file, why) => {
    fleet = await laptopWith(VISITS);
    const { code, stderr } = await typed(`start --plan ${file}`);
    expect(code).toBe(2);
    expect(stderr).toContain(`${file} holds no plan that can be read\n  why: ${why}`);
    expect(stderr).toContain('\n  try: save one: compowarm plan --format json >FILE\n');
    expect(fleet.ships.map(({ counts }) => counts.connections)).toEqual([0, 0]);
  });
});

describe('standard output', () => {
  test('is JSON only with ps --format json: rows, and errors too', async () => {
    fleet = await laptopWith(VISITS);
    await typed('start');
    for (const flag of ['--format json', '--json']) {
      const { code, stdout, stderr } = await typed(`ps ${flag}`);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(rows(stdout).map(({ Ship, Name, State }) => [Ship, Name, State])).toEqual([
        ['ship1', 'visits-redis-1', 'running'],
        ['ship2', 'visits-client-1', 'running'],
      ]);
    }
    ship(2).faults.refuseAuth = true;
    const silent = await typed('ps --format json');
    expect(silent.code).toBe(3);
    expect(silent.stderr).toBe(UNREACHABLE);
    expect(rows(silent.stdout).map(({ Ship, Name, State }) => [Ship, Name, State])).toEqual([
      ['ship1', 'visits-redis-1', 'running'],
      ['ship2', 'visits-client-1', 'unknown'],
    ]);
  });

  test.each([
    ['ps --json nginx', { Error: 'the file has no service nginx', Remedy: 'it has: redis, client', ExitCode: 2 }],
    [
      'ps --format json -f nothing.yml',
      { Error: 'there is no file nothing.yml', Remedy: 'look at the name and the folder', ExitCode: 2 },
    ],
    [
      'ps --no-such-flag --format=json',
      { Error: 'ps has no flag --no-such-flag', Remedy: 'compowarm ps --help', ExitCode: 2 },
    ],
  ])('is an error as JSON: %s', async (line, error) => {
    fleet = await laptopWith(VISITS);
    const { code, stdout, stderr } = await typed(line);
    expect({ code, stderr, said: rows(stdout) }).toEqual({ code: 2, stderr: '', said: [error] });
  });

  test('is empty of colour with NO_COLOR, and where there is no terminal', async () => {
    fleet = await laptopWith(VISITS);
    for (const env of [{ NO_COLOR: '1', FORCE_COLOR: '1' }, {}]) {
      for (const line of ['start', 'plan', 'ps nginx', 'help']) {
        const { stdout, stderr } = await typed(line, { ...env, TERM: 'xterm-256color' });
        expect(`${stdout}${stderr}`).not.toContain('\x1b');
      }
    }
  });
});

function rows(stdout: string): Record<string, unknown>[] {
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}
