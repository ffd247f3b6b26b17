import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeReal } from '../harbor/describe.ts';
import { cleanShips, type Laptop, laptop } from './laptop.ts';
import { ask, environment, inspect } from './seen.ts';

const VALUES: Record<string, string> = {
  EMPTY: '',
  BLANKS: '  two before, one behind ',
  TAB: '\ta\tb\t',
  SINGLE: "it's",
  DOUBLE: 'say "so"',
  DOLLAR: '$HOME ${HOME} $(id) `id` $$',
  BACKSLASH: 'C:\\new\\table\\',
  HASH: '#first # second',
  PERCENT: '%s %n 100%',
  UNICODE: 'Grüße, 世界 🚢 é',
  EQUALS: 'a=b==c',
  LINES: '\\n is no newline',
  SEVERAL: '-----BEGIN\n  it\'s "$5"\n\n-----END\n',
  RETURN: 'ends in one\r',
  GLOB: '* ? [a-z] ~ {a,b}',
  SHELL: '; true && false | cat > /dev/null & !!',
  PATH_LIKE: '/a:/b',
  DOCKER_HOST: 'tcp://192.0.2.1:2375',
  IFS: ',',
  'dotted.name-1': 'yes',
};

const yaml = (text: string) => JSON.stringify(text.replaceAll('$', '$$$$'));
const SAID = `values:
  image: busybox
  command: sleep 3600
  stop_signal: SIGKILL
  environment:
${Object.entries(VALUES)
  .map(([name, value]) => `    ${name}: ${yaml(value)}`)
  .join('\n')}
  links: [my-redis]
my-redis:
  image: busybox
  command: sleep 3600
  stop_signal: SIGKILL
  ports: ["7000:7000"]
  ships: [192.168.1.84]
ships: [192.168.1.83, 192.168.1.84]
`;

describeReal('the environment of a container', (harbor) => {
  let here: Laptop;
  beforeAll(async () => {
    await cleanShips(harbor);
    here = laptop(harbor, 'said', SAID);
    const { code, stderr } = await here.compowarm('start');
    expect(code, stderr).toBe(0);
  });
  afterAll(() => here.remove());

  it('arrives byte for byte', async () => {
    const given = Object.entries(VALUES).map(([name, value]) => `${name}=${value}`);
    const lines = await environment(harbor, 1, 'said-values-1');
    expect(lines.filter((line) => !/redis_/.test(line))).toEqual(given.sort());
  });

  it('is what its process sees', async () => {
    const seen = await ask(harbor, 1, `docker exec said-values-1 sh -c 'printf %s "$BLANKS$DOLLAR$BACKSLASH$UNICODE"'`);
    expect(seen).toBe(`${VALUES.BLANKS}${VALUES.DOLLAR}${VALUES.BACKSLASH}${VALUES.UNICODE}`);
  });

  it('has a link to a name that no shell takes in both spellings', async () => {
    const lines = await environment(harbor, 1, 'said-values-1');
    expect(lines.filter((line) => /redis_/.test(line))).toEqual([
      'my-redis_ip=192.168.1.84',
      'my-redis_ips=192.168.1.84',
      'my-redis_port=7000',
      'my-redis_port_7000=7000',
      'my_redis_ip=192.168.1.84',
      'my_redis_ips=192.168.1.84',
      'my_redis_port=7000',
      'my_redis_port_7000=7000',
    ]);
    const heard = await ask(harbor, 1, `docker exec said-values-1 sh -c 'echo $my_redis_ip:$my_redis_port'`);
    expect(heard).toBe('192.168.1.84:7000');
  });

  it('is no change when it is said again', async () => {
    expect((await here.compowarm('start')).stderr).toBe(
      'nothing to do: 2 containers on 2 ships are as the file says\n',
    );
  });
});

const RICH = `services:
  rich:
    image: busybox
    container_name: the_rich_one
    hostname: rich.example
    user: "1000:1001"
    working_dir: /tmp
    entrypoint: ["sh", "-c"]
    command: ["trap 'exit 0' USR1; while :; do sleep 0.1; done", "two words", "it's"]
    restart: on-failure:3
    stop_signal: SIGUSR1
    stop_grace_period: 1500ms
    ports:
      - "8080:80"
      - "127.0.0.1:8443:443"
      - "5353:53/udp"
      - "9000-9001:9000-9001"
    expose: ["7070", "7071/udp"]
    volumes:
      - data:/data
      - /srv/rich:/srv:ro
      - /scratch
    labels: { com.example.title: "a 'title', with \\"quotes\\" and $$", empty: "" }
    healthcheck: { test: ["CMD", "test", "-d", "/it's here"], interval: 1m30s, timeout: 2s, retries: 4, start_period: 5s }
    networks:
      front: { aliases: [www, web] }
      back:
    ships: [192.168.1.83]
networks:
  front:
  back: { name: the-back }
volumes:
  data:
ships: [192.168.1.83, 192.168.1.84]
`;

describeReal('what the file says of a container', (harbor) => {
  let here: Laptop;
  const NAME = 'the_rich_one';
  beforeAll(async () => {
    await cleanShips(harbor);
    here = laptop(harbor, 'said', RICH);
    const { code, stderr } = await here.compowarm('start');
    expect(code, stderr).toBe(0);
  });
  afterAll(async () => {
    await ask(harbor, 1, 'rm -rf /srv/rich');
    here.remove();
  });
  const field = (path: string) => inspect(harbor, 1, NAME, path);

  it('command, user, folder, host name and signals', async () => {
    const { Cmd, Entrypoint, Hostname, StopSignal, StopTimeout, User, WorkingDir } = (await field('.Config')) as Record<
      string,
      unknown
    >;
    expect({ Cmd, Entrypoint, Hostname, StopSignal, StopTimeout, User, WorkingDir }).toEqual({
      Entrypoint: ['sh'],
      Cmd: ['-c', "trap 'exit 0' USR1; while :; do sleep 0.1; done", 'two words', "it's"],
      Hostname: 'rich.example',
      StopSignal: 'SIGUSR1',
      StopTimeout: 2,
      User: '1000:1001',
      WorkingDir: '/tmp',
    });
  });

  it('restart, ports and exposed ports', async () => {
    expect(await field('.HostConfig.RestartPolicy')).toEqual({ Name: 'on-failure', MaximumRetryCount: 3 });
    expect(await field('.HostConfig.PortBindings')).toEqual({
      '443/tcp': [{ HostIp: '127.0.0.1', HostPort: '8443' }],
      '53/udp': [{ HostIp: '', HostPort: '5353' }],
      '80/tcp': [{ HostIp: '', HostPort: '8080' }],
      '9000/tcp': [{ HostIp: '', HostPort: '9000' }],
      '9001/tcp': [{ HostIp: '', HostPort: '9001' }],
    });
    expect(Object.keys((await field('.Config.ExposedPorts')) as object).sort()).toEqual([
      '443/tcp',
      '53/udp',
      '7070/tcp',
      '7071/udp',
      '80/tcp',
      '9000/tcp',
      '9001/tcp',
    ]);
  });

  it('volumes: named, of the ship, anonymous', async () => {
    const mounts = (await field('.Mounts')) as {
      Type: string;
      Name?: string;
      Source: string;
      Destination: string;
      RW: boolean;
    }[];
    const seen = mounts.map(({ Type, Name, Source, Destination, RW }) => [
      Type,
      Type === 'bind' ? Source : Name,
      Destination,
      RW,
    ]);
    expect(seen.sort((a, b) => String(a[2]).localeCompare(String(b[2])))).toEqual([
      ['volume', 'said_data', '/data', true],
      ['volume', expect.stringMatching(/^[0-9a-f]{64}$/), '/scratch', true],
      ['bind', '/srv/rich', '/srv', false],
    ]);
  });

  it('the healthcheck', async () => {
    const second = 1_000_000_000;
    expect(await field('.Config.Healthcheck')).toEqual({
      Test: ['CMD-SHELL', `test -d '/it'\\''s here'`],
      Interval: 90 * second,
      Timeout: 2 * second,
      Retries: 4,
      StartPeriod: 5 * second,
    });
  });

  it('networks with its aliases, by the names of the service and the container too', async () => {
    const networks = (await field('.NetworkSettings.Networks')) as Record<
      string,
      { Aliases: string[]; NetworkID: string }
    >;
    const id = (await field('.Id')) as string;
    const aliases = Object.entries(networks).map(([name, { Aliases }]) => [
      name,
      Aliases.filter((alias) => alias !== id.slice(0, 12)),
    ]);
    // an older engine counts the hostname to them
    const hostname = harbor.ships[0]?.engine === '28' ? [] : ['rich.example'];
    expect(Object.fromEntries(aliases)).toEqual({
      said_front: [NAME, 'rich', 'www', 'web', ...hostname],
      'the-back': [NAME, 'rich', ...hostname],
    });
  });

  it('labels: those of the file, and those that Compose’s tools look for', async () => {
    const labels = (await field('.Config.Labels')) as Record<string, string>;
    expect(labels).toEqual({
      'com.example.title': `a 'title', with "quotes" and $`,
      empty: '',
      'com.docker.compose.project': 'said',
      'com.docker.compose.service': 'rich',
      'com.docker.compose.container-number': '1',
      'com.docker.compose.oneoff': 'False',
      'com.docker.compose.config-hash': expect.stringMatching(/^[0-9a-f]{64}$/),
      'com.docker.compose.depends_on': '',
      'com.docker.compose.version': expect.stringMatching(/^\d+\.\d+\.\d+$/),
      'com.docker.compose.project.working_dir': here.folder,
      'com.docker.compose.project.config_files': `${here.folder}/docker.yml`,
      'compowarm.ship': '192.168.1.83',
      'compowarm.deploy': expect.stringMatching(/^[0-9a-f]{8}$/),
    });
  });

  it('a second start has nothing to do', async () => {
    expect((await here.compowarm('start')).stderr).toBe('nothing to do: 1 container on 2 ships is as the file says\n');
  });
});
