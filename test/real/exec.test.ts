import { createHash, randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeReal } from '../harbor/describe.ts';
import { cleanShips, commandLine, type Laptop, laptop } from './laptop.ts';
import { ask, askLines } from './seen.ts';
import { terminal } from './terminal.ts';

/** `web` with a shell, called by root; `bare`, whose image has one program alone, by someone who is not root. */
const FILE = `x-ships:
  - 192.168.1.83
  - {name: two, host: 192.168.1.84, user: deploy}
  - 192.168.1.85
name: work
services:
  web:
    image: busybox
    init: true
    command: sleep 3600
    stop_signal: SIGKILL
    deploy: {replicas: 2}
    ships: [192.168.1.83, 192.168.1.85]
  bare: {image: bare, command: /sleep 3600, stop_signal: SIGKILL, ships: [two]}
`;

describeReal('exec', (harbor) => {
  let here: Laptop;
  beforeAll(async () => {
    await cleanShips(harbor);
    await ask(
      harbor,
      2,
      'mkdir -p /tmp/bare; cp /bin/busybox /tmp/bare/sleep; tar -C /tmp/bare -c . | docker import - bare',
    );
    here = laptop(harbor, 'work', FILE);
    await here.compowarm('start');
  });
  afterAll(async () => {
    await ask(harbor, 2, 'docker rm -f work-bare-1; docker rmi bare; rm -r /tmp/bare');
    here.remove();
  });

  /** What runs in a container besides its own program. */
  const running = async (ship: number, container: string) => {
    const lines = await askLines(harbor, ship, `docker top ${container} -eo pid,args | sed '1d; s/^ *[0-9]* *//'`);
    return lines.filter((line) => !line.includes('3600'));
  };
  const launch = (argv: readonly string[], stdin: 'pipe' | 'ignore' | number = 'ignore') =>
    harbor.spawnLaptop(commandLine(harbor, ['exec', ...argv]), { cwd: here.folder, stdio: [stdin, 'pipe', 'pipe'] });

  it('passes words, variables, user and folder on, and the status back', async () => {
    const ran = await here.compowarm(
      ...['exec', '-T', '-e', 'A=one two', '-eB=3', '-u', '4242', '-w', '/tmp', 'web'],
      ...['sh', '-c', 'id -u; pwd; echo "$A $B"; echo "$@"; echo oh >&2; exit 7', '--', '--help', 'a b'],
    );
    expect(ran).toMatchObject({ code: 7, stdout: '4242\n/tmp\none two 3\n--help a b\n', stderr: 'oh\n' });
    expect(await ask(harbor, 1, 'ls -d /tmp/compowarm-*/env 2>/dev/null || true')).toBe('');
  });

  it('runs in the replica that is named', async () => {
    const { code, stdout } = await here.compowarm('exec', '--index', '2', 'web', 'hostname');
    const id = await ask(harbor, 3, 'docker inspect --format {{.Config.Hostname}} work-web-2');
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${id}\n` });
  });

  it('has docker’s status where there is nothing to run, and a shell’s where a signal ends it', async () => {
    const { code, stdout, stderr } = await here.compowarm('exec', 'bare', 'sh');
    expect([126, 127]).toContain(code);
    expect(stdout + stderr).toContain('"sh": executable file not found in $PATH');
    expect(await here.compowarm('exec', 'web', 'sh', '-c', 'kill -KILL $$')).toMatchObject({ code: 137 });
  });

  it('passes bytes as they are, both ways', async () => {
    const bytes = randomBytes(20_000_000);
    const child = launch(['web', 'tee', '/dev/stderr'], 'pipe');
    child.stdin?.end(bytes);
    const both = [child.stdout, child.stderr].map((stream) => buffer(stream as NonNullable<typeof stream>));
    const sums = (await Promise.all(both)).map((all) => createHash('sha256').update(all).digest('hex'));
    const sent = createHash('sha256').update(bytes).digest('hex');
    expect(sums).toEqual([sent, sent]);
  });

  it('leaves a command running with -d, and says nothing', async () => {
    const words = ['exec', '-d', 'web', 'sh', '-c', 'echo heard; mkfifo /tmp/gate; read -r word </tmp/gate'];
    expect(await here.compowarm(...words)).toMatchObject({ code: 0, stdout: '', stderr: '' });
    const gate = 'docker exec work-web-1 sh -c "[ -p /tmp/gate ] && echo go >/tmp/gate"';
    await vi.waitFor(() => ask(harbor, 1, gate), { timeout: 20_000, interval: 200 });
  });

  it.each([
    {
      signal: 'SIGINT',
      status: 130,
      words: ['web', 'sh', '-c', 'echo begun; sleep 88; sleep 99'],
      ship: 1,
      container: 'work-web-1',
    },
    { signal: 'SIGTERM', status: 143, words: ['bare', '/sleep', '88'], ship: 2, container: 'work-bare-1' },
  ] as const)('$signal ends what runs in the container', async ({ signal, status, words, ship, container }) => {
    const child = launch(words);
    await vi.waitFor(
      async () => expect(await running(ship, container)).toContainEqual(expect.stringMatching(/sleep 88/)),
      {
        timeout: 20_000,
        interval: 200,
      },
    );
    const ended = new Promise((resolve) => child.on('exit', resolve));
    child.kill(signal);
    expect(await ended).toBe(status);
    expect(await running(ship, container)).toEqual([]);
  });

  it('ends quietly, with the command, when nobody reads its output any more', async () => {
    const words = commandLine(harbor, ['exec', 'web', 'yes'])
      .map((word) => `'${word}'`)
      .join(' ');
    const { code, stdout, stderr } = await harbor.laptop(['sh', '-c', `${words} | head -n 1`], { cwd: here.folder });
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'y\n', stderr: '' });
    expect(await running(1, 'work-web-1')).toEqual([]);
  });

  it('a shell has this terminal: its size, also when that changes, its keys, and it back at the end', async () => {
    const seat = await terminal(harbor, here, 'exec', '-it', 'web', 'sh');
    await seat.shows(/# *$/);
    await seat.type('stty size; trap "echo caught" INT\n');
    await seat.shows(/^24 80$/m);
    await seat.resize(100, 30);
    await seat.type('until stty size | grep -q "30 100"; do :; done; echo it fits\n');
    await seat.shows(/^it fits$/m);
    await seat.type('sleep 88\n');
    await vi.waitFor(async () => expect(await running(1, 'work-web-1')).toContain('sleep 88'), { timeout: 20_000 });
    await seat.press('C-c');
    await seat.shows(/^\^Ccaught$/m);
    await seat.type('exit 5\n');
    expect(await seat.status()).toBe(5);
  });

  it('a terminal that is closed ends the command', async () => {
    const seat = await terminal(harbor, here, 'exec', 'web', 'sh', '-c', 'echo begun; sleep 88');
    await seat.shows('begun');
    await seat.close();
    await vi.waitFor(async () => expect(await running(1, 'work-web-1')).toEqual([]), {
      timeout: 20_000,
      interval: 200,
    });
  });
});
