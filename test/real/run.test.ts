import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeReal } from '../harbor/describe.ts';
import { cleanShips, commandLine, type Laptop, laptop } from './laptop.ts';
import { ask, containers, inspect } from './seen.ts';
import { terminal } from './terminal.ts';

const FILE = `x-ships: [192.168.1.83, 192.168.1.84]
name: work
services:
  web:
    image: busybox
    init: true
    command: sleep 3600
    restart: always
    container_name: front
    ports: ["8080:8080"]
    links: [store]
    volumes: [/scratch]
    ships: [192.168.1.83]
  box: {image: busybox, command: sh, tty: true, stdin_open: true, stop_signal: KILL, ships: [192.168.1.83]}
  store:
    image: redis
    ports: ["6379:6379"]
    ships: [192.168.1.84]
`;

describeReal('run', (harbor) => {
  let here: Laptop;
  beforeAll(async () => {
    await cleanShips(harbor);
    here = laptop(harbor, 'work', FILE);
  });
  afterAll(() => here.remove());

  it('starts what the service needs, tells of that, and gives the container what links give', async () => {
    const { code, stdout, stderr } = await here.compowarm(
      ...['run', '--rm', '-T', '-e', 'A=one two', '-u', '4242', '-w', '/tmp', '--entrypoint', 'sh -c', 'web'],
      'id -u; pwd; echo "$A $store_ip"; exec nc -w 5 store 6379 </dev/null; exit 9',
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: '4242\n/tmp\none two 192.168.1.84\n' });
    expect(stderr).toMatch(/create store-1/);
    expect([await containers(harbor, 1), await containers(harbor, 2)]).toEqual([[], ['work-store-1 running']]);
  });

  it('passes input, output and status, and says nothing of its own where all runs', async () => {
    const child = harbor.spawnLaptop(
      commandLine(harbor, ['run', '--rm', 'web', 'sh', '-c', 'cat; echo oh >&2; exit 7']),
      { cwd: here.folder, stdio: ['pipe', 'pipe', 'pipe'] },
    );
    let [out, err] = ['', ''];
    child.stdout?.on('data', (text) => (out += text));
    child.stderr?.on('data', (text) => (err += text));
    child.stdin?.end('hello\n');
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect({ code, out, err }).toEqual({ code: 7, out: 'hello\n', err: 'oh\n' });
    expect(await ask(harbor, 1, 'docker ps -aq; docker volume ls -q')).toBe('');
  });

  it('-d leaves a container that Compose knows as one of run, beside replicas and none of them', async () => {
    const words = ['-d', '--name', 'job', '-p', '8081:8080', '-l', 'kind=job', '--cap-drop', 'CHOWN', '--use-aliases'];
    const { code, stdout } = await here.compowarm('run', ...words, 'web', 'sleep', '3600');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'job\n' });
    await here.compowarm('start');
    expect(await containers(harbor, 1)).toEqual(['front running', 'job running', 'work-box-1 running']);
    expect(await inspect(harbor, 1, 'job', '.HostConfig.RestartPolicy.Name')).toMatch(/^(no)?$/);
    expect(await inspect(harbor, 1, 'job', '.HostConfig.CapDrop')).toEqual([expect.stringMatching(/^(CAP_)?CHOWN$/)]);
    expect(await inspect(harbor, 1, 'job', '.HostConfig.PortBindings')).toEqual({
      '8080/tcp': [{ HostIp: '', HostPort: '8081' }],
    });
    expect(await inspect(harbor, 1, 'job', '.Config.Labels')).toMatchObject({
      'com.docker.compose.oneoff': 'True',
      'com.docker.compose.service': 'web',
      kind: 'job',
    });
    expect((await here.compowarm('ps', '-a')).stdout).toMatch(/^192\.168\.1\.83 +job /m);
  });

  it('a signal ends the command, and with --rm its container goes', async () => {
    const child = harbor.spawnLaptop(commandLine(harbor, ['run', '--rm', '--name', 'brief', 'web', 'sleep', '88']), {
      cwd: here.folder,
      stdio: 'ignore',
    });
    await vi.waitFor(async () => expect(await containers(harbor, 1)).toContain('brief running'), {
      timeout: 20_000,
      interval: 200,
    });
    const ended = new Promise((resolve) => child.on('exit', resolve));
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(await containers(harbor, 1)).toEqual(['front running', 'job running', 'work-box-1 running']);
  });

  it('--rm is docker’s own: it holds though this program is killed', async () => {
    const child = harbor.spawnLaptop(commandLine(harbor, ['run', '--rm', '--name', 'brief', 'web', 'cat']), {
      cwd: here.folder,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    await vi.waitFor(async () => expect(await containers(harbor, 1)).toContain('brief running'), {
      timeout: 20_000,
      interval: 200,
    });
    child.kill('SIGKILL');
    await vi.waitFor(async () => expect(await containers(harbor, 1)).not.toContain('brief running'), {
      timeout: 20_000,
      interval: 200,
    });
  });

  it('a shell has this terminal', async () => {
    const seat = await terminal(harbor, here, 'run', '--rm', 'web', 'sh');
    await seat.shows(/# *$/);
    await seat.resize(100, 30);
    await seat.type('until stty size | grep -q "30 100"; do :; done; exit 5\n');
    expect(await seat.status()).toBe(5);
  });

  it('attach has the terminal of what runs, and leaves it by its keys', async () => {
    const seat = await terminal(harbor, here, 'attach', 'box');
    await seat.type('echo $((6 * 7))\n');
    await seat.shows(/^42$/m);
    await seat.press('C-p', 'C-q');
    // docker's older clients call it an error to leave
    expect([0, 1]).toContain(await seat.status());
    expect(await containers(harbor, 1)).toContain('work-box-1 running');
  });

  it('-P publishes what the service does, and all else that is said is the container’s', async () => {
    await here.compowarm('stop', '-t', '0', 'web');
    here.write('vars', 'LEVEL=debug\n');
    const { code, stdout, stderr } = await here.compowarm(
      ...['run', '-dPq', '--no-deps', '--pull', 'missing', '--name', 'ported', '--cap-add', 'SYS_TIME'],
      ...['--env-from-file', 'vars', '-v', '/tmp:/host', 'web', 'sleep', '3600'],
    );
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await inspect(harbor, 1, 'ported', '.HostConfig.PortBindings')).toEqual({
      '8080/tcp': [{ HostIp: '', HostPort: '8080' }],
    });
    expect(await inspect(harbor, 1, 'ported', '.HostConfig.CapAdd')).toEqual([expect.stringMatching(/SYS_TIME$/)]);
    expect(await inspect(harbor, 1, 'ported', '.Config.Env')).toContain('LEVEL=debug');
    expect(await ask(harbor, 1, 'docker exec ported ls -d /host')).toBe('/host');
  });

  it('down takes what run left, too', async () => {
    expect(await here.compowarm('down', '-t', '0')).toMatchObject({ code: 0 });
    expect([await containers(harbor, 1), await containers(harbor, 2)]).toEqual([[], []]);
  });
});
