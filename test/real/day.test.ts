import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeReal } from '../harbor/describe.ts';
import { cleanShips, commandLine, type Laptop, laptop } from './laptop.ts';
import { untilClean } from './remains.ts';
import { NO_TRACES, traces, visit } from './seen.ts';

const SHIPS = ['192.168.1.83', '192.168.1.84', '192.168.1.85'];

/** A web app that counts its visits, twice, and a worker that nobody talks to. */
const file = (tag: string, check = 'true') => `services:
  redis:
    image: redis
    ports: ["6379:6379"]
    volumes: ["data:/data"]
    healthcheck: {test: [CMD, redis-cli, ping], interval: 500ms}
    ships: [192.168.1.83]
  web:
    image: flask:${tag}
    ports: ["5000:5000"]
    links: [redis]
    depends_on: {redis: {condition: service_healthy}}
    healthcheck: {test: [CMD, "${check}"], interval: 500ms, retries: 1}
    deploy: {replicas: 2, update_config: {monitor: 1s}}
    ships: [192.168.1.84, 192.168.1.85, 192.168.1.83]
  worker:
    image: busybox
    command: sleep 1000
    stop_grace_period: 0s
    networks: [apart]
    ships: [192.168.1.84, 192.168.1.85]
volumes:
  data: {}
networks:
  apart: {}
ships: [${SHIPS.join(', ')}]
`;

describeReal('a day of an app on three ships', (harbor) => {
  let here: Laptop;
  let visits = 0;
  beforeAll(async () => {
    await cleanShips(harbor);
    here = laptop(harbor, 'shop', file('latest'));
    here.write('ssh_config', `${readFileSync(harbor.sshConfig, 'utf8')}  ConnectTimeout 2\n`);
  });
  afterAll(async () => {
    await harbor.unsilence(3);
    await cleanShips(harbor);
    here.remove();
  });

  const compowarm = (...argv: string[]) => harbor.laptop(commandLine(harbor, argv, 'ssh_config'), { cwd: here.folder });

  /** What it says must be done; a table of where every container is. */
  async function done(...argv: string[]): Promise<string[]> {
    const { code, stderr } = await compowarm(...argv);
    expect(code, stderr).toBe(0);
    return places();
  }

  async function places(): Promise<string[]> {
    const { stdout } = await compowarm('ps', '--format', 'json');
    const lines = stdout.split('\n').filter((line) => line !== '');
    const rows = lines.map((line) => JSON.parse(line) as Record<string, string>);
    return rows.map(({ Ship, Name, State }) => `${Name?.replace('shop-', '')} ${Ship?.slice(-2)} ${State}`).sort();
  }

  /** Every answer counts one visit more: what redis holds was never lost. */
  async function answers(ship: number, greeting = ''): Promise<void> {
    visits += 1;
    const { text } = await visit(harbor, `http://${SHIPS[ship - 1]}:5000/`);
    expect(text).toBe(`${greeting}visits: ${visits}\n`);
  }

  it('is deployed', async () => {
    expect(await done('start')).toEqual([
      'redis-1 83 running',
      'web-1 84 running',
      'web-2 85 running',
      'worker-1 84 running',
    ]);
    await answers(2);
    await answers(3);
  });

  it('has one web more for a while', async () => {
    expect(await done('scale', 'web=3')).toEqual([
      'redis-1 83 running',
      'web-1 84 running',
      'web-2 85 running',
      'web-3 83 running',
      'worker-1 84 running',
    ]);
    await answers(1);
  });

  it('a bad version never serves: what ran goes on', async () => {
    const before = await places();
    here.write('docker.yml', file('next', 'false').replace('replicas: 2', 'replicas: 3'));
    const { code, stderr } = await compowarm('start');
    expect(code).toBe(1);
    expect(stderr).toContain('the new container is unhealthy; shop-web-1 is back as it was\n');
    expect(await places()).toEqual(before);
    await answers(2);
  });

  it('a good one does', async () => {
    here.write('docker.yml', file('next'));
    expect(await done('start')).toEqual([
      'redis-1 83 running',
      'web-1 84 running',
      'web-2 85 running',
      'worker-1 84 running',
    ]);
    await answers(2, 'next ');
    await answers(3, 'next ');
  });

  it('rollback brings the first deploy back', async () => {
    const { stdout } = await compowarm('history', '--format', 'json');
    const deploys = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { Deploy: string });
    await done('rollback', deploys.at(-1)?.Deploy ?? '', '--yes');
    here.write('docker.yml', file('latest'));
    await answers(2);
    expect((await compowarm('plan', '--detailed-exitcode')).code).toBe(0);
  });

  it('drain moves off a ship what may move', async () => {
    expect(await done('drain', '192.168.1.84')).toEqual([
      'redis-1 83 running',
      'web-1 83 running',
      'web-2 85 running',
      'worker-1 85 running',
    ]);
    await answers(1);
  });

  it('a ship dies, and failover places anew what it held', async () => {
    await harbor.silence(3);
    expect(await places()).toEqual([
      'redis-1 83 running',
      'web-1 83 running',
      'web-2 85 unknown',
      'worker-1 85 unknown',
    ]);
    const { code, stderr } = await compowarm('failover', '192.168.1.85', '--yes');
    expect(code, stderr).toBe(3);
    expect((await places()).filter((line) => !line.includes('unknown'))).toEqual([
      'redis-1 83 running',
      'web-1 83 running',
      'web-2 84 running',
      'worker-1 84 running',
    ]);
    await answers(2);
  });

  it('when it is back, start stops first what is stale there', async () => {
    await harbor.unsilence(3);
    expect(await done('start')).toEqual([
      'redis-1 83 running',
      'web-1 83 running',
      'web-2 84 running',
      'worker-1 84 running',
    ]);
    expect((await traces(harbor, 3)).containers).toEqual([]);
    await answers(1);
    expect((await compowarm('plan', '--detailed-exitcode')).code).toBe(0);
  });

  it('down with its volumes leaves nothing', async () => {
    expect(await done('down', '--volumes', '--yes')).toEqual([]);
    await untilClean(harbor);
    for (const ship of [1, 2, 3]) expect(await traces(harbor, ship)).toEqual(NO_TRACES);
  });
});
