import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeReal } from '../harbor/describe.ts';
import { cleanShips, type Laptop, laptop } from './laptop.ts';
import { ask, containers, idOf, inspect, told } from './seen.ts';

const busybox = (command: string, more: string) => `
    image: busybox
    stop_signal: SIGKILL
    command: ["sh", "-c", "${command}"]
${more}`;

const FLEET = `services:
  agent:${busybox('sleep 3600', '    networks: [agents]\n    deploy: { mode: global }')}
  migrate:${busybox('sleep 1', '    networks: [migrations]\n    deploy: { placement: { constraints: [node.hostname == 192.168.1.85] } }')}
  web:${busybox(
    'mkdir /www; echo hello >/www/index.html; httpd -f -h /www',
    `    ports: ["80:80"]
    deploy: { placement: { constraints: ["node.labels.disk != ssd", "node.platform.os == linux"] } }
    depends_on: { migrate: { condition: service_completed_successfully } }`,
  )}
  probe:${busybox('sleep 3600', '    network_mode: "service:web"')}
  db:${busybox(
    'echo 7 >/data/number; sleep 3600',
    `    ports: ["5432:5432"]
    volumes: ["data:/data"]
    deploy: { placement: { constraints: [node.labels.disk == ssd] } }`,
  )}
  backup:${busybox('sleep 3600', '    network_mode: none\n    volumes_from: ["db:ro"]')}
networks: { agents: , migrations: }
volumes: { data: }
x-ships:
  - { host: 192.168.1.83 }
  - { host: 192.168.1.84, labels: { disk: ssd } }
  - { host: 192.168.1.85 }
`;

describeReal('services that say where they go', (harbor) => {
  let here: Laptop;
  beforeAll(async () => {
    await cleanShips(harbor);
    here = laptop(harbor, 'fleet', FLEET);
  });
  afterAll(() => here.remove());

  const page = () => ask(harbor, 1, 'docker exec fleet-probe-1 wget -q -O - http://127.0.0.1/');

  it('are on every ship, where their constraints want them, and with what they share', async () => {
    expect((await here.compowarm('start')).code).toBe(0);
    expect(await Promise.all([1, 2, 3].map((ship) => containers(harbor, ship)))).toEqual([
      ['fleet-agent-1 running', 'fleet-probe-1 running', 'fleet-web-1 running'],
      ['fleet-agent-2 running', 'fleet-backup-1 running', 'fleet-db-1 running'],
      ['fleet-agent-3 running', 'fleet-migrate-1 exited'],
    ]);
  });

  it('one that shares a network is at home there', async () => {
    expect(await page()).toBe('hello');
  });

  it('one that takes volumes has them, to read', async () => {
    expect(await ask(harbor, 2, 'docker exec fleet-backup-1 cat /data/number')).toBe('7');
    expect((await harbor.onShip(2, 'docker exec fleet-backup-1 touch /data/mine')).code).not.toBe(0);
  });

  it('what had to end well first did so before the other began', async () => {
    const ended = (await inspect(harbor, 3, 'fleet-migrate-1', '.State.FinishedAt')) as string;
    const begun = (await inspect(harbor, 1, 'fleet-web-1', '.State.StartedAt')) as string;
    expect(Date.parse(begun)).toBeGreaterThan(Date.parse(ended));
  });

  it('a second start does nothing, and runs nothing again that has ended well', async () => {
    expect(told(await here.compowarm('start'))).toEqual({
      code: 0,
      stdout: '',
      stderr: ['nothing to do: 8 containers on 3 ships are as the file says'],
    });
  });

  it('what shares the network of one that is replaced is made anew with it', async () => {
    here.write('docker.yml', FLEET.replace('echo hello', 'echo again'));
    expect(told(await here.compowarm('start'))).toEqual({
      code: 0,
      stdout: '',
      stderr: [
        '192.168.1.83  probe-1  replaced (Ns)',
        '192.168.1.83  web-1    replaced (Ns)',
        '2 replaced on 1 ship in Ns',
      ],
    });
    expect(await inspect(harbor, 1, 'fleet-probe-1', '.HostConfig.NetworkMode')).toBe(
      `container:${await idOf(harbor, 1, 'fleet-web-1')}`,
    );
    expect(await page()).toBe('again');
  });

  it('what shares the network of one that was restarted by hand starts again', async () => {
    await ask(harbor, 1, 'docker restart -t 0 fleet-web-1');
    expect((await harbor.onShip(1, 'docker exec fleet-probe-1 wget -q -O - http://127.0.0.1/')).code).not.toBe(0);
    expect((await here.compowarm('start')).code).toBe(0);
    expect(await page()).toBe('again');
    expect(told(await here.compowarm('start')).stderr).toEqual([
      'nothing to do: 8 containers on 3 ships are as the file says',
    ]);
  });

  it('one on every ship comes back under its number', async () => {
    await ask(harbor, 2, 'docker rm -f fleet-agent-2');
    expect(told(await here.compowarm('start')).stderr).toEqual([
      '192.168.1.84  agent-2  created (Ns)',
      '1 created on 1 ship in Ns',
    ]);
  });
});
