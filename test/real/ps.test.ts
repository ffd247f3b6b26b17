import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeReal } from '../harbor/describe.ts';
import { cleanShips, type Laptop, laptop, VISITS } from './laptop.ts';
import { ask, idOf, timeless } from './seen.ts';

const HEAD = 'SHIP   NAME   IMAGE   SERVICE   CREATED   STATUS   PORTS';

describeReal('ps', (harbor) => {
  let here: Laptop;
  beforeAll(async () => {
    await cleanShips(harbor);
    here = laptop(harbor, 'visits', VISITS);
  });
  afterAll(() => here.remove());

  const ps = async (...argv: string[]) => {
    const { code, stdout, stderr } = await here.compowarm('ps', ...argv);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return timeless(stdout).split('\n').slice(0, -1);
  };

  it('has no line but its head where nothing runs', async () => {
    expect(await ps()).toEqual(['SHIP   NAME   IMAGE   SERVICE   CREATED   STATUS   PORTS']);
  });

  it('lists every container with its ship', async () => {
    await here.compowarm('start');
    expect(await ps()).toEqual([
      HEAD,
      '192.168.1.83   visits-client-1   flask   client   N ago   Up N   0.0.0.0:5000->5000/tcp, [::]:5000->5000/tcp',
      '192.168.1.84   visits-redis-1   redis   redis   N ago   Up N   0.0.0.0:6379->6379/tcp, [::]:6379->6379/tcp',
    ]);
  });

  it('lists only the services, or the ship, that were named', async () => {
    expect((await ps('redis')).map((line) => line.split('   ')[1])).toEqual(['NAME', 'visits-redis-1']);
    expect((await ps('--ship', '192.168.1.83')).map((line) => line.split('   ')[1])).toEqual([
      'NAME',
      'visits-client-1',
    ]);
  });

  it('leaves out what has stopped, unless all is asked for', async () => {
    await ask(harbor, 2, 'docker stop visits-redis-1');
    expect((await ps()).map((line) => line.split('   ')[1])).toEqual(['NAME', 'visits-client-1']);
    expect(await ps('--all', 'redis')).toEqual([
      HEAD,
      '192.168.1.84   visits-redis-1   redis   redis   N ago   Exited (0) N ago',
    ]);
  });

  it('lists by state, only IDs or services, and in full', async () => {
    expect(await ps('-q', '--status', 'exited')).toEqual([await idOf(harbor, 2, 'visits-redis-1')]);
    expect(await ps('--services', '--filter', 'status=running')).toEqual(['client']);
    expect(await ps('--no-trunc')).toEqual([
      'SHIP   NAME   IMAGE   COMMAND   SERVICE   CREATED   STATUS   PORTS',
      '192.168.1.83   visits-client-1   flask   "python3 -u app.py"   client   N ago   Up N   0.0.0.0:5000->5000/tcp, [::]:5000->5000/tcp',
    ]);
  });

  it('lists what the file no longer has, unless that is not wanted', async () => {
    here.write('docker.yml', VISITS.replace(/redis:\n.*(?=ships)/s, '').replace('links: [redis]', ''));
    expect(await ps('-aq')).toHaveLength(2);
    expect(await ps('-aq', '--orphans=false')).toEqual([await idOf(harbor, 1, 'visits-client-1')]);
  });

  it('gives programs one object a line, in the words of Compose, with the ship', async () => {
    const { code, stdout } = await here.compowarm('ps', '--format', 'json');
    expect(code).toBe(0);
    const { Labels, ...row } = JSON.parse(stdout) as Record<string, string>;
    expect({ ...row, Status: timeless(row.Status ?? ''), RunningFor: timeless(row.RunningFor ?? '') }).toEqual({
      Command: '"python3 -u app.py"',
      CreatedAt: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+0000 UTC$/),
      ExitCode: 0,
      Health: '',
      ID: (await idOf(harbor, 1, 'visits-client-1')).slice(0, 12),
      Image: 'flask',
      LocalVolumes: '0',
      Mounts: '',
      Name: 'visits-client-1',
      Names: 'visits-client-1',
      Networks: 'visits_default',
      Ports: '0.0.0.0:5000->5000/tcp, [::]:5000->5000/tcp',
      Project: 'visits',
      Publishers: [
        { URL: '0.0.0.0', TargetPort: 5000, PublishedPort: 5000, Protocol: 'tcp' },
        { URL: '::', TargetPort: 5000, PublishedPort: 5000, Protocol: 'tcp' },
      ],
      RunningFor: 'N ago',
      Service: 'client',
      Ship: '192.168.1.83',
      Size: '0B',
      State: 'running',
      Status: 'Up N',
    });
    expect(
      Labels?.split(',')
        .filter((label) => /^(com.docker.compose.(project|service)|compowarm.ship)=/.test(label))
        .sort(),
    ).toEqual([
      'com.docker.compose.project=visits',
      'com.docker.compose.service=client',
      'compowarm.ship=192.168.1.83',
    ]);
  });
});
