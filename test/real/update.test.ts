import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeReal } from '../harbor/describe.ts';
import type { Engine } from '../harbor/index.ts';
import { cleanShips, type Laptop, laptop, VISITS } from './laptop.ts';
import {
  ask,
  askLines,
  containers,
  environment,
  idOf,
  inspect,
  NO_TRACES,
  told,
  traces,
  untimed,
  visit,
} from './seen.ts';

const CLIENT = 'http://192.168.1.83:5000/';

describeReal('an edited file', (harbor) => {
  let file = VISITS.replace('image: flask', 'image: flask:mine');
  let here: Laptop;
  beforeAll(async () => {
    await cleanShips(harbor);
    await ask(harbor, 1, 'docker tag flask:latest flask:mine');
    here = laptop(harbor, 'visits', file);
    await here.compowarm('start');
    await visit(harbor, CLIENT);
  });
  afterAll(async () => {
    await ask(harbor, 1, 'docker rmi -f flask:mine');
    here.remove();
  });

  const edit = (from: string, to: string) => {
    file = file.replace(from, to);
    here.write('docker.yml', file);
  };
  const ids = async () => [await idOf(harbor, 1, 'visits-client-1'), await idOf(harbor, 2, 'visits-redis-1')];

  it('replaces the one service whose environment differs', async () => {
    const [client, redis] = await ids();
    edit('image: flask:mine', 'image: flask:mine\n  environment: { GREETING: hello }');
    expect(told(await here.compowarm('start'))).toEqual({
      code: 0,
      stdout: '',
      stderr: ['192.168.1.83  client-1  replaced (Ns)', '1 replaced on 1 ship in Ns'],
    });
    const after = await ids();
    expect(after[1]).toBe(redis);
    expect(after[0]).not.toBe(client);
    expect(await environment(harbor, 1, 'visits-client-1')).toContain('GREETING=hello');
    expect(await containers(harbor, 1)).toEqual(['visits-client-1 running']);
  });

  it('changes in place what docker can change, and what a person changed by hand is seen and put back', async () => {
    const before = await ids();
    const held = () => inspect(harbor, 1, 'visits-client-1', '.HostConfig');
    edit('image: flask:mine', 'image: flask:mine\n  cpus: 0.5\n  mem_limit: 64m\n  pids_limit: 100\n  restart: always');
    const updated = {
      code: 0,
      stdout: '',
      stderr: ['192.168.1.83  client-1  updated (Ns)', '1 updated on 1 ship in Ns'],
    };
    expect(told(await here.compowarm('start'))).toEqual(updated);
    const limits = {
      NanoCpus: 500_000_000,
      Memory: 64 * 2 ** 20,
      MemorySwap: 128 * 2 ** 20,
      PidsLimit: 100,
      RestartPolicy: { Name: 'always', MaximumRetryCount: 0 },
    };
    expect(await held()).toMatchObject(limits);
    expect((await here.compowarm('plan')).stdout).toBe('nothing to do: 2 containers on 2 ships are as the file says\n');

    await ask(harbor, 1, 'docker update --restart no --memory 48m --memory-swap 48m visits-client-1');
    expect((await here.compowarm('plan')).stdout).toBe(
      [
        'ship 192.168.1.83',
        '  ~ update client-1   it differs in restart',
        '      restart: (none) -> always',
        '      mem_limit: 48m -> 64m',
        '',
        '1 update, 1 unchanged on 2 ships',
        '',
      ].join('\n'),
    );
    expect(told(await here.compowarm('start'))).toEqual(updated);
    expect(await held()).toMatchObject(limits);
    expect(await ids()).toEqual(before);
  });

  it('a replaced container keeps the data of its anonymous volumes', async () => {
    const [client, redis] = await ids();
    const before = await inspect(harbor, 2, 'visits-redis-1', '(index .Mounts 0).Name');
    edit('image: redis', 'image: redis\n  environment: { TZ: UTC }');
    expect(told(await here.compowarm('start'))).toEqual({
      code: 0,
      stdout: '',
      stderr: ['192.168.1.84  redis-1  replaced (Ns)', '1 replaced on 1 ship in Ns'],
    });
    const after = await ids();
    expect(after[0]).toBe(client);
    expect(after[1]).not.toBe(redis);
    expect(await inspect(harbor, 2, 'visits-redis-1', '.Mounts')).toMatchObject([
      { Type: 'volume', Name: before, Destination: '/data' },
    ]);
    expect(await askLines(harbor, 2, 'docker volume ls -q')).toEqual([before]);
    expect(await visit(harbor, CLIENT)).toEqual({ status: 200, text: 'visits: 2\n' });
  });

  it('replaces whoever is told of a port that was added', async () => {
    const [client, redis] = await ids();
    edit('ports: ["6379:6379"]', 'ports: ["6379:6379", "6380:6380"]');
    const { code, stderr } = told(await here.compowarm('start'));
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: [
        '192.168.1.83  client-1  replaced (Ns)',
        '192.168.1.84  redis-1   replaced (Ns)',
        '2 replaced on 2 ships in Ns',
      ],
    });
    const after = await ids();
    expect([after[0] === client, after[1] === redis]).toEqual([false, false]);
    expect(await environment(harbor, 1, 'visits-client-1')).toEqual([
      'GREETING=hello',
      'redis_ip=192.168.1.84',
      'redis_ips=192.168.1.84',
      'redis_port=6379',
      'redis_port_6379=6379',
      'redis_port_6380=6380',
    ]);
    expect(await inspect(harbor, 2, 'visits-redis-1', '.HostConfig.PortBindings')).toEqual({
      '6379/tcp': [{ HostIp: '', HostPort: '6379' }],
      '6380/tcp': [{ HostIp: '', HostPort: '6380' }],
    });
  });

  it('replaces a container whose tag now means another image on its ship', async () => {
    const digest = async (tag: string) =>
      (await ask(harbor, 1, `docker image inspect --format '{{.Id}}' flask:${tag}`)).slice(7, 19);
    await ask(harbor, 1, 'docker tag flask:next flask:mine');
    expect((await here.compowarm('plan')).stdout).toBe(
      [
        'ship 192.168.1.83',
        '  -/+ replace client-1   it differs in image flask:mine, stop-first: it publishes port 5000',
        `        image flask:mine: ${await digest('latest')} -> ${await digest('next')}`,
        '',
        '1 replace, 1 unchanged on 2 ships',
        '',
      ].join('\n'),
    );
    expect((await here.compowarm('start')).code).toBe(0);
    expect(await visit(harbor, CLIENT)).toEqual({ status: 200, text: 'next visits: 3\n' });
  });

  it('data never moves by itself: a service with a volume that may no longer run there is an error', async () => {
    const before = await ids();
    edit('image: redis', 'image: redis\n  ships: [192.168.1.83]');
    expect(await here.compowarm('start', '--yes')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: `docker.yml:13:3: redis-1 has no ship to go to
  13 |   ships: [192.168.1.83]
     |   ^
  why: the data of redis-1 (an anonymous volume at /data) is on 192.168.1.84, and data never moves by itself; redis may use only 192.168.1.83
  try: let redis use 192.168.1.84, or move the data yourself and remove container visits-redis-1 and an anonymous volume at /data there
`,
    });
    expect(await ids()).toEqual(before);
  });
});

const REFUSED =
  'Error response from daemon: Get "https://192.168.1.1:5000/v2/": dial tcp 192.168.1.1:5000: connect: connection refused';

const RUNC =
  'OCI runtime create failed: runc create failed: unable to start container process: exec: "nosuch": executable file not found in $PATH';

/** What an engine says of a command that the image does not have. */
const NO_PROGRAM: Record<Engine, string> = {
  own: `failed to create shim task: ${RUNC}: unknown`,
  28: `failed to create task for container: failed to create shim task: ${RUNC}`,
};

describeReal('an update that fails', (harbor) => {
  let here: Laptop;
  const GOOD = VISITS.replace('image: flask', 'image: flask\n  restart: unless-stopped');
  beforeAll(async () => {
    await cleanShips(harbor);
    here = laptop(harbor, 'visits', GOOD);
    await here.compowarm('start');
    await visit(harbor, CLIENT);
  });
  afterAll(() => here.remove());

  /** What the image that is broken says each time it starts. */
  const ALL_IT_SAYS = ['broken on purpose', ...Array.from({ length: 12 }, (_, i) => `line ${i + 1}`)];

  /** The client as it was, and beside it the last new one that was no good. */
  const unharmed = async (client: string, failed: 'exited' | 'created') => {
    expect(await idOf(harbor, 1, 'visits-client-1')).toBe(client);
    expect(await inspect(harbor, 1, 'visits-client-1', '.HostConfig.RestartPolicy.Name')).toBe('unless-stopped');
    const found = await traces(harbor, 1);
    expect({ ...found, containers: found.containers.map(untimed) }).toEqual({
      ...NO_TRACES,
      containers: ['visits-client-1 running', `visits-client-1_failed_DEPLOY ${failed}`],
      networks: ['visits_default'],
      records: found.records,
    });
  };

  it('leaves the old container as it ran where the new one fails, with the last it said', async () => {
    const client = await idOf(harbor, 1, 'visits-client-1');
    here.write('docker.yml', GOOD.replace('image: flask', 'image: flask:broken'));
    const { stderr, ...ran } = told(await here.compowarm('start'));
    const said = stderr.flatMap((line) => /^ {4}client-1 \| (.*)$/.exec(line)?.[1] ?? []);
    expect({ ...ran, stderr: stderr.filter((line) => !line.startsWith('    client-1 | ')) }).toEqual({
      code: 1,
      stdout: '',
      stderr: [
        '192.168.1.83  client-1  failed (Ns): the new container is restarting; visits-client-1 is back as it was',
        '    it is kept for a look: docker logs visits-client-1_failed_DEPLOY',
        '1 failed on 1 ship in Ns',
        'failed: client-1 on 192.168.1.83: the new container is restarting; visits-client-1 is back as it was',
      ],
    });
    // docker may have started it once more by then, and it may have begun to say it all again
    const first = ALL_IT_SAYS.indexOf(said[0] ?? '');
    expect(said).toEqual(Array.from({ length: 10 }, (_, i) => ALL_IT_SAYS[(first + i) % ALL_IT_SAYS.length]));
    await unharmed(client, 'exited');
    expect((await visit(harbor, CLIENT)).text).toBe('visits: 2\n');
  });

  it('does so where the image cannot be had', async () => {
    const client = await idOf(harbor, 1, 'visits-client-1');
    here.write('docker.yml', GOOD.replace('image: flask', 'image: 192.168.1.1:5000/nosuch:1'));
    expect(told(await here.compowarm('start'))).toEqual({
      code: 1,
      stdout: '',
      stderr: [
        '192.168.1.83  client-1                        skipped: it waits for image 192.168.1.1:5000/nosuch:1 on 192.168.1.83, which failed',
        `192.168.1.83  image 192.168.1.1:5000/nosuch:1  failed (Ns): ${REFUSED}`,
        '1 failed, 1 skipped on 1 ship in Ns',
        `failed: image 192.168.1.1:5000/nosuch:1 on 192.168.1.83: ${REFUSED}`,
        'skipped: client-1 on 192.168.1.83: it waits for image 192.168.1.1:5000/nosuch:1 on 192.168.1.83, which failed',
      ],
    });
    await unharmed(client, 'exited');
    expect((await visit(harbor, CLIENT)).text).toBe('visits: 3\n');
  });

  it('does so where docker cannot start the new one', async () => {
    const client = await idOf(harbor, 1, 'visits-client-1');
    here.write('docker.yml', GOOD.replace('image: flask', 'image: flask\n  command: [nosuch]'));
    expect(told(await here.compowarm('start'))).toEqual({
      code: 1,
      stdout: '',
      stderr: [
        '192.168.1.83  client-1  failed (Ns): the new container did not start; visits-client-1 is back as it was',
        `    Error response from daemon: ${NO_PROGRAM[harbor.ships[0]?.engine ?? 'own']}`,
        '    Error: failed to start containers: visits-client-1',
        '    it is kept for a look: docker logs visits-client-1_failed_DEPLOY',
        '1 failed on 1 ship in Ns',
        'failed: client-1 on 192.168.1.83: the new container did not start; visits-client-1 is back as it was',
      ],
    });
    await unharmed(client, 'created');
    expect((await visit(harbor, CLIENT)).text).toBe('visits: 4\n');
  });

  it('converges when the file is good again', async () => {
    here.write('docker.yml', GOOD);
    const client = await idOf(harbor, 1, 'visits-client-1');
    const { code, stderr } = told(await here.compowarm('start'));
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: ['nothing to do: 2 containers on 2 ships are as the file says'],
    });
    await unharmed(client, 'created');
    here.write('docker.yml', GOOD.replace('image: flask', 'image: flask:next'));
    expect((await here.compowarm('start')).code).toBe(0);
    expect((await visit(harbor, CLIENT)).text).toBe('next visits: 5\n');
  });
});
