import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeReal } from '../harbor/describe.ts';
import { cleanShips, type Laptop, laptop, VISITS } from './laptop.ts';
import { ask, containers, environment, idOf, told, visit } from './seen.ts';

describeReal('the app on its ships', (harbor) => {
  let here: Laptop;
  beforeAll(async () => {
    await cleanShips(harbor);
    here = laptop(harbor, 'visits', VISITS);
  });
  afterAll(() => here.remove());

  it('start runs both services on their ships', async () => {
    expect(told(await here.compowarm('start', '-f', 'docker.yml'))).toEqual({
      code: 0,
      stdout: '',
      stderr: [
        '192.168.1.83  client-1                created (Ns)',
        '192.168.1.83  network visits_default  created (Ns)',
        '192.168.1.84  network visits_default  created (Ns)',
        '192.168.1.84  redis-1                 created (Ns)',
        '2 created on 2 ships in Ns',
      ],
    });
  });

  it('a request to the client counts in the redis on the other ship', async () => {
    expect(await visit(harbor, 'http://192.168.1.83:5000/')).toEqual({ status: 200, text: 'visits: 1\n' });
    expect(await visit(harbor, 'http://192.168.1.83:5000/')).toEqual({ status: 200, text: 'visits: 2\n' });
  });

  it('the client is given the address of the ship that redis runs on', async () => {
    expect(await environment(harbor, 1, 'visits-client-1')).toEqual([
      'redis_ip=192.168.1.84',
      'redis_ips=192.168.1.84',
      'redis_port=6379',
      'redis_port_6379=6379',
    ]);
  });

  it('a second start does nothing', async () => {
    const ids = [await idOf(harbor, 1, 'visits-client-1'), await idOf(harbor, 2, 'visits-redis-1')];
    expect(told(await here.compowarm('start'))).toEqual({
      code: 0,
      stdout: '',
      stderr: ['nothing to do: 2 containers on 2 ships are as the file says'],
    });
    expect([await idOf(harbor, 1, 'visits-client-1'), await idOf(harbor, 2, 'visits-redis-1')]).toEqual(ids);
  });

  it('a container that was removed by hand comes back alone, under its number', async () => {
    const redis = await idOf(harbor, 2, 'visits-redis-1');
    await ask(harbor, 1, 'docker rm -f visits-client-1');
    expect(told(await here.compowarm('start'))).toEqual({
      code: 0,
      stdout: '',
      stderr: ['192.168.1.83  client-1  created (Ns)', '1 created on 1 ship in Ns'],
    });
    expect(await idOf(harbor, 2, 'visits-redis-1')).toBe(redis);
    expect(await containers(harbor, 1)).toEqual(['visits-client-1 running']);
    expect(await visit(harbor, 'http://192.168.1.83:5000/')).toEqual({ status: 200, text: 'visits: 3\n' });
  });

  it('a container that crashed or was stopped by hand is started again', async () => {
    const ids = [await idOf(harbor, 1, 'visits-client-1'), await idOf(harbor, 2, 'visits-redis-1')];
    await Promise.all([ask(harbor, 1, 'docker kill visits-client-1'), ask(harbor, 2, 'docker stop visits-redis-1')]);
    expect(told(await here.compowarm('start'))).toEqual({
      code: 0,
      stdout: '',
      stderr: [
        '192.168.1.83  client-1  started (Ns)',
        '192.168.1.84  redis-1   started (Ns)',
        '2 started on 2 ships in Ns',
      ],
    });
    expect([await idOf(harbor, 1, 'visits-client-1'), await idOf(harbor, 2, 'visits-redis-1')]).toEqual(ids);
  });

  it('a network that was removed by hand with its container comes back with it', async () => {
    await ask(harbor, 1, 'docker rm -f visits-client-1 && docker network rm visits_default');
    expect(told(await here.compowarm('start'))).toEqual({
      code: 0,
      stdout: '',
      stderr: [
        '192.168.1.83  client-1                created (Ns)',
        '192.168.1.83  network visits_default  created (Ns)',
        '1 created on 1 ship in Ns',
      ],
    });
  });
});
