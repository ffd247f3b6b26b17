import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeReal } from '../harbor/describe.ts';
import { cleanShips, type Laptop, laptop } from './laptop.ts';
import { containers, idOf, inspect, NO_TRACES, told, traces } from './seen.ts';

const QUICK = `
  image: busybox
  command: sleep 3600
  stop_signal: SIGKILL
`;
const FILE = `services:
  web:${QUICK.replaceAll('\n', '\n  ')}
    ports: ["8080:8080"]
    ships: [192.168.1.83]
    depends_on: [db]
  db:${QUICK.replaceAll('\n', '\n  ')}
    ports: ["5432:5432"]
    ships: [192.168.1.84]
    volumes: [data:/data]
volumes:
  data:
ships: [192.168.1.83, 192.168.1.84]
`;

describeReal('stop, create and down', (harbor) => {
  let here: Laptop;
  beforeAll(async () => {
    await cleanShips(harbor);
    here = laptop(harbor, 'shop', FILE);
  });
  afterAll(() => here.remove());

  const ids = async () => [await idOf(harbor, 1, 'shop-web-1'), await idOf(harbor, 2, 'shop-db-1')];

  it('create makes the containers and starts none', async () => {
    expect(told(await here.compowarm('create'))).toEqual({
      code: 0,
      stdout: '',
      stderr: [
        '192.168.1.83  network shop_default  created (Ns)',
        '192.168.1.83  web-1                 created (Ns)',
        '192.168.1.84  db-1                  created (Ns)',
        '192.168.1.84  network shop_default  created (Ns)',
        '192.168.1.84  volume shop_data      created (Ns)',
        '2 created on 2 ships in Ns',
      ],
    });
    expect([await containers(harbor, 1), await containers(harbor, 2)]).toEqual([
      ['shop-web-1 created'],
      ['shop-db-1 created'],
    ]);
  });

  it('start starts what was created', async () => {
    const before = await ids();
    expect(told(await here.compowarm('start'))).toEqual({
      code: 0,
      stdout: '',
      stderr: ['192.168.1.83  web-1  started (Ns)', '192.168.1.84  db-1   started (Ns)', '2 started on 2 ships in Ns'],
    });
    expect(await ids()).toEqual(before);
  });

  it('stop with a service stops that one', async () => {
    expect(told(await here.compowarm('stop', 'web'))).toEqual({
      code: 0,
      stdout: '',
      stderr: ['192.168.1.83  web-1  stopped (Ns)', '1 stopped on 1 ship in Ns'],
    });
    expect([await containers(harbor, 1), await containers(harbor, 2)]).toEqual([
      ['shop-web-1 exited'],
      ['shop-db-1 running'],
    ]);
  });

  it('stop stops the rest and removes nothing', async () => {
    const before = [await traces(harbor, 1), await traces(harbor, 2)];
    expect(told(await here.compowarm('stop'))).toEqual({
      code: 0,
      stdout: '',
      stderr: ['192.168.1.84  db-1  stopped (Ns)', '1 stopped on 1 ship in Ns'],
    });
    const after = [await traces(harbor, 1), await traces(harbor, 2)];
    expect(after).toEqual([before[0], { ...before[1], containers: ['shop-db-1 exited'] }]);
    expect(told(await here.compowarm('stop'))).toEqual({ code: 0, stdout: '', stderr: ['nothing to do'] });
  });

  it('what depends on others is stopped first', async () => {
    await here.compowarm('start');
    const before = await ids();
    expect((await here.compowarm('stop')).code).toBe(0);
    expect(await ids()).toEqual(before);
    const [web, db] = [
      await inspect(harbor, 1, 'shop-web-1', '.State.FinishedAt'),
      await inspect(harbor, 2, 'shop-db-1', '.State.FinishedAt'),
    ] as [string, string];
    expect(Date.parse(web)).toBeLessThan(Date.parse(db));
  });

  it('start starts the same containers again', async () => {
    const before = await ids();
    expect((await here.compowarm('start')).code).toBe(0);
    expect(await ids()).toEqual(before);
    expect([await containers(harbor, 1), await containers(harbor, 2)]).toEqual([
      ['shop-web-1 running'],
      ['shop-db-1 running'],
    ]);
  });

  it('down with a service takes that one away', async () => {
    const db = await idOf(harbor, 2, 'shop-db-1');
    expect(told(await here.compowarm('down', 'web'))).toEqual({
      code: 0,
      stdout: '',
      stderr: [
        '192.168.1.83  shop-web-1  removed (Ns)',
        '192.168.1.83  shop-web-1  stopped (Ns)',
        '1 stopped, 1 removed on 1 ship in Ns',
      ],
    });
    expect(await containers(harbor, 1)).toEqual([]);
    expect(await idOf(harbor, 2, 'shop-db-1')).toBe(db);
    expect((await here.compowarm('start')).code).toBe(0);
    expect(await containers(harbor, 1)).toEqual(['shop-web-1 running']);
  });

  it('down leaves nothing but the named volume, and the record of where it is', async () => {
    expect(told(await here.compowarm('down'))).toEqual({
      code: 0,
      stdout: '',
      stderr: [
        '192.168.1.83  network shop_default  removed (Ns)',
        '192.168.1.83  shop-web-1            removed (Ns)',
        '192.168.1.83  shop-web-1            stopped (Ns)',
        '192.168.1.84  network shop_default  removed (Ns)',
        '192.168.1.84  shop-db-1             removed (Ns)',
        '192.168.1.84  shop-db-1             stopped (Ns)',
        '2 stopped, 2 removed on 2 ships in Ns',
      ],
    });
    expect([await traces(harbor, 1), await traces(harbor, 2), await traces(harbor, 3)]).toEqual([
      { ...NO_TRACES, records: ['shop.deploys 600', 'shop.json 600'] },
      { ...NO_TRACES, records: ['shop.deploys 600', 'shop.json 600'], volumes: ['shop_data'] },
      NO_TRACES,
    ]);
  });

  it('a second down has nothing to do', async () => {
    expect(told(await here.compowarm('down'))).toEqual({ code: 0, stdout: '', stderr: ['nothing to do'] });
  });

  it('the service comes back to its volume, wherever else it might go by now', async () => {
    here.write(
      'docker.yml',
      FILE.replace('    ships: [192.168.1.84]\n', '').replace('    ships: [192.168.1.83]\n', ''),
    );
    expect((await here.compowarm('start', 'db')).code).toBe(0);
    expect(await containers(harbor, 2)).toEqual(['shop-db-1 running']);
  });

  it('down --volumes says what would be lost, and wants a yes', async () => {
    const { code, stderr } = await here.compowarm('down', '--volumes');
    expect([code, stderr.split('\n').filter((line) => /^wants|^nothing/.test(line))]).toEqual([
      6,
      [
        'wants a yes: volume shop_data on 192.168.1.84 is removed, with what it holds',
        'nothing was done: say --yes to go on',
      ],
    ]);
    expect(await containers(harbor, 2)).toEqual(['shop-db-1 running']);
  });

  it('with a yes nothing is left', async () => {
    expect(told(await here.compowarm('down', '-v', '-t', '1', '--rmi', 'local', '--yes'))).toEqual({
      code: 0,
      stdout: '',
      stderr: [
        '192.168.1.84  network shop_default  removed (Ns)',
        '192.168.1.84  shop-db-1             removed (Ns)',
        '192.168.1.84  shop-db-1             stopped (Ns)',
        '192.168.1.84  volume shop_data      removed (Ns)',
        '1 stopped, 1 removed, 1 volume removed on 1 ship in Ns',
      ],
    });
    expect([await traces(harbor, 1), await traces(harbor, 2)]).toEqual([NO_TRACES, NO_TRACES]);
  });
});

describeReal('down without named volumes', (harbor) => {
  let here: Laptop;
  beforeAll(async () => {
    await cleanShips(harbor);
    here = laptop(harbor, 'bare', FILE.replace('    volumes: [data:/data]\nvolumes:\n  data:\n', ''));
  });
  afterAll(() => here.remove());

  it('leaves no trace on any ship', async () => {
    expect((await here.compowarm('start')).code).toBe(0);
    expect((await traces(harbor, 1)).records).toEqual(['bare.deploys 600', 'bare.json 600']);
    expect((await here.compowarm('down')).code).toBe(0);
    expect([await traces(harbor, 1), await traces(harbor, 2)]).toEqual([NO_TRACES, NO_TRACES]);
    expect(told(await here.compowarm('down'))).toEqual({ code: 0, stdout: '', stderr: ['nothing to do'] });
  });

  it('takes orphans only when it is told to', async () => {
    expect((await here.compowarm('start')).code).toBe(0);
    here.write('docker.yml', `services:\n  web: { image: busybox }\nships: [192.168.1.83, 192.168.1.84]\n`);
    expect((await here.compowarm('down')).code).toBe(0);
    expect([await containers(harbor, 1), await containers(harbor, 2)]).toEqual([[], ['bare-db-1 running']]);
    expect((await here.compowarm('down', '--remove-orphans')).code).toBe(0);
    expect([await traces(harbor, 1), await traces(harbor, 2)]).toEqual([NO_TRACES, NO_TRACES]);
  });
});
