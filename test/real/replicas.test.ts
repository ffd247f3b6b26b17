import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeReal } from '../harbor/describe.ts';
import { cleanShips, type Laptop, laptop } from './laptop.ts';
import { ask, containers, environment, idOf, told, visit } from './seen.ts';

/** Each page says which container it came from. */
const file = (replicas: number) => `web:
  image: busybox
  command: ["sh", "-c", "mkdir /www && hostname >/www/name && exec httpd -f -p 8000 -h /www"]
  stop_signal: SIGKILL
  ports: ["8000:8000"]
  deploy: { replicas: ${replicas} }
client:
  image: busybox
  command: sleep 3600
  stop_signal: SIGKILL
  links: ["web:api"]
  ships: [192.168.1.84]
ships: [192.168.1.83, 192.168.1.84, 192.168.1.85]
`;

describeReal('replicas', (harbor) => {
  let here: Laptop;
  beforeAll(async () => {
    await cleanShips(harbor);
    here = laptop(harbor, 'many', file(3));
  });
  afterAll(() => here.remove());

  const all = async () => [await containers(harbor, 1), await containers(harbor, 2), await containers(harbor, 3)];

  it('three that publish one port are one a ship, and each answers', async () => {
    expect((await here.compowarm('start')).code).toBe(0);
    expect(await all()).toEqual([
      ['many-web-1 running'],
      ['many-client-1 running', 'many-web-2 running'],
      ['many-web-3 running'],
    ]);
    for (const ship of [1, 2, 3]) {
      const id = await idOf(harbor, ship, `many-web-${ship}`);
      const { text } = await visit(harbor, `http://192.168.1.8${ship + 2}:8000/name`);
      expect(text).toBe(`${id.slice(0, 12)}\n`);
    }
  });

  it('a link gives the one on the same ship, and the addresses of all', async () => {
    expect(await environment(harbor, 2, 'many-client-1')).toEqual([
      'api_ip=192.168.1.84',
      'api_ips=192.168.1.83,192.168.1.84,192.168.1.85',
      'api_port=8000',
      'api_port_8000=8000',
    ]);
  });

  it('of fewer the highest goes, and nobody is made anew', async () => {
    const ids = [await idOf(harbor, 1, 'many-web-1'), await idOf(harbor, 2, 'many-client-1')];
    here.write('docker.yml', file(2));
    expect(told(await here.compowarm('start'))).toEqual({
      code: 0,
      stdout: '',
      stderr: [
        '192.168.1.85  many-web-3  removed (Ns)',
        '192.168.1.85  many-web-3  stopped (Ns)',
        '1 stopped, 1 removed on 1 ship in Ns',
      ],
    });
    expect(await all()).toEqual([['many-web-1 running'], ['many-client-1 running', 'many-web-2 running'], []]);
    expect([await idOf(harbor, 1, 'many-web-1'), await idOf(harbor, 2, 'many-client-1')]).toEqual(ids);
  });

  it('a lost one comes back under its number, more take the next', async () => {
    await ask(harbor, 1, 'docker rm -f many-web-1');
    here.write('docker.yml', file(3));
    expect(told(await here.compowarm('start'))).toEqual({
      code: 0,
      stdout: '',
      stderr: ['192.168.1.83  web-1  created (Ns)', '192.168.1.85  web-3  created (Ns)', '2 created on 2 ships in Ns'],
    });
    expect(await all()).toEqual([
      ['many-web-1 running'],
      ['many-client-1 running', 'many-web-2 running'],
      ['many-web-3 running'],
    ]);
  });
});
