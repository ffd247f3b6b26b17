import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeReal } from '../harbor/describe.ts';
import { buildGate, type Gate } from './gate.ts';
import { cleanShips, commandLine, type Laptop, laptop } from './laptop.ts';
import { records } from './remains.ts';
import { ask, containers, environment, told } from './seen.ts';

/** Data on .84; two webs, of which one starts on .83 and one on .85; a client on .83 that is told of the data. */
const file = (version: string) => `services:
  db:
    image: busybox
    command: sleep 3600
    stop_signal: SIGKILL
    ports: ["5432:5432"]
    volumes: ["data:/data"]
    ships: [192.168.1.84, 192.168.1.85]
  web:
    image: busybox
    command: httpd -f -p 8000
    stop_signal: SIGKILL
    environment: {VERSION: "${version}"}
    ports: ["8000:8000"]
    deploy: {replicas: 2, update_config: {monitor: 1s, parallelism: 0}}
    networks: [front]
  client:
    image: busybox
    command: sleep 3600
    stop_signal: SIGKILL
    ports: ["9000:9000"]
    volumes: [/scratch]
    links: [db]
    deploy: {update_config: {monitor: 1s}}
    ships: [192.168.1.83]
networks: {front: {}}
volumes: {data: {}}
x-ships: [192.168.1.83, 192.168.1.84, 192.168.1.85]
`;
const SILENT =
  'unreachable: ship 192.168.1.84: 192.168.1.84 port 22 does not answer: no connection within 2 s: the host is down, or a firewall drops the packets (start the host, or open the port)';

const GIVEN_UP =
  'warning: volume moves_data on 192.168.1.84 was given up with the ship: nothing uses it or removes it; save what you want of it, then there: docker volume rm moves_data';

describeReal('a ship that is drained, lost, left, and back', (harbor) => {
  let here: Laptop;
  let gate: Gate;
  beforeAll(async () => {
    await cleanShips(harbor);
    here = laptop(harbor, 'moves', file('1'));
    here.write('ssh_config', `${readFileSync(harbor.sshConfig, 'utf8')}  ConnectTimeout 2\n  ServerAliveInterval 2\n`);
    gate = await buildGate(harbor, 2);
    await compowarm('start');
  });
  afterAll(async () => {
    await harbor.unsilence(2);
    await gate.remove();
    await cleanShips(harbor);
    here.remove();
  });
  const compowarm = (...argv: string[]) => harbor.laptop(commandLine(harbor, argv, 'ssh_config'), { cwd: here.folder });
  /** The status of each container of that name, as ps shows it. */
  const statusOf = async (name: string) => {
    const { stdout } = await compowarm('ps', '--format', 'json');
    const rows = stdout.trimEnd().split('\n');
    return rows.map((row) => JSON.parse(row)).flatMap(({ Name, Status }) => (Name === name ? [Status] : []));
  };
  /** What is on the ships that are never silent. */
  const reached = () => Promise.all([containers(harbor, 1), containers(harbor, 3)]);
  const onShips = () => Promise.all([1, 2, 3].map((ship) => containers(harbor, ship)));

  it('drained: what may move does, the rest is as it was', async () => {
    expect(told(await compowarm('drain', '192.168.1.85'))).toEqual({
      code: 0,
      stdout: '',
      stderr: [
        '192.168.1.84  network moves_front  created (Ns)',
        '192.168.1.84  web-2                created (Ns)',
        '192.168.1.84  web-2                ready (Ns)',
        '192.168.1.85  moves-web-2          removed (Ns)',
        '192.168.1.85  moves-web-2          stopped (Ns)',
        '1 created, 1 stopped, 1 removed on 2 ships in Ns',
      ],
    });
    expect(await onShips()).toEqual([
      ['moves-client-1 running', 'moves-web-1 running'],
      ['moves-db-1 running', 'moves-web-2 running'],
      [],
    ]);
  });

  it('lost in the middle of a deploy: leaving it wants a yes, and data is not left', async () => {
    here.write('docker.yml', file('2'));
    await gate.set('docker stop');
    const deploy = compowarm('start');
    await gate.reached();
    await harbor.silence(2);
    expect((await deploy).code).toBe(1);
    expect(told(await compowarm('failover', '192.168.1.84'))).toEqual({
      code: 6,
      stdout: '',
      stderr: [
        'ship 192.168.1.85',
        '  + create web-2   fewest of this service; leaves 192.168.1.84',
        '',
        'unknown: db-1 on 192.168.1.84: waits for 192.168.1.84, which does not answer: the data of db-1 (volume moves_data) is there (--without-data db gives it up)',
        'wants a yes: web-2 is placed anew on 192.168.1.85: whether it still runs on 192.168.1.84 is not known',
        '',
        '1 create, 2 unchanged, 1 unknown on 2 ships',
        'nothing was done: say --yes to go on',
      ],
    });
    expect(await reached()).toEqual([['moves-client-1 running', 'moves-web-1 running'], []]);
  });

  it('left: what holds no data goes on elsewhere, and ps says what may go on where it was', async () => {
    expect(told(await compowarm('failover', '192.168.1.84', '--yes'))).toEqual({
      code: 3,
      stdout: '',
      stderr: ['192.168.1.85  web-2  created (Ns)', '1 created on 1 ship in Ns', SILENT],
    });
    expect(await reached()).toEqual([['moves-client-1 running', 'moves-web-1 running'], ['moves-web-2 running']]);
    expect(await statusOf('moves-web-2')).toEqual([
      expect.stringContaining('left behind, 192.168.1.85 has it; unknown: 192.168.1.84 port 22 does not answer'),
      expect.stringMatching(/^Up/),
    ]);
  });

  it('back: what was left behind is stopped before anything else, and then all is well', async () => {
    await gate.open();
    await harbor.unsilence(2);
    expect((await statusOf('moves-web-2'))[0]).toContain('left behind, 192.168.1.85 has it; ');
    expect(told(await compowarm('start', '--lock-wait', '60'))).toEqual({
      code: 0,
      stdout: '',
      stderr: [
        '192.168.1.84  moves-web-2  removed (Ns)',
        '192.168.1.84  moves-web-2  stopped (Ns)',
        '1 stopped, 1 removed on 1 ship in Ns',
      ],
    });
    expect(await onShips()).toEqual([
      ['moves-client-1 running', 'moves-web-1 running'],
      ['moves-db-1 running'],
      ['moves-web-2 running'],
    ]);
    const [one, two, three] = await records(harbor);
    expect([two, three]).toEqual([one, one]);
  });

  it('left without its data: others are told where it is now, and what it had is there when the ship is back', async () => {
    await ask(harbor, 2, 'docker exec moves-db-1 sh -c "echo kept >/data/file"');
    await harbor.silence(2);
    expect(told(await compowarm('failover', '192.168.1.84', '--without-data', 'db', '--yes'))).toEqual({
      code: 3,
      stdout: '',
      stderr: [
        '192.168.1.83  client-1               replaced (Ns)',
        '192.168.1.85  db-1                   created (Ns)',
        '192.168.1.85  network moves_default  created (Ns)',
        '192.168.1.85  volume moves_data      created (Ns)',
        'warning: db-1 has an empty volume moves_data on 192.168.1.85: the one on 192.168.1.84 stays there',
        '1 created, 1 replaced on 2 ships in Ns',
        SILENT,
      ],
    });
    expect(await environment(harbor, 1, 'moves-client-1')).toContain('db_ip=192.168.1.85');
    const [record = ''] = await records(harbor);
    expect(JSON.parse(record).images['client-1'].volumes).toEqual(['/scratch']);
    await harbor.unsilence(2);
    expect(told(await compowarm('start', '--lock-wait', '60'))).toEqual({
      code: 0,
      stdout: '',
      stderr: [
        '192.168.1.84  moves-db-1  removed (Ns)',
        '192.168.1.84  moves-db-1  stopped (Ns)',
        GIVEN_UP,
        '1 stopped, 1 removed on 1 ship in Ns',
      ],
    });
    expect(told(await compowarm('start')).stderr).toEqual([
      GIVEN_UP,
      'nothing to do: 4 containers on 3 ships are as the file says',
    ]);
    const place = `$(docker volume inspect --format '{{.Mountpoint}}' moves_data)`;
    expect(await ask(harbor, 2, `cat ${place}/file`)).toBe('kept');
  });
});
