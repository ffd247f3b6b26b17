import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeReal } from '../harbor/describe.ts';
import { cleanShips, type Laptop, laptop, VISITS } from './laptop.ts';

describeReal('the app on its ships', (harbor) => {
  let here: Laptop;
  beforeAll(async () => {
    await cleanShips(harbor);
    here = laptop(harbor, 'visits', VISITS);
  });
  afterAll(() => here.remove());

  it('start runs both services on their ships', async () => {
    const { code, stdout, stderr } = await here.compowarm('start', '-f', 'docker.yml');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(
      stderr
        .replace(/\d+\.\d+s/g, 'Ns')
        .split('\n')
        .sort(),
    ).toEqual([
      '',
      '192.168.1.83  client-1                created (Ns)',
      '192.168.1.83  network visits_default  created (Ns)',
      '192.168.1.84  network visits_default  created (Ns)',
      '192.168.1.84  redis-1                 created (Ns)',
      '2 created on 2 ships in Ns',
    ]);
  });

  it('a request to the client counts in the redis on the other ship', async () => {
    expect(await harbor.get('http://192.168.1.83:5000/')).toEqual({ status: 200, text: 'visits: 1\n' });
    expect(await harbor.get('http://192.168.1.83:5000/')).toEqual({ status: 200, text: 'visits: 2\n' });
  });

  it('the client is given the address of the ship that redis runs on', async () => {
    const { stdout } = await harbor.onShip(1, `docker inspect --format '{{json .Config.Env}}' visits-client-1`);
    const given = (JSON.parse(stdout) as string[]).filter((line) => line.startsWith('redis_')).sort();
    expect(given).toEqual([
      'redis_ip=192.168.1.84',
      'redis_ips=192.168.1.84',
      'redis_port=6379',
      'redis_port_6379=6379',
    ]);
  });

  it('a second start does nothing', async () => {
    const { code, stderr } = await here.compowarm('start');
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'nothing to do: 2 containers on 2 ships are as the file says\n',
    });
  });
});
