import { beforeEach, describe, expect, test } from 'vitest';
import { docker, type PaperEngine, paperEngine, type Reply } from './index.ts';

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);

let engine: PaperEngine;
let now: number;

beforeEach(() => {
  now = NOW;
  engine = paperEngine({ now: () => now });
});

/** Runs one command given as a line of words, where words with spaces stand in single quotes. */
function run(line: string, stdin = ''): Promise<Reply> {
  const argv = [...line.matchAll(/(?:'([^']*)'|[^\s'])+/g)].map(([word]) => word.replaceAll("'", ''));
  return docker(engine, { argv, stdin: Buffer.from(stdin), env: {} });
}

const out = (text: string): Reply => ({ code: 0, out: text, err: '' });
const err = (code: number, text: string): Reply => ({ code, out: '', err: text });

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
        HairpinMode: false,
        Ports: {
          '6379/tcp': [
            { HostIp: '0.0.0.0', HostPort: '6380' },
            { HostIp: '::', HostPort: '6380' },
          ],
          '80/udp': [{ HostIp: '127.0.0.1', HostPort: '49153' }],
        },
        Gateway: '',
        IPAddress: '',
        Networks: {
          arch_default: {
            IPAMConfig: {},
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
        Size: '0B',
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

describe('behaviours of images', () => {
  const status = () =>
    run("inspect -f '{{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}}' it");

  test('healthy after so many inspections', async () => {
    engine.image('it', { healthyAfter: 2 });
    await run('run -d --name it it');
    const seen = [await status(), await status(), await status()].map(({ out: text }) => text);
    expect(seen).toEqual(['running starting\n', 'running starting\n', 'running healthy\n']);
    const { out: line } = await run("ps --format '{{.Status}}'");
    expect(line).toBe('Up Less than a second (healthy)\n');
  });

  test('never healthy, and without a healthcheck', async () => {
    engine.image('it', { unhealthy: true });
    await run('run -d --name it it');
    await status();
    expect(await status()).toEqual(out('running unhealthy\n'));
    await run('rm -f it');
    await run('run -d --name it --no-healthcheck it');
    expect(await status()).toEqual(out('running none\n'));
  });

  test('a healthcheck from flags', async () => {
    engine.image('it');
    await run("create --name it --health-cmd 'curl -f x' --health-interval 1m30s --health-retries 3 it");
    expect(await run("inspect -f '{{json .Config.Healthcheck}}' it")).toEqual(
      out('{"Test":["CMD-SHELL","curl -f x"],"Interval":90000000000,"Retries":3}\n'),
    );
    expect(await status()).toEqual(out('created none\n'));
  });

  test('ends at once, with its last words', async () => {
    engine.image('it', { exits: 1, logs: ['one', 'two', 'three'] });
    await run('run -d --name it it');
    expect(await status()).toEqual(out('exited none\n'));
    expect(await run('wait it')).toEqual(out('1\n'));
    expect(await run('logs --tail 2 it')).toEqual(out('two\nthree\n'));
  });

  test('ends after so many inspections, or when a test says so', async () => {
    engine.image('it', { exits: 0, after: 1 });
    await run('run -d --name it it');
    const seen = [await status(), await status()].map(({ out: text }) => text);
    expect(seen).toEqual(['running none\n', 'exited none\n']);
    await run('start it');
    const waiting = run('wait it');
    engine.exit('it', 3);
    expect(await waiting).toEqual(out('3\n'));
  });

  test('comes back again and again under a restart policy', async () => {
    engine.image('it', { exits: 1 });
    await run('run -d --name it --restart always it');
    const look = () => run("inspect -f '{{.RestartCount}} {{.State.Status}} {{.State.ExitCode}}' it");
    expect([(await look()).out, (await look()).out]).toEqual(['2 restarting 1\n', '3 restarting 1\n']);
    await run('stop it');
    expect(await look()).toEqual(out('3 exited 0\n'));
  });
});

describe('docker says no in its own words', () => {
  const help = (verb: string) => `See 'docker ${verb} --help'.\n`;

  beforeEach(async () => {
    engine.image('web');
    await run('run -d --name web -p 8080:80 web');
  });

  test.each([
    ['stop nope', 1, 'Error response from daemon: No such container: nope\n'],
    ['rm nope', 1, 'Error: No such container: nope\n'],
    ['rm -f nope', 0, 'Error: No such container: nope\n'],
    ['logs nope', 1, 'Error: No such container: nope\n'],
    ['container inspect -f x nope', 1, 'Error: No such container: nope\n', '\n'],
    ['inspect nope', 1, 'Error: No such object: nope\n', '[]\n'],
    [
      "inspect -f '{{.State.Health.Status}}' web",
      1,
      'template parsing error: template: :1:2: executing "" at <.State.Health.Status>: map has no entry for key "Health"\n',
      '\n',
    ],
    ['start nope', 1, 'Error response from daemon: No such container: nope\nError: failed to start containers: nope\n'],
    [
      'rename nope x1',
      1,
      'Error response from daemon: No such container: nope\nError: failed to rename container named nope\n',
    ],
    ['network rm nope', 1, 'Error: No such network: nope\n'],
    ['volume rm nope', 1, 'Error: No such volume: nope\n'],
    ['network create bridge', 1, 'Error response from daemon: network with name bridge already exists\n'],
    ['network connect nope web', 1, 'Error response from daemon: network nope not found\n'],
    ['run -d --foo web', 125, `unknown flag: --foo\n${help('run')}`],
    ['run -d -p a:b web', 125, `docker: Invalid containerPort: b.\n${help('run')}`],
    [
      'create --name x/y web',
      1,
      'Error response from daemon: Invalid container name (x/y), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed\n',
    ],
    ['create --pull never nope', 1, 'Error response from daemon: No such image: nope:latest\n'],
    [
      'create --network one --network two web',
      1,
      'Error response from daemon: Container cannot be connected to network endpoints: one, two\n',
    ],
    ['fly', 1, "docker: 'fly' is not a docker command.\nSee 'docker --help'\n"],
  ])('docker %s', async (line, code, text, printed = '') => {
    expect(await run(line)).toEqual({ code, out: printed, err: text });
  });

  test('a name in use', async () => {
    const conflict = `Conflict. The container name "/web" is already in use by container "${engine.container('web').id}". You have to remove (or rename) that container to be able to reuse that name.`;
    expect(await run('run -d --name web web')).toEqual(
      err(125, `docker: Error response from daemon: ${conflict}\n${help('run')}`),
    );
    await run('create --name other web');
    expect(await run('rename other web')).toEqual(
      err(
        1,
        `Error response from daemon: Error when allocating new name: ${conflict}\nError: failed to rename container named other\n`,
      ),
    );
  });

  test('an image that is nowhere', async () => {
    const denied =
      "pull access denied for nope, repository does not exist or may require 'docker login': denied: requested access to the resource is denied";
    expect(await run('run -d nope')).toEqual(
      err(
        125,
        `Unable to find image 'nope:latest' locally\ndocker: Error response from daemon: ${denied}.\n${help('run')}`,
      ),
    );
    expect(await run('pull nope')).toEqual({
      code: 1,
      out: 'Using default tag: latest\n',
      err: `Error response from daemon: ${denied}\n`,
    });
  });

  test('a port in use: the container is there, and was never started', async () => {
    const refused = await run('run -d --name two -p 8080:80 web');
    const { id, status } = engine.container('two');
    const why = `driver failed programming external connectivity on endpoint two (${id}): Bind for 0.0.0.0:8080 failed: port is already allocated`;
    expect(refused).toEqual({ code: 125, out: `${id}\n`, err: `docker: Error response from daemon: ${why}.\n` });
    expect(status).toBe('created');
    expect(await run('start two')).toEqual(
      err(1, `Error response from daemon: ${why}\nError: failed to start containers: two\n`),
    );
    await run('stop web');
    expect(await run('start two')).toEqual(out('two\n'));
  });

  test('a port that something else listens on', async () => {
    engine.taken.add('9000/tcp');
    const { out: id, err: text } = await run('run -d --name two -p 9000:80 web');
    expect(text).toBe(
      `docker: Error response from daemon: driver failed programming external connectivity on endpoint two (${id.trim()}): Error starting userland proxy: listen tcp4 0.0.0.0:9000: bind: address already in use.\n`,
    );
  });

  test('a running container is not removed, a volume in use neither', async () => {
    const { id } = engine.container('web');
    expect(await run('rm web')).toEqual(
      err(
        1,
        `Error response from daemon: You cannot remove a running container ${id}. Stop the container before attempting removal or force remove\n`,
      ),
    );
    await run('volume create --label a=b data');
    const { out: user } = await run('create --name user -v data:/data web');
    expect(await run('volume rm data')).toEqual(
      err(1, `Error response from daemon: remove data: volume is in use - [${user.trim()}]\n`),
    );
  });

  test('an env-file with a space in a name', async () => {
    expect(await run('run -d --env-file /dev/stdin web', 'a b=c\n')).toEqual(
      err(125, `docker: poorly formatted environment: variable 'a b' contains whitespaces.\n${help('run')}`),
    );
  });
});

describe('images', () => {
  test('are pulled from the registry, and a name moves on', async () => {
    const old = engine.image('team/app:1', { cmd: ['old'] });
    const id = engine.offer('team/app:1', { cmd: ['new'] });
    const digest = engine.registry.get('team/app:1')?.digests[0]?.split('@')[1];
    const layer = id.slice(7, 19);
    expect(await run('pull team/app:1')).toEqual(
      out(`1: Pulling from team/app
${layer}: Pulling fs layer
${layer}: Download complete
${layer}: Pull complete
Digest: ${digest}
Status: Downloaded newer image for team/app:1
docker.io/team/app:1
`),
    );
    const list = await run(
      "image ls --no-trunc --digests --format '[{{json .ID}},{{json .Repository}},{{json .Tag}},{{json .Digest}}]'",
    );
    expect(list).toEqual(out(`["${id}","team/app","1","${digest}"]\n["${old}","<none>","<none>","<none>"]\n`));
    expect((await run('pull team/app:1')).out).toContain('Status: Image is up to date for team/app:1\n');
    expect(await run('pull team/app:2')).toEqual(
      err(1, 'Error response from daemon: manifest for team/app:2 not found: manifest unknown: manifest unknown\n'),
    );
  });

  test('docker run pulls what is missing', async () => {
    engine.offer('redis');
    const ran = await run('run -d --name redis redis');
    expect(ran.code).toBe(0);
    expect(ran.err.split('\n')[0]).toBe("Unable to find image 'redis:latest' locally");
    expect(ran.err).toMatch(/\nStatus: Downloaded newer image for redis:latest\n$/);
  });

  test('are one image on every engine when they have one name and one behaviour', () => {
    const other = paperEngine();
    expect(engine.image('redis', { logs: ['a'] })).toBe(other.image('redis', { logs: ['a'] }));
    expect(engine.image('redis', { logs: ['b'] })).not.toBe(other.image('redis', { logs: ['a'] }));
  });
});

test('networks: made, joined, listed and removed when nobody is on them', async () => {
  engine.image('web');
  await run('network create --driver bridge --label a=b one');
  await run('network create two');
  await run('create --name web --network one --network-alias w web');
  expect(await run('network connect --alias x --alias y two web')).toEqual(out(''));
  await run('start web');
  expect(
    await run(
      "inspect -f '{{range $name, $n := .NetworkSettings.Networks}}{{$name}} {{$n.IPAddress}} {{json $n.Aliases}};{{end}}' web",
    ),
  ).toEqual(
    out(
      `one 172.20.0.2 ["w","${engine.container('web').id.slice(0, 12)}"];two 172.21.0.2 ["x","y","${engine.container('web').id.slice(0, 12)}"];\n`,
    ),
  );
  const id = engine.networks.find(({ name }) => name === 'one')?.id;
  expect(await run('network rm one')).toEqual(
    err(1, `Error response from daemon: error while removing network: network one id ${id} has active endpoints\n`),
  );
  await run('rm -f web');
  expect(await run('network rm one two')).toEqual(out('one\ntwo\n'));
  expect(await run("network ls --format '{{.Name}} {{.Driver}}'")).toEqual(
    out('bridge bridge\nhost host\nnone null\n'),
  );
});

test('volumes are listed by label', async () => {
  await run('volume create --label p=arch arch_data');
  await run('volume create other');
  expect(await run("volume ls --filter label=p=arch --format '{{json .}}'")).toEqual(
    out(
      '{"Driver":"local","Labels":"p=arch","Links":"N/A","Mountpoint":"/var/lib/docker/volumes/arch_data/_data","Name":"arch_data","Scope":"local","Size":"N/A"}\n',
    ),
  );
});

test('ports in a row are shown as docker groups them', async () => {
  engine.image('web', { expose: ['9000', '9001'] });
  await run('run -d --name web -p 8000-8002:8000-8002 -p 81:80 -p [::1]:53:53/udp -p 9100-9102:90 web');
  expect(await run("ps --format '{{json .}}' --filter name=web")).toEqual(
    out(
      expect.stringContaining(
        '"Ports":"::1:53-\\u003e53/udp, 0.0.0.0:8000-8002-\\u003e8000-8002/tcp, :::8000-8002-\\u003e8000-8002/tcp, 9000-9001/tcp, 0.0.0.0:81-\\u003e80/tcp, :::81-\\u003e80/tcp, 0.0.0.0:9100-\\u003e90/tcp, :::9100-\\u003e90/tcp"',
      ),
    ),
  );
});

test.each([
  ['20.10.24', '1.41'],
  ['24.0.7', '1.43'],
  ['28.5.1', '1.51'],
])('docker %s speaks API %s', async (version, api) => {
  engine.version = version;
  expect(await run("version --format '{{.Server.Version}} {{.Server.ApiVersion}}'")).toEqual(
    out(`${version} ${api}\n`),
  );
});

test('info tells the engine', async () => {
  expect(
    await run(
      "info --format '{{.ID}} [{{json .ServerVersion}},{{json .Architecture}},{{json .OSType}},{{.MemTotal}},{{.NCPU}}]'",
    ),
  ).toEqual(out(`${engine.id} ["20.10.24","x86_64","linux",8589934592,4]\n`));
  expect(engine.id).toMatch(/^([A-Z2-7]{4}:){11}[A-Z2-7]{4}$/);
});
