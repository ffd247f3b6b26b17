import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { changed, knownOn } from '../conformance/changed.ts';
import { composeAt, compowarm, createdBy, withNames } from '../conformance/created.ts';
import { differences } from '../conformance/differences.ts';
import { describeReal } from '../harbor/describe.ts';
import { prepareNewer } from '../harbor/index.ts';
import { cleanShips, type Laptop, laptop } from './laptop.ts';
import { ask, containers, inspect, told, visit } from './seen.ts';

/** Three services that know nothing of ships, and each other by name. */
const THREE = `services:
  web:
    image: flask
    ports: ["5000:5000"]
    environment: { redis_ip: store }
  store:
    image: redis
  reader:
    image: busybox
    stop_signal: SIGKILL
    command: sh -c "until wget -qO /answer http://web:5000/; do sleep 0.2; done; sleep 3600"
`;

describeReal('a Compose file beside one that holds nothing but x-ships', (harbor) => {
  let here: Laptop;
  beforeAll(async () => {
    await cleanShips(harbor);
    here = laptop(harbor, 'three');
    here.write('compose.yaml', THREE);
    here.write('ships.yml', 'x-ships: [192.168.1.83, 192.168.1.84]\n');
  });
  afterAll(() => here.remove());

  it('runs as it is, and its services talk by name', async () => {
    expect(told(await here.compowarm('-f', 'compose.yaml', '-f', 'ships.yml', 'start'))).toEqual({
      code: 0,
      stdout: '',
      stderr: [
        '192.168.1.83  network three_default  created (Ns)',
        '192.168.1.83  reader-1               created (Ns)',
        '192.168.1.83  store-1                created (Ns)',
        '192.168.1.83  web-1                  created (Ns)',
        '3 created on 1 ship in Ns',
      ],
    });
    await ask(harbor, 1, 'until docker exec three-reader-1 test -s /answer; do sleep 0.1; done');
    expect(await ask(harbor, 1, 'docker exec three-reader-1 cat /answer')).toBe('visits: 1');
    expect(await visit(harbor, 'http://192.168.1.83:5000/')).toEqual({ status: 200, text: 'visits: 2\n' });
  });

  const mtu = (size: string) => {
    const networks = `networks: {default: {driver_opts: {com.docker.network.driver.mtu: "${size}"}}}`;
    here.write('ships.yml', `x-ships: [192.168.1.83, 192.168.1.84]\n${networks}\n`);
  };
  const verb = (name: string) => here.compowarm('-f', 'compose.yaml', '-f', 'ships.yml', name);
  const network = () => inspect(harbor, 1, 'three_default', '.Options');
  const members = async () => {
    const inside = (await inspect(harbor, 1, 'three_default', '.Containers')) as Record<string, { Name: string }>;
    return Object.values(inside)
      .map(({ Name }) => Name)
      .sort();
  };
  const ALL = ['three-reader-1', 'three-store-1', 'three-web-1'];

  it('has its network made anew where the file says something else of it, and its containers with it', async () => {
    mtu('1400');
    const why = 'network three_default changes: driver_opts.com.docker.network.driver.mtu';
    expect((await verb('plan')).stdout.split('\n')).toEqual([
      'ship 192.168.1.83',
      '  -/+ replace network three_default   it differs in driver_opts.com.docker.network.driver.mtu',
      '        driver_opts.com.docker.network.driver.mtu: (none) -> 1400',
      ...[
        ['web-1', 'stop-first: it publishes port 5000'],
        ['store-1', 'stop-first: it writes to /data'],
        ['reader-1', 'start-first'],
      ].flatMap(([replica = '', order]) => [
        `  -/+ replace ${replica.padEnd(21)}   ${why}, ${order}`,
        '        network three_default: changed',
      ]),
      '',
      '3 replace on 2 ships',
      '',
    ]);
    expect(told(await verb('start'))).toEqual({
      code: 0,
      stdout: '',
      stderr: [
        '192.168.1.83  network three_default  replaced (Ns)',
        '192.168.1.83  reader-1               replaced (Ns)',
        '192.168.1.83  store-1                replaced (Ns)',
        '192.168.1.83  web-1                  replaced (Ns)',
        '3 replaced on 1 ship in Ns',
      ],
    });
    expect([await network(), await members()]).toEqual([{ 'com.docker.network.driver.mtu': '1400' }, ALL]);
    await ask(harbor, 1, 'until docker exec three-reader-1 test -s /answer; do sleep 0.1; done');
    expect((await verb('plan')).stdout).toBe('nothing to do: 3 containers on 2 ships are as the file says\n');
  });

  it('has the network that it had where docker can’t make the other, and its containers in it', async () => {
    mtu('many');
    expect((await verb('start')).code).toBe(1);
    expect([await network(), await members()]).toEqual([{ 'com.docker.network.driver.mtu': '1400' }, ALL]);
    await ask(harbor, 1, 'until docker exec three-reader-1 wget -qO- http://web:5000/; do sleep 0.1; done');
    mtu('1400');
    expect((await verb('plan')).stdout).toBe('nothing to do: 3 containers on 2 ships are as the file says\n');
  });
});

const VISITS = resolve('fixtures/visits-services');
const FILES = [`${VISITS}/compose.yaml`, `${VISITS}/ships.yml`];
const HERE = FILES.flatMap((file) => ['-f', file]);

describeReal('the demo app as a Compose file, with what is beside it', (harbor) => {
  beforeAll(() => cleanShips(harbor));
  afterAll(() => cleanShips(harbor));

  it('runs on two ships, and finds all that it brought', async () => {
    expect(told(await compowarm(harbor, [...HERE, 'start']))).toMatchObject({ code: 0, stdout: '' });
    expect([await containers(harbor, 1), await containers(harbor, 2)]).toEqual([
      ['visits-client-1 running'],
      ['visits-redis-1 running'],
    ]);
    expect((await visit(harbor, 'http://192.168.1.83:5000/')).text).toMatch(/^visits: \d+\n$/);
    expect(
      await ask(
        harbor,
        1,
        'docker exec visits-client-1 sh -c "cat /etc/visits.conf /pages/index.html; echo \\$GREETING"',
      ),
    ).toBe('color = blue\n<h1>visits</h1>\ngood day');
    expect(await ask(harbor, 2, 'docker exec visits-redis-1 cat /run/secrets/token')).toBe('open sesame');
    expect(await ask(harbor, 2, 'docker volume ls -q')).toBe('visits_visits');
  });

  it('has the containers that Docker Compose makes, but for the names of those on the other ship', async () => {
    const { compose } = await prepareNewer();
    const [theirs = {}] = await createdBy(composeAt(compose, 1), harbor, FILES);
    const ours = withNames(Object.assign({}, ...(await createdBy(compowarm, harbor, FILES, [1, 2]))));
    const expected = changed(withNames(theirs), ours, knownOn(inject('engine')), () => {});
    expect(differences(expected, ours)).toEqual([
      {
        where: 'container visits-client-1: HostConfig.ExtraHosts',
        compose: undefined,
        compowarm: ['redis:192.168.1.84'],
      },
      {
        where: 'container visits-redis-1: HostConfig.ExtraHosts',
        compose: undefined,
        compowarm: ['client:192.168.1.83'],
      },
    ]);
  });
});
