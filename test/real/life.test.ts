import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeReal } from '../harbor/describe.ts';
import { cleanShips, commandLine, type Laptop, laptop } from './laptop.ts';
import { ask, askLines, containers, idOf, inspect, told, traces } from './seen.ts';

const FILE = `name: shop
services:
  db:
    image: redis
    stop_signal: SIGKILL
    ports: ["6379:6379"]
    ships: [192.168.1.83]
    pre_stop: [{command: [sh, -c, "echo stopping >>/data/told"]}]
    post_start: [{command: [sh, -c, "echo started >>/data/told"]}]
  web:
    image: busybox
    command: sh -c 'trap "exit 3" TERM; trap "echo hup" HUP; sleep 3600 & while :; do wait; done'
    ports: ["8080:8080"]
    ships: [192.168.1.84]
    depends_on: {db: {condition: service_started, restart: true}}
  one: {image: busybox, command: sleep 3600, stop_signal: SIGKILL, network_mode: none, ships: [192.168.1.85]}
ships: [192.168.1.83, 192.168.1.84, 192.168.1.85]
`;

describeReal('restart, kill, pause, unpause, rm and wait', (harbor) => {
  let here: Laptop;
  beforeAll(async () => {
    await cleanShips(harbor);
    here = laptop(harbor, 'shop', FILE);
    await here.compowarm('start');
  });
  afterAll(() => here.remove());

  const states = async () => (await Promise.all([1, 2, 3].map((ship) => containers(harbor, ship)))).flat();
  const began = async (ship: number, name: string) =>
    Date.parse((await inspect(harbor, ship, name, '.State.StartedAt')) as string);

  it('restart takes dependents on other ships with it, in order, and runs the hooks', async () => {
    const before = await began(2, 'shop-web-1');
    expect(told(await here.compowarm('restart', '-t', '1', 'db'))).toEqual({
      code: 0,
      stdout: '',
      stderr: [
        '192.168.1.83  db-1   restarted (Ns)',
        '192.168.1.84  web-1  restarted (Ns)',
        '2 restarted on 2 ships in Ns',
      ],
    });
    expect(await began(2, 'shop-web-1')).toBeGreaterThan(Math.max(before, await began(1, 'shop-db-1')));
    expect(await ask(harbor, 1, 'docker exec shop-db-1 cat /data/told')).toBe('started\nstopping\nstarted');
  });

  it('restart --no-deps leaves them alone', async () => {
    const before = await began(2, 'shop-web-1');
    expect(told(await here.compowarm('restart', '--no-deps', '-t', '1', 'db')).stderr.at(-1)).toBe(
      '1 restarted on 1 ship in Ns',
    );
    expect(await began(2, 'shop-web-1')).toBe(before);
  });

  it('pause holds what runs on all ships, unpause lets it go on', async () => {
    expect(await here.compowarm('pause')).toMatchObject({ code: 0 });
    expect(await states()).toEqual(['shop-db-1 paused', 'shop-web-1 paused', 'shop-one-1 paused']);
    expect(await here.compowarm('unpause', 'db', 'web')).toMatchObject({ code: 0 });
    expect(await states()).toEqual(['shop-db-1 running', 'shop-web-1 running', 'shop-one-1 paused']);
  });

  it('kill sends a signal, and ends what runs or is paused', async () => {
    expect(await here.compowarm('kill', '-s', 'SIGHUP', 'web')).toMatchObject({ code: 0 });
    expect(await ask(harbor, 2, 'until docker logs shop-web-1 | grep hup; do sleep 0.1; done')).toBe('hup');
    expect(told(await here.compowarm('kill', 'db', 'one')).stderr.at(-1)).toBe('2 killed on 2 ships in Ns');
    expect(await states()).toEqual(['shop-db-1 exited', 'shop-web-1 running', 'shop-one-1 exited']);
  });

  it('wait tells how each has ended, on whatever ship, and leaves nothing behind', async () => {
    const waiting = harbor.spawnLaptop(commandLine(harbor, ['wait', 'one', 'web']), {
      cwd: here.folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    waiting.stdout?.on('data', (data) => {
      said += data;
    });
    const ended = new Promise((resolve) => waiting.once('exit', resolve));
    await ask(
      harbor,
      2,
      'until pgrep -f "[d]ocker wait" >/dev/null; do sleep 0.1; done; docker kill -s TERM shop-web-1',
    );
    expect({ status: await ended, said }).toEqual({
      status: 3,
      said: [
        'container "shop-one-1" on 192.168.1.85 exited with status code 137\n',
        'container "shop-web-1" on 192.168.1.84 exited with status code 3\n',
      ].join(''),
    });
    expect((await traces(harbor, 2)).processes).toEqual([]);
  });

  it('a wait that is given up leaves nothing behind', async () => {
    await ask(harbor, 2, 'docker start shop-web-1');
    const waiting = harbor.spawnLaptop(commandLine(harbor, ['wait', 'web']), { cwd: here.folder, stdio: 'ignore' });
    const ended = new Promise((resolve) => waiting.once('exit', resolve));
    await ask(harbor, 2, 'until pgrep -f "[d]ocker wait" >/dev/null; do sleep 0.1; done');
    waiting.kill('SIGINT');
    expect(await ended).toBe(130);
    await ask(harbor, 2, 'while pgrep -f "[d]ocker wait" >/dev/null; do sleep 0.1; done');
    expect((await traces(harbor, 2)).processes).toEqual([]);
  });

  it('rm takes away what does not run, and start makes it again where it was', async () => {
    const [db, record] = [
      await idOf(harbor, 1, 'shop-db-1'),
      await ask(harbor, 1, 'cat ~/.local/state/compowarm/*/shop.json'),
    ];
    expect(told(await here.compowarm('rm', '-f', 'one'))).toMatchObject({ code: 0 });
    expect(await states()).toEqual(['shop-db-1 exited', 'shop-web-1 running']);
    expect(await ask(harbor, 1, 'cat ~/.local/state/compowarm/*/shop.json')).toBe(record);
    expect(await here.compowarm('start')).toMatchObject({ code: 0 });
    expect(await states()).toEqual(['shop-db-1 running', 'shop-web-1 running', 'shop-one-1 running']);
    expect(await idOf(harbor, 1, 'shop-db-1')).toBe(db);
  });

  it('rm --stop --volumes takes away what runs, with its anonymous volumes', async () => {
    expect(await askLines(harbor, 1, 'docker volume ls -q')).toHaveLength(1);
    expect(told(await here.compowarm('rm', '-sfv')).stderr.at(-1)).toMatch(
      /^3 stopped, 3 removed, 1 volume removed on 3 ships in /,
    );
    expect(await states()).toEqual([]);
    expect(await askLines(harbor, 1, 'docker volume ls -q')).toEqual([]);
  });

  it('kill --remove-orphans ends what the file has no longer, wait --down-project takes away what has ended', async () => {
    await here.compowarm('start');
    here.write('docker.yml', FILE.replace(/^ {2}one: .*\n/m, ''));
    expect(told(await here.compowarm('kill', '--remove-orphans')).stderr.at(-1)).toBe('3 killed on 3 ships in Ns');
    expect(await here.compowarm('wait', '--down-project', 'web')).toMatchObject({
      code: 137,
      stdout: 'container "shop-web-1" on 192.168.1.84 exited with status code 137\n',
    });
    expect(await states()).toEqual([]);
  });
});
