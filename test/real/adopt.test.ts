import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { composeAt } from '../conformance/created.ts';
import { describeReal } from '../harbor/describe.ts';
import { prepareNewer } from '../harbor/index.ts';
import { cleanShips, type Laptop, laptop } from './laptop.ts';
import { containers, environment, idOf, NO_TRACES, timeless, told, traces } from './seen.ts';

const FILE = `services:
  web: { image: busybox, command: sleep 3600, stop_signal: SIGKILL, links: [redis] }
  redis: { image: redis, ports: ["6379:6379"], volumes: ["data:/data"], stop_signal: SIGKILL }
  task:
    image: busybox
    command: sleep 3600
    stop_signal: SIGKILL
    env_file: task.env
    environment: { MODE: fast }
    mem_limit: 64m
    restart: always
volumes: { data: }
`;
const FILES = ['-f', 'compose.yaml', '-f', 'ships.yml'];
const [ALL, KEPT] = [
  ['shop-redis-1', 'shop-task-1', 'shop-web-1'],
  ['shop-redis-1', 'shop-task-1'],
];

describeReal('containers that docker compose made on a ship', (harbor) => {
  let here: Laptop;
  let compose: (...argv: string[]) => Promise<string>;

  beforeAll(async () => {
    await cleanShips(harbor);
    here = laptop(harbor, 'shop');
    here.write('compose.yaml', FILE);
    here.write('task.env', 'LEVEL=7\n');
    here.write('ships.yml', 'x-ships: [192.168.1.83]\n');
    const tool = composeAt((await prepareNewer()).compose, 1);
    compose = async (...argv) => {
      const { code, stdout, stderr } = await tool(harbor, ['-f', join(here.folder, 'compose.yaml'), ...argv]);
      if (code !== 0) throw new Error(stderr);
      return stdout;
    };
    await compose('up', '-d');
  });
  afterAll(() => here.remove());

  const compowarm = (verb: string, ...argv: string[]) => here.compowarm(verb, ...FILES, ...argv);
  const ids = () => Promise.all(KEPT.map((name) => idOf(harbor, 1, name)));

  it('ps and plan know them: those that lack nothing stay', async () => {
    const { stdout } = await compowarm('ps');
    expect(
      timeless(stdout)
        .split('\n')
        .slice(1, -1)
        .map((line) => line.split(/ {3}/)[1]),
    ).toEqual(ALL);
    expect(await compowarm('plan')).toMatchObject({
      code: 0,
      stdout: `ship 192.168.1.83
  -/+ replace web-1   docker compose made it, without redis_ip, redis_ips, redis_port and redis_port_6379, start-first
        redis_ip: (none) -> 192.168.1.83
        redis_ips: (none) -> 192.168.1.83
        redis_port: (none) -> 6379
        redis_port_6379: (none) -> 6379

adopted: redis-1 on 192.168.1.83, which docker compose made
adopted: task-1 on 192.168.1.83, which docker compose made

1 replace, 2 unchanged on 1 ship
`,
      stderr: '',
    });
  });

  it('start replaces the one that lacks variables, and takes over the others as they are', async () => {
    const before = await ids();
    expect(told(await compowarm('start'))).toEqual({
      code: 0,
      stdout: '',
      stderr: ['192.168.1.83  web-1  replaced (Ns)', '1 replaced on 1 ship in Ns'],
    });
    expect(await ids()).toEqual(before);
    expect(await containers(harbor, 1)).toEqual(ALL.map((name) => `${name} running`));
    expect(await environment(harbor, 1, 'shop-web-1')).toContain('redis_ip=192.168.1.83');
    expect((await compowarm('start')).stderr).toBe('nothing to do: 3 containers on 1 ship are as the file says\n');
  });

  it('docker compose on the ship sees all of them', async () => {
    expect((await compose('ps', '--format', '{{.Name}}')).split('\n').slice(0, -1).sort()).toEqual(ALL);
  });

  it('what changes in the file replaces an adopted one too', async () => {
    here.write('compose.yaml', FILE.replace('MODE: fast', 'MODE: slow'));
    const [redis] = await ids();
    expect((await compowarm('start')).code).toBe(0);
    expect(await idOf(harbor, 1, 'shop-redis-1')).toBe(redis);
    expect(await environment(harbor, 1, 'shop-task-1')).toEqual(['LEVEL=7', 'MODE=slow']);
  });

  it('down leaves nothing, data neither where it is told so', async () => {
    expect((await compowarm('down', '--volumes', '--yes')).code).toBe(0);
    expect(await traces(harbor, 1)).toEqual(NO_TRACES);
  });
});
