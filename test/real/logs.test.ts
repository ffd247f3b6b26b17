import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { describeReal } from '../harbor/describe.ts';
import type { Harbor } from '../harbor/index.ts';
import { cleanShips, commandLine, type Laptop, laptop } from './laptop.ts';
import { leftovers } from './remains.ts';
import { ask } from './seen.ts';
import { terminal } from './terminal.ts';

const SHIPS = ['192.168.1.83', '192.168.1.84', '192.168.1.85'];
const LINES = 33_334;
const WORDS = ' of a flood, with as many words as a line of a log has on a day';
const TICK = 'i=0; while :; do i=$((i+1)); echo "tick $i"; sleep 0.05; done';
const ODD = `echo out; sleep 0.1; echo err >&2; sleep 0.1
head -c 1000000 /dev/zero | tr '\\0' x; echo; printf '\\377\\000\\r\\n'; printf 'no newline'`;

const FILE = JSON.stringify({
  name: 'talk',
  services: {
    flood: {
      ...{ image: 'busybox', init: true, deploy: { mode: 'global' } },
      command: ['sh', '-c', `seq ${LINES} | sed 's/$/${WORDS}/'; sleep 1000`],
    },
    odd: { image: 'busybox', 'x-ships': [SHIPS[0]], command: ['sh', '-c', ODD.replaceAll('$', '$$$$')] },
    tty: { image: 'busybox', 'x-ships': [SHIPS[1]], tty: true, command: ['sh', '-c', 'echo a; echo b'] },
    tick: { image: 'busybox', init: true, 'x-ships': [SHIPS[1]], command: ['sh', '-c', TICK.replaceAll('$', '$$$$')] },
    mute: { image: 'busybox', init: true, 'x-ships': [SHIPS[2]], logging: { driver: 'none' }, command: 'sleep 1000' },
  },
  'x-ships': SHIPS,
});

/** A line of events that tells of a start or an end. */
const EVENT = /^(\S+) {2}\S+ \S+ container (start|die) [0-9a-f]{64} \(.*name=([\w-]+)\)$/;

/** A run that is under way, and all that it has said. */
function launch(harbor: Harbor, { folder }: Laptop, ...argv: string[]) {
  const child = harbor.spawnLaptop(commandLine(harbor, argv), { cwd: folder, env: harbor.env, stdio: 'pipe' });
  const said = { out: '', err: '' };
  child.stdout?.on('data', (data) => {
    said.out += data;
  });
  child.stderr?.on('data', (data) => {
    said.err += data;
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const says = (where: 'out' | 'err', text: string) =>
    vi.waitFor(() => expect(said[where]).toContain(text), { timeout: 20_000, interval: 50 });
  return { child, said, ended, says };
}

describeReal('logs', (harbor) => {
  let here: Laptop;
  const children: ChildProcess[] = [];
  beforeAll(async () => {
    await cleanShips(harbor);
    here = laptop(harbor, 'talk', FILE);
    await here.compowarm('start');
  });
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await cleanShips(harbor);
    here.remove();
  });

  const nothingLeft = () =>
    vi.waitFor(async () => expect(await leftovers(harbor)).toEqual([]), { timeout: 10_000, interval: 200 });

  it('are those of all ships in the order of time, however many and however fast', async () => {
    const { code, stdout, stderr } = await here.compowarm('logs', '-t', '--no-color', 'flood');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout.split('\n').slice(0, -1);
    const stamps = lines.map((line) => line.split(' ')[2]);
    expect(stamps.length).toBe(3 * LINES);
    expect(stamps.join() === stamps.toSorted().join()).toBe(true);
    for (const [index, ship] of SHIPS.entries()) {
      const name = `flood-${index + 1}@${ship} | `;
      const own = lines.filter((line) => line.startsWith(name)).map((line) => line.slice(line.indexOf('Z ') + 2));
      expect(own.find((line, i) => line !== `${i + 1}${WORDS}`)).toBeUndefined();
      expect(own.length).toBe(LINES);
    }
  });

  it('hold any line: of a megabyte, of no text, of a terminal, without a newline, of standard error', async () => {
    const { code, stdout } = await here.compowarm('logs', '--no-log-prefix', 'odd', 'tty');
    expect(code).toBe(0);
    const lines = stdout.split('\n').sort();
    const all = ['', 'a\r', 'b\r', 'err', 'no newline', 'out', 'x'.repeat(1_000_000), '\uFFFD\0\r'];
    expect(lines.map((line) => (line.length > 20 ? line.length : line))).toEqual(
      all.map((line) => (line.length > 20 ? line.length : line)),
    );
    expect(lines).toEqual(all);
  });

  it('are as many as are asked for, of the container that is asked for', async () => {
    const [one, none] = await Promise.all([
      here.compowarm('logs', 'flood', '--index', '3', '-n', '1'),
      here.compowarm('logs', '--tail', '0', '--since', '1h', '--ship', '192.168.1.85', 'flood'),
    ]);
    expect(one.stdout).toBe(`flood-3@192.168.1.85 | ${LINES}${WORDS}\n`);
    expect(none).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });

  it('that docker can not read are told, and the others shown', async () => {
    const { code, stdout, stderr } = await here.compowarm('logs', 'mute', 'tty', '--until', '2100-01-01');
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: 'tty-1@192.168.1.84  | a\r\ntty-1@192.168.1.84  | b\r\n',
      stderr: expect.stringMatching(
        /^the log of mute-1@192\.168\.1\.85 can't be read: Error response from daemon: configured logging driver does not support reading\n$/,
      ),
    });
  });

  it('are followed through a cut connection, a restart and a container that comes, without a line lost or twice', async () => {
    const { child, said, ended, says } = launch(harbor, here, 'logs', '--follow', '--tail', '1', 'tick');
    children.push(child);
    await says('out', 'tick');
    await ask(harbor, 2, 'pkill -f "sshd: [r]oot@notty"');
    await says('err', 'back: ship 192.168.1.84');
    const sofar = said.out.length;
    await vi.waitFor(() => expect(said.out.length).toBeGreaterThan(sofar), { timeout: 20_000, interval: 50 });
    await ask(harbor, 2, 'docker restart -t 1 talk-tick-1');
    const labels = ['project=talk', 'service=tick', 'container-number=2', 'oneoff=False'];
    const flags = labels.map((label) => `--label com.docker.compose.${label}`).join(' ');
    await ask(harbor, 3, `docker run -d --init --name talk-tick-2 ${flags} busybox sh -c '${TICK}'`);
    await says('out', 'tick-2@192.168.1.85 | tick 20\n');
    await ask(harbor, 2, 'docker stop -t 1 talk-tick-1');
    await ask(harbor, 3, 'docker stop -t 1 talk-tick-2');
    expect(await ended).toBe(0);
    expect(said.err.split('\n')).toEqual([
      'lost: ship 192.168.1.84: the connection was lost (waiting until it is back)',
      'back: ship 192.168.1.84',
      'tick-1@192.168.1.84 exited with code 143',
      'tick-1@192.168.1.84 exited with code 143',
      'tick-2@192.168.1.85 exited with code 143',
      '',
    ]);
    const numbers = (container: string) =>
      [...said.out.matchAll(new RegExp(`^${container}@\\S+ +\\| tick (\\d+)$`, 'gm'))].map(([, n]) => Number(n));
    const [first, second] = [numbers('tick-1'), numbers('tick-2')];
    const restart = first.lastIndexOf(1);
    expect(first).toEqual(first.map((_, i) => (i < restart ? Number(first[0]) + i : i - restart + 1)));
    expect(second).toEqual(second.map((_, i) => i + 1));
    await nothingLeft();
  });

  describe('leave nothing on the ships', () => {
    it('when the laptop is gone', async () => {
      const { child, says } = launch(harbor, here, 'logs', '-f', '-n', '1');
      children.push(child);
      await says('out', 'flood-3@192.168.1.85');
      child.kill('SIGKILL');
      await nothingLeft();
    });

    it('when nobody reads any more', async () => {
      const line = commandLine(harbor, ['logs', 'flood']).join(' ');
      const { stdout } = await harbor.laptop(['sh', '-c', `{ ${line}; echo "status $?" >&2; } | head -1`], {
        cwd: here.folder,
      });
      expect(stdout).toMatch(/^flood-\d@\S+ \| 1 of a flood/);
      await nothingLeft();
    });

    it('when Ctrl-C is pressed at a terminal, which has shown the lines in their order', async () => {
      await ask(harbor, 2, 'docker start talk-tick-1');
      const seat = await terminal(harbor, here, 'logs', '-f', 'tick', '--since', '1s');
      const lines = await seat.shows(/tick \d+\n.*tick \d+$/);
      const numbers = lines
        .flatMap((line) => /^tick-1@192\.168\.1\.84 \| tick (\d+)$/.exec(line)?.[1] ?? [])
        .map(Number);
      expect(numbers).toEqual(numbers.map((_, i) => Number(numbers[0]) + i));
      await seat.press('C-c');
      expect(await seat.status()).toBe(130);
      await nothingLeft();
    });
  });

  it('have events beside them: one stream of what has happened on all ships, and one of what happens', async () => {
    const live = launch(harbor, here, 'events', '--json', 'tick');
    children.push(live.child);
    const { code, stdout } = await here.compowarm('events', '--since', '10m', '--until', '0s', 'tick');
    expect(code).toBe(0);
    const seen = stdout.split('\n').flatMap((line) => {
      const [, ship, action, name] = EVENT.exec(line) ?? [];
      return ship ? [`${ship} ${action} ${name}`] : [];
    });
    expect(seen).toEqual([
      '192.168.1.84 start talk-tick-1',
      '192.168.1.84 die talk-tick-1',
      '192.168.1.84 start talk-tick-1',
      '192.168.1.85 start talk-tick-2',
      '192.168.1.84 die talk-tick-1',
      '192.168.1.85 die talk-tick-2',
      '192.168.1.84 start talk-tick-1',
    ]);
    await ask(harbor, 2, 'docker stop -t 1 talk-tick-1');
    await live.says('out', '"stop"');
    live.child.kill('SIGINT');
    await live.ended;
    await nothingLeft();
  });
});
