import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeReal } from '../harbor/describe.ts';
import { cleanShips, type Laptop, laptop } from './laptop.ts';
import { ask, containers, inspect } from './seen.ts';

const busybox = (command: string) => `
    image: busybox
    command: ["sh", "-c", "mkdir /www && echo $$WHO >/www/who && ${command}"]
    stop_signal: SIGKILL`;
const FILE = `services:
  far:${busybox('httpd -f -p 8000 -h /www')}
    environment: { WHO: far }
    ports: ["8000:8000"]
    ships: [192.168.1.84]
  near:${busybox('httpd -f -p 9000 -h /www')}
    environment: { WHO: near }
    networks: { default: { aliases: [nearby] } }
    expose: ["9000"]
  asking:${busybox('sleep 3600')}
    ports: ["8001:8001"]
    links: ["far:distant", "near:beside"]
    ships: [192.168.1.83]
ships: [192.168.1.83, 192.168.1.84]
`;

describeReal('names of other services', (harbor) => {
  let here: Laptop;
  beforeAll(async () => {
    await cleanShips(harbor);
    here = laptop(harbor, 'talk', FILE);
    const { code, stderr } = await here.compowarm('start');
    expect(code, stderr).toBe(0);
  });
  afterAll(() => here.remove());

  /** What the server of that name says to a container, as soon as it listens. */
  const hear = (url: string) =>
    vi.waitFor(() => ask(harbor, 1, `docker exec talk-asking-1 sh -c 'wget -q -O - http://${url}/who'`), {
      timeout: 30_000,
      interval: 100,
    });

  it('services that publish nothing go to the ship of those they talk to', async () => {
    expect([await containers(harbor, 1), await containers(harbor, 2)]).toEqual([
      ['talk-asking-1 running', 'talk-near-1 running'],
      ['talk-far-1 running'],
    ]);
  });

  it.each(['near:9000', 'talk-near-1:9000', 'nearby:9000', 'beside:9000'])(
    '%s answers on the same ship',
    async (url) => {
      expect(await hear(url)).toBe('near');
    },
  );

  it.each(['far:8000', 'distant:8000', '$distant_ip:$distant_port'])('%s answers on another ship', async (url) => {
    expect(await hear(url)).toBe('far');
  });

  it('names on other ships are entries of /etc/hosts, those at home are the network’s', async () => {
    expect(await inspect(harbor, 1, 'talk-asking-1', '.HostConfig.ExtraHosts')).toEqual([
      'distant:192.168.1.84',
      'far:192.168.1.84',
    ]);
  });
});
