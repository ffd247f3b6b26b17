import { beforeEach, describe, expect, test } from 'vitest';
import { type PaperEngine, paperEngine } from './index.ts';
import { out, say } from './say.ts';

let engine: PaperEngine;
let now: number;

beforeEach(() => {
  now = Date.UTC(2026, 0, 2, 3, 4, 5);
  engine = paperEngine({ now: () => now });
});

const run = (line: string, stdin = '') => say(engine, line, stdin);

async function json(line: string): Promise<unknown> {
  return JSON.parse((await run(line)).out);
}

describe('a container from its making to its end', () => {
  test('is shown by inspect, ps and the lists as docker 20.10 shows it', async () => {
    const image = engine.image('redis', {
      volumes: ['/data'],
      expose: ['6379'],
      cmd: ['redis-server'],
      workdir: '/data',
    });
    await run('network create --label com.docker.compose.project=arch arch_default');
    const made = await run(
      "run -d --name arch-redis-1 --label com.docker.compose.project=arch --label compowarm.ship=a -p 6380:6379 -p 127.0.0.1::80/udp --network arch_default --network-alias redis --restart on-failure:3 --mount type=volume,src=arch_conf,dst=/conf,readonly -v /srv:/srv --add-host web:10.0.0.2 --stop-timeout 30 -e 'A=b c' redis redis-server --port 6379",
    );
    const { id, mounts } = engine.container('arch-redis-1');
    expect(made).toEqual(out(`${id}\n`));
    const anonymous = mounts.find(({ target }) => target === '/data')?.name;
    const network = engine.networks.find(({ name }) => name === 'arch_default')?.id;
    expect(await json("inspect --format '{{json .}}' arch-redis-1")).toEqual({
      Id: id,
      Created: '2026-01-02T03:04:05.000000000Z',
      Path: 'redis-server',
      Args: ['--port', '6379'],
      State: {
        Status: 'running',
        Running: true,
        Paused: false,
        Restarting: false,
        OOMKilled: false,
        Dead: false,
        Pid: 4242,
        ExitCode: 0,
        Error: '',
        StartedAt: '2026-01-02T03:04:05.000000000Z',
        FinishedAt: '0001-01-01T00:00:00Z',
      },
      Image: image,
      ResolvConfPath: '',
      HostnamePath: '',
      HostsPath: '',
      LogPath: '',
      Name: '/arch-redis-1',
      RestartCount: 0,
      Driver: 'overlay2',
      Platform: 'linux',
      MountLabel: '',
      ProcessLabel: '',
      AppArmorProfile: '',
      ExecIDs: null,
      HostConfig: {
        Binds: ['/srv:/srv'],
        ContainerIDFile: '',
        LogConfig: { Type: 'json-file', Config: {} },
        NetworkMode: 'arch_default',
        PortBindings: {
          '6379/tcp': [{ HostIp: '', HostPort: '6380' }],
          '80/udp': [{ HostIp: '127.0.0.1', HostPort: '' }],
        },
        RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 },
        AutoRemove: false,
        VolumeDriver: '',
        VolumesFrom: null,
        CapAdd: null,
        CapDrop: null,
        Dns: [],
        DnsOptions: [],
        DnsSearch: [],
        ExtraHosts: ['web:10.0.0.2'],
        GroupAdd: null,
        IpcMode: 'private',
        PidMode: '',
        Privileged: false,
        Memory: 0,
        MemorySwap: 0,
        MemoryReservation: 0,
        NanoCpus: 0,
        CpuShares: 0,
        CpuPeriod: 0,
        CpuQuota: 0,
        CpusetCpus: '',
        PidsLimit: null,
        PublishAllPorts: false,
        ReadonlyRootfs: false,
        SecurityOpt: null,
        Runtime: 'runc',
        Mounts: [{ Type: 'volume', Source: 'arch_conf', Target: '/conf', ReadOnly: true }],
      },
      Mounts: [
        { Type: 'bind', Source: '/srv', Destination: '/srv', Mode: '', RW: true, Propagation: 'rprivate' },
        {
          Type: 'volume',
          Name: 'arch_conf',
          Source: '/var/lib/docker/volumes/arch_conf/_data',
          Destination: '/conf',
          Driver: 'local',
          Mode: 'z',
          RW: false,
          Propagation: '',
        },
        {
          Type: 'volume',
          Name: anonymous,
          Source: `/var/lib/docker/volumes/${anonymous}/_data`,
          Destination: '/data',
          Driver: 'local',
          Mode: '',
          RW: true,
          Propagation: '',
        },
      ],
      Config: {
        Hostname: id.slice(0, 12),
        Domainname: '',
        User: '',
        AttachStdin: false,
        AttachStdout: false,
        AttachStderr: false,
        ExposedPorts: { '6379/tcp': {}, '80/udp': {} },
        Tty: false,
        OpenStdin: false,
        StdinOnce: false,
        Env: ['A=b c', 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
        Cmd: ['redis-server', '--port', '6379'],
        Image: 'redis',
        Volumes: { '/data': {} },
        WorkingDir: '/data',
        Entrypoint: null,
        OnBuild: null,
        Labels: { 'com.docker.compose.project': 'arch', 'compowarm.ship': 'a' },
        StopTimeout: 30,
      },
      NetworkSettings: {
        Bridge: '',
        SandboxID: id,
        HairpinMode: false,
        LinkLocalIPv6Address: '',
        LinkLocalIPv6PrefixLen: 0,
        Ports: {
          '6379/tcp': [
            { HostIp: '0.0.0.0', HostPort: '6380' },
            { HostIp: '::', HostPort: '6380' },
          ],
          '80/udp': [{ HostIp: '127.0.0.1', HostPort: '49153' }],
        },
        SandboxKey: `/run/docker/netns/${id.slice(0, 12)}`,
        SecondaryIPAddresses: null,
        SecondaryIPv6Addresses: null,
        EndpointID: '',
        Gateway: '',
        GlobalIPv6Address: '',
        GlobalIPv6PrefixLen: 0,
        IPAddress: '',
        IPPrefixLen: 0,
        IPv6Gateway: '',
        MacAddress: '',
        Networks: {
          arch_default: {
            IPAMConfig: null,
            Links: null,
            Aliases: ['redis', id.slice(0, 12)],
            NetworkID: network,
            EndpointID: id,
            Gateway: '172.20.0.1',
            IPAddress: '172.20.0.2',
            IPPrefixLen: 16,
            IPv6Gateway: '',
            GlobalIPv6Address: '',
            GlobalIPv6PrefixLen: 0,
            MacAddress: '',
            DriverOpts: null,
          },
        },
      },
    });
    now += 90_000;
    expect(await json("ps -a --no-trunc --filter label=com.docker.compose.project=arch --format '{{json .}}'")).toEqual(
      {
        Command: '"redis-server --port 6379"',
        CreatedAt: '2026-01-02 03:04:05 +0000 UTC',
        ID: id,
        Image: 'redis',
        Labels: 'com.docker.compose.project=arch,compowarm.ship=a',
        LocalVolumes: '2',
        Mounts: `/srv,arch_conf,${anonymous}`,
        Names: 'arch-redis-1',
        Networks: 'arch_default',
        Ports: '127.0.0.1:49153->80/udp, 0.0.0.0:6380->6379/tcp, :::6380->6379/tcp',
        RunningFor: 'About a minute ago',
        Size: '0B (virtual 104MB)',
        State: 'running',
        Status: 'Up About a minute',
      },
    );
  });

  test('run, stop, start, rename, update and rm answer with the name that they were given', async () => {
    engine.image('web', { stops: 143 });
    await run('run -d --name web web');
    const { id } = engine.container('web');
    const state = () => run("inspect -f '{{.State.Status}} {{.State.ExitCode}} {{json .NetworkSettings.Ports}}' web");
    expect(await state()).toEqual(out('running 0 {}\n'));
    expect(await run(`stop -t 3 ${id.slice(0, 12)}`)).toEqual(out(`${id.slice(0, 12)}\n`));
    expect(await state()).toEqual(out('exited 143 {}\n'));
    expect(await run('start web')).toEqual(out('web\n'));
    expect(await run('kill web')).toEqual(out('web\n'));
    expect(await state()).toEqual(out('exited 137 {}\n'));
    expect(await run('update --restart on-failure:2 web')).toEqual(out('web\n'));
    expect(await run("inspect -f '{{json .HostConfig.RestartPolicy}}' web")).toEqual(
      out('{"Name":"on-failure","MaximumRetryCount":2}\n'),
    );
    expect(await run('update --memory 64 --cpus 0.5 --pids-limit 9 web')).toEqual(out('web\n'));
    const held =
      '[{{.HostConfig.Memory}},{{.HostConfig.MemorySwap}},{{.HostConfig.NanoCpus}},{{.HostConfig.PidsLimit}}]';
    expect(await run(`inspect -f '${held}' web`)).toEqual(out('[64,128,500000000,9]\n'));
    expect(await run('rename web old')).toEqual(out(''));
    expect(await run('ps -aq --no-trunc')).toEqual(out(`${id}\n`));
    expect(await run('rm old')).toEqual(out('old\n'));
    expect(await run('ps -aq')).toEqual(out(''));
  });

  test('its anonymous volumes go with rm -v, its named ones never', async () => {
    engine.image('redis', { volumes: ['/data'] });
    await run('run -d --name a -v named:/named redis');
    await run('run -d --name redis -v named:/named redis');
    const [{ name = '' } = {}] = engine.volumes.filter(({ anonymous }) => anonymous);
    expect(engine.volumes.map((volume) => volume.name).sort()).toEqual([name, 'named'].sort());
    await run('rm -f redis');
    expect(engine.volumes.length).toBe(2);
    await run('run -d --name redis -v named:/named redis');
    await run('rm -f -v redis');
    expect(engine.volumes.map((volume) => volume.name).sort()).toEqual([name, 'named'].sort());
  });
});
