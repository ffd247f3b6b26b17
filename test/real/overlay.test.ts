import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeReal } from '../harbor/describe.ts';
import { cleanShips, type Laptop, laptop } from './laptop.ts';
import { until } from './remains.ts';
import { ask, told } from './seen.ts';

const service = `
    image: busybox
    command: sleep 3600
    stop_signal: SIGKILL
    networks: [wide]`;

const WIDE = `services:
  web:${service}
    ships: [192.168.1.83]
  db:${service}
    ships: [192.168.1.84]
networks: { wide: { driver: overlay } }
x-ships: [192.168.1.83, 192.168.1.84, 192.168.1.85]
`;

describeReal('a network over ships', (harbor) => {
  let here: Laptop;
  beforeAll(async () => {
    await cleanShips(harbor);
    here = laptop(harbor, 'wide', WIDE);
  });
  afterAll(async () => {
    here.remove();
    await cleanShips(harbor);
  });

  it('wants a Swarm', async () => {
    const { code, stderr } = await here.compowarm('start');
    expect(code).toBe(1);
    expect(stderr).toContain('service web may use no ship of the file');
    expect(stderr).toContain('192.168.1.83 is in no Swarm');
  });

  it('lets services part that publish nothing, and each knows the other by name', async () => {
    await ask(harbor, 1, 'docker swarm init --advertise-addr 192.168.1.83');
    const token = await ask(harbor, 1, 'docker swarm join-token -q worker');
    await ask(harbor, 2, `docker swarm join --token ${token} 192.168.1.83:2377`);
    expect(told(await here.compowarm('start'))).toEqual({
      code: 0,
      stdout: '',
      stderr: [
        '192.168.1.83  network wide_wide  created (Ns)',
        '192.168.1.83  web-1              created (Ns)',
        '192.168.1.84  db-1               created (Ns)',
        '2 created on 2 ships in Ns',
      ],
    });
    expect(await ask(harbor, 1, 'docker exec wide-web-1 ping -c 1 -W 10 db')).toContain('1 packets received');
  });

  it('is there for the next start, and goes when all is down', async () => {
    expect(told(await here.compowarm('start')).stderr).toEqual([
      'nothing to do: 2 containers on 3 ships are as the file says',
    ]);
    expect((await here.compowarm('down')).code).toBe(0);
    // the Swarm takes it away when its last container has left it, which it hears of a little later
    await until('the network goes', 30, async () => {
      return (await ask(harbor, 1, `docker network ls --filter name=wide_wide --format '{{.Name}}'`)) === '';
    });
  });
});
