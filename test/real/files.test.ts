import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeReal } from '../harbor/describe.ts';
import { cleanShips, commandLine, type Laptop, laptop } from './laptop.ts';
import { ask, askLines, containers, idOf, inspect, NO_TRACES, told, traces } from './seen.ts';

const FILE = `services:
  web:
    image: busybox
    command: [sleep, infinity]
    stop_signal: KILL
    configs:
      - {source: app, target: /etc/app.conf, uid: "103", gid: "55", mode: 0440}
      - inline
    secrets: [token]
    volumes:
      - ./conf:/etc/conf:ro
      - ./data:/data
      - ./new/deep:/new
  api:
    image: busybox
    command: [sleep, infinity]
    stop_signal: KILL
    read_only: true
    secrets: [{source: token, mode: 0400}]
    configs: [{source: site, target: /etc/site}]
    volumes:
      - ./conf:/conf:ro
      - ./one.txt:/one.txt
configs:
  app: {file: ./app.conf}
  site: {file: ./site}
  inline: {content: "inline text"}
secrets:
  token: {environment: TOKEN}
ships: [192.168.1.83]
`;

const STORE = '$HOME/.local/state/compowarm/*/files';

describeReal('files of the laptop', (harbor) => {
  let here: Laptop;
  beforeAll(async () => {
    await cleanShips(harbor);
    await ask(harbor, 1, `rm -rf ${STORE}.*`);
    here = laptop(harbor, 'files', FILE);
    for (const folder of ['conf', 'conf/empty', 'data', 'site']) mkdirSync(join(here.folder, folder));
    here.write('.env', 'TOKEN=hunter2');
    here.write('app.conf', 'first');
    here.write('conf/a', 'a');
    here.write('conf/.env', 'NOT=this');
    here.write('site/index', 'hello');
    here.write('data/seed', 'seed');
    here.write('one.txt', 'one');
  });
  afterAll(async () => {
    await here.compowarm('down');
    await ask(harbor, 1, `rm -rf ${STORE}.*`);
    here.remove();
  });

  const inside = (container: string, command: string) => askLines(harbor, 1, `docker exec ${container} ${command}`);
  const digests = () => askLines(harbor, 1, `ls ${STORE}.files`);

  it('come to their ship before what is given them', async () => {
    expect(told(await here.compowarm('start'))).toEqual({
      code: 0,
      stdout: '',
      stderr: [
        '192.168.1.83  ./conf                 brought (Ns)',
        '192.168.1.83  ./data                 brought (Ns)',
        '192.168.1.83  ./new/deep             brought (Ns)',
        '192.168.1.83  ./one.txt              brought (Ns)',
        '192.168.1.83  api-1                  created (Ns)',
        '192.168.1.83  configs.app            brought (Ns)',
        '192.168.1.83  configs.inline         brought (Ns)',
        '192.168.1.83  configs.site           brought (Ns)',
        '192.168.1.83  network files_default  created (Ns)',
        '192.168.1.83  secrets.token          brought (Ns)',
        '192.168.1.83  secrets.token          brought (Ns)',
        '192.168.1.83  web-1                  created (Ns)',
        '2 created on 1 ship in Ns',
      ],
    });
  });

  it('are in the container with the owner and the mode that were asked for', async () => {
    const stat = (container: string, ...paths: string[]) =>
      inside(container, `stat -c '%n %a %u:%g' ${paths.join(' ')}`);
    expect(await stat('files-web-1', '/etc/app.conf', '/inline', '/run/secrets/token', '/run/secrets')).toEqual([
      '/etc/app.conf 440 103:55',
      '/inline 444 0:0',
      '/run/secrets 755 0:0',
      '/run/secrets/token 444 0:0',
    ]);
    expect(await stat('files-api-1', '/run/secrets/token')).toEqual(['/run/secrets/token 400 0:0']);
    const cat = 'cat /etc/app.conf /inline /run/secrets/token /etc/conf/a /data/seed';
    expect(await inside('files-web-1', `sh -c 'for f in ${cat.slice(4)}; do cat $f; echo; done'`)).toEqual(
      ['first', 'inline text', 'hunter2', 'a', 'seed'].sort(),
    );
    expect(await inside('files-web-1', 'find /etc/conf /new')).toEqual([
      '/etc/conf',
      '/etc/conf/a',
      '/etc/conf/empty',
      '/new',
    ]);
    expect(await inside('files-api-1', 'cat /run/secrets/token /one.txt /etc/site/index')).toEqual(['hunter2onehello']);
  });

  it('what was copied is no mount, and content stands nowhere but in its place', async () => {
    const targets = (await inspect(harbor, 1, 'files-web-1', '.Mounts')) as { Destination: string }[];
    expect(targets.map(({ Destination }) => Destination).sort()).toEqual(['/data', '/etc/conf', '/new']);
    expect(await ask(harbor, 1, `grep -l hunter2 ${STORE}.json || echo no`)).toBe('no');
    expect(await ask(harbor, 1, 'docker inspect files-web-1 files-api-1 | grep hunter2 || echo no')).toBe('no');
    const dry = await here.compowarm('start', '--force-recreate', '--dry-run');
    expect(`${dry.stdout}${dry.stderr}`).not.toContain('hunter2');
    expect((await traces(harbor, 1)).folders).toEqual([]);
  });

  it('a second start does nothing', async () => {
    expect(told(await here.compowarm('start'))).toEqual({
      code: 0,
      stdout: '',
      stderr: ['nothing to do: 2 containers on 1 ship are as the file says'],
    });
  });

  it('changed content replaces who is given it, and the plan says so', async () => {
    const [web, api] = [await idOf(harbor, 1, 'files-web-1'), await idOf(harbor, 1, 'files-api-1')];
    here.write('app.conf', 'other');
    expect((await here.compowarm('plan')).stdout.split('\n')).toEqual([
      'ship 192.168.1.83',
      '  +   bring configs.app   web-1 needs it (5 bytes)',
      '  -/+ replace web-1       it differs in configs.app content, stop-first: it writes to ./data',
      '        configs.app content: changed',
      '',
      '1 replace, 1 unchanged on 1 ship',
      '',
    ]);
    expect((await here.compowarm('start')).code).toBe(0);
    expect(await inside('files-web-1', 'cat /etc/app.conf')).toEqual(['other']);
    expect([(await idOf(harbor, 1, 'files-web-1')) === web, await idOf(harbor, 1, 'files-api-1')]).toEqual([
      false,
      api,
    ]);
  });

  it('what nobody mounts any more stays for the last five deploys', async () => {
    const before = await digests();
    here.write('conf/a', 'b');
    expect((await here.compowarm('start')).code).toBe(0);
    expect(await inside('files-web-1', 'cat /etc/conf/a')).toEqual(['b']);
    const after = await digests();
    expect(after.length).toBe(before.length + 1);
    expect(after).toEqual(expect.arrayContaining(before));
  });

  it('a folder that is the ship’s own is never written over', async () => {
    await inside('files-web-1', "sh -c 'echo theirs >/data/seed; echo more >/data/more'");
    here.write('data/seed', 'ours');
    here.write('app.conf', 'third');
    expect((await here.compowarm('start')).code).toBe(0);
    expect(await inside('files-web-1', 'cat /data/seed /data/more')).toEqual(['more', 'theirs']);
  });

  it('more than 64 MiB wants to be said', async () => {
    here.write('conf/large', '');
    await harbor.laptop(['truncate', '-s', '65M', join(here.folder, 'conf/large')]);
    expect(told(await here.compowarm('start'))).toEqual({
      code: 6,
      stdout: '',
      stderr: [
        'ship 192.168.1.83',
        '  +   bring ./conf    web-1 needs it (65.0 MiB)',
        '  -/+ replace web-1   it differs in ./conf content, stop-first: it writes to ./data',
        '        ./conf content: changed',
        '  -/+ replace api-1   it differs in ./conf content, stop-first: it writes to ./one.txt',
        '        ./conf content: changed',
        '',
        '2 replace on 1 ship',
        'it brings 65.0 MiB of this machine (./conf 65.0 MiB) to 192.168.1.83',
        'nothing was done: say --ship-files to go on',
      ],
    });
  });

  it.each<[how: string, cut: (client: ChildProcess) => unknown]>([
    ['is killed', (client) => client.kill('SIGKILL')],
    ['is interrupted', (client) => client.kill('SIGINT')],
    ['loses its connection', () => ask(harbor, 1, 'kill $(pgrep -f "^sshd: root@notty")')],
  ])('a laptop that %s while it brings leaves nothing half made', async (_, cut) => {
    here.write('conf/large', randomBytes(40 << 20).toString('latin1'));
    const before = await digests();
    const client = harbor.spawnLaptop(commandLine(harbor, ['start']), { cwd: here.folder });
    const gone = once(client, 'exit');
    await vi.waitFor(
      async () => expect(Number(await ask(harbor, 1, 'cat /tmp/compowarm.*/c-* | wc -c'))).toBeGreaterThan(1 << 20),
      { timeout: 30_000, interval: 50 },
    );
    await cut(client);
    await gone;
    await vi.waitFor(async () => expect(await traces(harbor, 1)).toMatchObject({ folders: [], processes: [] }), {
      timeout: 30_000,
      interval: 100,
    });
    expect(await digests()).toEqual(before);
    expect(await containers(harbor, 1)).toEqual(['files-api-1 running', 'files-web-1 running']);
  });

  it('the next deploy makes it whole', async () => {
    expect((await here.compowarm('start')).code).toBe(0);
    expect(await inside('files-web-1', 'wc -c /etc/conf/large')).toEqual([
      expect.stringMatching(/^\d{8} \/etc\/conf\/large$/),
    ]);
  });

  it('down takes all but what is the ship’s own', async () => {
    expect((await here.compowarm('down')).code).toBe(0);
    expect(
      await askLines(harbor, 1, `cd $HOME/.local/state/compowarm/*/ && find files* -maxdepth 1 ! -path '*.deploys/*'`),
    ).toEqual(['files.data', 'files.data/data', 'files.data/new%2Fdeep', 'files.deploys', 'files.json']);
    expect(await traces(harbor, 1)).toEqual({ ...NO_TRACES, records: expect.any(Array) });
  });
});
