import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeReal } from '../harbor/describe.ts';
import { cleanShips, type Laptop, laptop } from './laptop.ts';
import { containers, inspect, told } from './seen.ts';

const service = (more: string) => `
    image: busybox
    stop_signal: SIGKILL
${more}`;

/** `test` is redis's; it looks for a file that redis itself makes after two seconds. */
const file = (test: string) => `services:
  client:${service(`
    command: sleep 3600
    ports: ["5000:5000"]
    ships: [192.168.1.83]
    depends_on: { redis: { condition: service_healthy } }`)}
  redis:${service(`
    command: ["sh", "-c", "sleep 2; touch /ready; sleep 3600"]
    ports: ["6379:6379"]
    ships: [192.168.1.84]
    healthcheck: { test: "${test}", interval: 500ms, retries: 8 }`)}
  other:${service(`
    command: sleep 3600
    ships: [192.168.1.85]
    networks: [alone]`)}
networks:
  alone:
ships: [192.168.1.83, 192.168.1.84, 192.168.1.85]
`;

describeReal('service_healthy across ships', (harbor) => {
  let here: Laptop;
  beforeAll(async () => {
    await cleanShips(harbor);
    here = laptop(harbor, 'order', file('test -e /ready'));
  });
  afterAll(() => here.remove());

  it('what depends on a healthy service is made after it is healthy', async () => {
    expect(told(await here.compowarm('start'))).toEqual({
      code: 0,
      stdout: '',
      stderr: [
        '192.168.1.83  client-1               created (Ns)',
        '192.168.1.83  network order_default  created (Ns)',
        '192.168.1.84  network order_default  created (Ns)',
        '192.168.1.84  redis-1                created (Ns)',
        '192.168.1.84  redis-1                healthy (Ns)',
        '192.168.1.85  network order_alone    created (Ns)',
        '192.168.1.85  other-1                created (Ns)',
        '3 created on 3 ships in Ns',
      ],
    });
    const log = (await inspect(harbor, 2, 'order-redis-1', '.State.Health.Log')) as { ExitCode: number; End: string }[];
    const healthy = log.find(({ ExitCode }) => ExitCode === 0)?.End ?? '';
    const created = (await inspect(harbor, 1, 'order-client-1', '.Created')) as string;
    const other = (await inspect(harbor, 3, 'order-other-1', '.Created')) as string;
    expect(Date.parse(created)).toBeGreaterThan(Date.parse(healthy));
    expect(Date.parse(other)).toBeLessThan(Date.parse(healthy));
  });

  it('a service that is healthy already is not waited for', async () => {
    await here.compowarm('down', 'client');
    expect(told(await here.compowarm('start'))).toEqual({
      code: 0,
      stdout: '',
      stderr: ['192.168.1.83  client-1  created (Ns)', '1 created on 1 ship in Ns'],
    });
  });

  it('a service that never becomes healthy is told of with its reason, its dependents are skipped, the rest goes on', async () => {
    await here.compowarm('down');
    here.write('docker.yml', file('echo no such thing; false').replace('retries: 8', 'retries: 2'));
    expect(told(await here.compowarm('start'))).toEqual({
      code: 1,
      stdout: '',
      stderr: [
        '192.168.1.83  client-1               skipped: it waits for redis-1 on 192.168.1.84, which failed',
        '192.168.1.83  network order_default  created (Ns)',
        '192.168.1.84  network order_default  created (Ns)',
        '192.168.1.84  redis-1                created (Ns)',
        '192.168.1.84  redis-1                failed (Ns): order-redis-1 is unhealthy',
        '    healthcheck: no such thing',
        '192.168.1.85  network order_alone    created (Ns)',
        '192.168.1.85  other-1                created (Ns)',
        '2 created, 1 failed, 1 skipped on 3 ships in Ns',
        'failed: redis-1 on 192.168.1.84: order-redis-1 is unhealthy',
        'skipped: client-1 on 192.168.1.83: it waits for redis-1 on 192.168.1.84, which failed',
      ],
    });
    expect([await containers(harbor, 1), await containers(harbor, 2), await containers(harbor, 3)]).toEqual([
      [],
      ['order-redis-1 running'],
      ['order-other-1 running'],
    ]);
  });

  it('a service that crashes before it is healthy is told of with its log, and what crashed meanwhile too', async () => {
    await here.compowarm('down');
    const crashing = file('false')
      .replace('sleep 2; touch /ready; sleep 3600', 'sleep 2; echo oh no; exit 3')
      .replace(
        'command: sleep 3600\n    ships: [192.168.1.85]',
        'command: ["sh", "-c", "echo alas; exit 1"]\n    ships: [192.168.1.85]',
      );
    here.write('docker.yml', crashing);
    expect(told(await here.compowarm('start'))).toEqual({
      code: 1,
      stdout: '',
      stderr: [
        '192.168.1.83  client-1               skipped: it waits for redis-1 on 192.168.1.84, which failed',
        '192.168.1.83  network order_default  created (Ns)',
        '192.168.1.84  network order_default  created (Ns)',
        '192.168.1.84  redis-1                created (Ns)',
        '192.168.1.84  redis-1                failed (Ns): order-redis-1 is exited',
        '    redis-1 | oh no',
        '192.168.1.85  network order_alone    created (Ns)',
        '192.168.1.85  other-1                created (Ns)',
        '192.168.1.85  other-1                failed (Ns): it started, but it is exited (exit 1)',
        '    other-1 | alas',
        '1 created, 2 failed, 1 skipped on 3 ships in Ns',
        'failed: redis-1 on 192.168.1.84: order-redis-1 is exited',
        'failed: other-1 on 192.168.1.85: it started, but it is exited (exit 1)',
        'skipped: client-1 on 192.168.1.83: it waits for redis-1 on 192.168.1.84, which failed',
      ],
    });
    expect([await containers(harbor, 1), await containers(harbor, 2), await containers(harbor, 3)]).toEqual([
      [],
      ['order-redis-1 exited'],
      ['order-other-1 exited'],
    ]);
  });
});
