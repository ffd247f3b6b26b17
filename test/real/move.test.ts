import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeReal } from '../harbor/describe.ts';
import { cleanShips, type Laptop, laptop } from './laptop.ts';
import { containers, environment, idOf, told } from './seen.ts';

/** The server has no data, so it may go elsewhere. */
const file = (ship: number) => `client:
  image: busybox
  command: sleep 3600
  stop_signal: SIGKILL
  healthcheck: { test: "true", interval: 1s }
  links: [server]
  ships: [192.168.1.83]
server:
  image: busybox
  command: httpd -f -p 8000
  stop_signal: SIGKILL
  ports: ["8000:8000"]
  ships: [192.168.1.${ship}]
ships: [192.168.1.83, 192.168.1.84, 192.168.1.85]
`;

describeReal('a service that has to move', (harbor) => {
  let here: Laptop;
  beforeAll(async () => {
    await cleanShips(harbor);
    here = laptop(harbor, 'moves', file(84));
    await here.compowarm('start');
    here.write('docker.yml', file(85));
  });
  afterAll(() => here.remove());

  const all = async () => [await containers(harbor, 1), await containers(harbor, 2), await containers(harbor, 3)];

  it('wants a yes: without it the plan is told and nothing is done', async () => {
    const before = [await idOf(harbor, 1, 'moves-client-1'), await idOf(harbor, 2, 'moves-server-1')];
    expect(told(await here.compowarm('start'))).toEqual({
      code: 6,
      stdout: '',
      stderr: [
        'ship 192.168.1.83',
        "  -/+ replace client-1        server-1 moves to 192.168.1.85, so client's server_ip changes, start-first",
        '        server_ip: 192.168.1.84 -> 192.168.1.85',
        '        extra_hosts.server: 192.168.1.84 -> 192.168.1.85',
        'ship 192.168.1.84',
        '  .   stop moves-server-1     it is on 192.168.1.85 now',
        '  -   remove moves-server-1   it is on 192.168.1.85 now',
        'ship 192.168.1.85',
        '  +   network moves_default   server-1 needs it',
        '  +   create server-1         the only ship it may use; leaves 192.168.1.84, which it may no longer use',
        '  ~   wait for server-1       then the one on 192.168.1.84 goes',
        '',
        'wants a yes: server-1 moves from 192.168.1.84 to 192.168.1.85: the only ship it may use; leaves 192.168.1.84, which it may no longer use',
        '',
        '1 create, 1 replace, 1 stop, 1 remove on 3 ships',
        'nothing was done: say --yes to go on',
      ],
    });
    expect([await idOf(harbor, 1, 'moves-client-1'), await idOf(harbor, 2, 'moves-server-1')]).toEqual(before);
    expect(await all()).toEqual([['moves-client-1 running'], ['moves-server-1 running'], []]);
  });

  it('with --yes it moves, and whoever was told of its address is told anew', async () => {
    expect(told(await here.compowarm('start', '--yes'))).toEqual({
      code: 0,
      stdout: '',
      stderr: [
        '192.168.1.83  client-1               replaced (Ns)',
        '192.168.1.84  moves-server-1         removed (Ns)',
        '192.168.1.84  moves-server-1         stopped (Ns)',
        '192.168.1.85  network moves_default  created (Ns)',
        '192.168.1.85  server-1               created (Ns)',
        '192.168.1.85  server-1               ready (Ns)',
        '1 created, 1 replaced, 1 stopped, 1 removed on 3 ships in Ns',
      ],
    });
    expect(await all()).toEqual([['moves-client-1 running'], [], ['moves-server-1 running']]);
    expect(await environment(harbor, 1, 'moves-client-1')).toEqual([
      'server_ip=192.168.1.85',
      'server_ips=192.168.1.85',
      'server_port=8000',
      'server_port_8000=8000',
    ]);
  });

  it('and then there is nothing to do', async () => {
    expect(told(await here.compowarm('start')).stderr).toEqual([
      'nothing to do: 2 containers on 3 ships are as the file says',
    ]);
  });
});
