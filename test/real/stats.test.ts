import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeReal } from '../harbor/describe.ts';
import type { Result } from '../harbor/index.ts';
import { cleanShips, type Laptop, laptop } from './laptop.ts';
import { leftovers } from './remains.ts';
import { ask, idOf } from './seen.ts';
import { terminal } from './terminal.ts';

const FILE = `services:
  web: {image: busybox, init: true, command: sleep 1000, deploy: {mode: global}}
  job: {image: busybox, command: "true", x-ships: [192.168.1.84]}
x-ships: [192.168.1.83, 192.168.1.84, 192.168.1.85]
`;

describeReal('stats', (harbor) => {
  let here: Laptop;
  let table: Result;
  let json: Result;
  beforeAll(async () => {
    await cleanShips(harbor);
    here = laptop(harbor, 'demo', FILE);
    await here.compowarm('start');
    const words = ['--no-stream', '--json', '-a', '--no-trunc', '--ship', '192.168.1.84', 'job', 'web'];
    [table, json] = await Promise.all([here.compowarm('stats', '--no-stream'), here.compowarm('stats', ...words)]);
  });
  afterAll(async () => {
    await cleanShips(harbor);
    here.remove();
  });

  /** The lines of a table, with what was measured as N and columns one blank apart. */
  const shape = (lines: string[]) =>
    lines.map((line) => line.replace(/\b\d+(\.\d+)?([kKMG]i?B|B|%)/g, 'N').replace(/ {2,}/g, ' | '));

  const ROWS = [83, 84, 85].map(
    (ship, index) => `192.168.1.${ship} | demo-web-${index + 1} | N | N | N | N / N | N / N`,
  );

  it('measures once, in one table of all ships', () => {
    const { code, stdout, stderr } = table;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = shape(stdout.trimEnd().split('\n')).map((line) => line.replace(/\b[0-9a-f]{12}\b/, 'ID'));
    expect(lines).toEqual([
      'SHIP | CONTAINER ID | NAME | CPU % | MEM USAGE / LIMIT | MEM % | NET I/O | BLOCK I/O | PIDS',
      ...[1, 2, 3].map((n) => `192.168.1.${82 + n} | ID | demo-web-${n} | N | N / N | N | N / N | N / N | 2`),
    ]);
  });

  it('gives programs an object for each container; those that do not run too, of one ship, where that is asked for', async () => {
    const { code, stdout } = json;
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const id = await idOf(harbor, 2, 'demo-web-2');
    expect({ code, rows }).toEqual({
      code: 0,
      rows: [
        expect.objectContaining({ Ship: '192.168.1.84', Name: 'demo-job-1', Service: 'job', PIDs: '0' }),
        {
          BlockIO: expect.stringMatching(/B \/ .*B$/),
          CPUPerc: expect.stringMatching(/^\d+\.\d\d%$/),
          Container: id.slice(0, 12),
          ID: id,
          MemPerc: expect.stringMatching(/^\d+\.\d\d%$/),
          MemUsage: expect.stringMatching(/B \/ .*B$/),
          Name: 'demo-web-2',
          NetIO: expect.stringMatching(/B \/ .*B$/),
          PIDs: '2',
          Service: 'web',
          Ship: '192.168.1.84',
        },
      ],
    });
  });

  it('is a table on a terminal that goes on: through a lost ship, new containers and another size, until Ctrl-C', async () => {
    const seat = await terminal(harbor, here, 'stats', 'web');
    const head = 'SHIP | NAME | CPU % | MEM USAGE | MEM % | NET I/O | BLOCK I/O';
    const isMeasured = async () => expect(shape(await seat.screen())).toEqual([head, ...ROWS]);
    await vi.waitFor(isMeasured, { timeout: 20_000, interval: 200 });
    await ask(harbor, 3, 'docker rm -f demo-web-3');
    await seat.shows(/^(?!.*demo-web-3).*demo-web-2/s);
    await ask(harbor, 2, 'pkill -f "sshd: [r]oot@notty"');
    const lost = await seat.shows('lost: ship 192.168.1.84: the connection was lost (waiting until it is back)');
    expect(shape(lost)).toContain('192.168.1.84 | demo-web-2 | -- | -- | -- | -- | --');
    await seat.resize(100, 10);
    const isBack = async () =>
      expect(shape(await seat.screen())).toEqual([
        'SHIP | NAME | CPU % | MEM USAGE / LIMIT | MEM % | NET I/O | BLOCK I/O | PIDS',
        ...[1, 2].map((n) => `192.168.1.${82 + n} | demo-web-${n} | N | N / N | N | N / N | N / N | 2`),
      ]);
    await vi.waitFor(isBack, { timeout: 20_000, interval: 200 });
    await seat.press('C-c');
    expect(await seat.status()).toBe(130);
    await vi.waitFor(async () => expect(await leftovers(harbor)).toEqual([]), { timeout: 10_000, interval: 200 });
  });
});
