import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, attach, canRaise, type Harbor, raise, shells } from './index.ts';

const able = canRaise();
const unable = able.ok ? undefined : able.reason;

it.runIf(process.env.COMPOWARM_REAL_SHIPS === 'required')('real ships can be raised here', () => {
  expect(unable).toBeUndefined();
});

describe.skipIf(unable)(unable ? `a harbor of two ships (${unable})` : 'a harbor of two ships', () => {
  let harbor: Harbor;

  beforeAll(async () => {
    harbor = await raise(2, { engine: ['own', '28'] });
  });

  afterAll(() => harbor?.down());

  const ssh = (number: number, command: string, ...options: string[]) =>
    harbor.laptop(['ssh', '-F', harbor.sshConfig, '-o', 'ConnectTimeout=2', ...options, address(number), command]);

  const address = (number: number): string => harbor.ships[number - 1]?.address ?? '';

  const engine = async (number: number): Promise<string> =>
    (await harbor.onShip(number, 'docker info --format {{.ID}}')).stdout;

  it('has the addresses of the README', () => {
    expect(harbor.ships).toMatchObject([
      { name: 'ship1', engine: 'own', address: '192.168.1.83', port: 22 },
      { name: 'ship2', engine: '28', address: '192.168.1.84', port: 22 },
    ]);
  });

  it('has Docker 28 on a ship that asked for it, and an older one on a ship that has its own', async () => {
    const versions = ['{{.Client.Version}}', '{{.Server.Version}}'].map((field) => `docker version --format ${field}`);
    const majors = async (number: number): Promise<number[]> =>
      (await harbor.onShip(number, versions.join('; '))).stdout
        .trim()
        .split('\n')
        .map((version) => Number.parseInt(version, 10));
    expect(await majors(2)).toEqual([28, 28]);
    const [client, server] = await majors(1);
    expect(client).toBe(server);
    expect(server).toBeLessThan(28);
  });

  it('has an engine of its own on every ship, the same one after a restart', async () => {
    const [first, second] = [await engine(1), await engine(2)];
    expect(first).toMatch(/\S/);
    expect(second).not.toBe(first);
    await harbor.stopDocker(1);
    expect(await harbor.onShip(1, 'docker version')).toMatchObject({ code: 1 });
    await harbor.startDocker(1);
    expect(await engine(1)).toBe(first);
  });

  it.each([
    ['root', 0, 'ship2'],
    ['deploy', 0, 'ship2'],
    ['nodocker', 1, ''],
  ])('lets %s in over ssh', async (user, code, name) => {
    const result = await ssh(2, 'docker version >/dev/null 2>&1 && hostname', '-l', user);
    expect(result).toMatchObject({ code, stdout: name && `${name}\n` });
  });

  it.each(Object.entries(shells))('can have %s as login shell', async (name, path) => {
    await harbor.setLoginShell(1, path);
    expect(await ssh(1, `sh -c 'readlink /proc/$PPID/exe'; true`)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(name === 'sh' ? /dash/ : name),
    });
    await harbor.setLoginShell(1, shells.bash);
  });

  it('runs containers that reach each other across ships', async () => {
    await harbor.onShip(1, `docker run -d -p 5000:5000 -e redis_ip=${address(2)} flask`);
    expect(await visit(503)).toMatchObject({ text: expect.stringContaining('refused') });
    await harbor.onShip(2, 'docker run -d -p 6379:6379 redis');
    expect(await visit(200)).toEqual({ status: 200, text: 'visits: 1\n' });
    expect(await visit(200)).toEqual({ status: 200, text: 'visits: 2\n' });
    await harbor.cleanDocker(1);
    await harbor.onShip(1, `docker run -d -p 5000:5000 -e redis_ip=${address(2)} flask:next`);
    expect(await visit(200)).toEqual({ status: 200, text: 'next visits: 3\n' });
  });

  it('says at once that it knows no such name', async () => {
    const before = performance.now();
    expect((await harbor.onShip(1, 'docker run --rm busybox nslookup nowhere')).code).not.toBe(0);
    expect(performance.now() - before).toBeLessThan(4000);
  });

  it('has an image that fails on purpose', async () => {
    const { code, stderr } = await harbor.onShip(1, 'docker run --rm flask:broken');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^broken on purpose\nline 1\n.*line 12\n$/s);
  });

  it('forgets what ran on a ship, and keeps the images', async () => {
    await harbor.onShip(2, 'docker network create n; docker volume create v; mkdir -p ~/.local/state/compowarm');
    await harbor.cleanDocker(2);
    const left = 'docker ps -aq; docker network ls -qf type=custom; docker volume ls -q; ls ~/.local/state';
    expect((await harbor.onShip(2, left)).stdout).toBe('');
    expect((await harbor.onShip(2, 'docker images -q')).stdout.trim().split('\n')).toHaveLength(5);
  });

  it('can make a ship silent, and heard again', async () => {
    await harbor.silence(2);
    expect(await ssh(2, 'true')).toMatchObject({ code: 255, stderr: expect.stringContaining('timed out') });
    await harbor.unsilence(2);
    expect(await ssh(2, 'true')).toMatchObject({ code: 0 });
  });

  it('can move ships away', async () => {
    const { addresses, stop } = await harbor.delay(40);
    const before = performance.now();
    expect(await harbor.laptop(['ssh', '-F', harbor.sshConfig, `${addresses[0]}`, 'hostname'])).toMatchObject({
      stdout: 'ship1\n',
    });
    expect(performance.now() - before).toBeGreaterThan(6 * 40);
    await stop();
  });

  it('is known to other processes, which may add ships', async () => {
    const other = attach(harbor.stateFile);
    expect(other.ships).toEqual(harbor.ships);
    expect(await other.addShip()).toMatchObject({ name: 'ship3', address: '192.168.1.85' });
    expect(await other.laptop(['ssh', '-F', other.sshConfig, '192.168.1.85', 'hostname'])).toMatchObject({ code: 0 });
  });

  it('leaves nothing behind', async () => {
    const { stdout: sea } = await harbor.laptop(['readlink', '/proc/self/ns/net']);
    const { stdout: ship } = await harbor.onShip(1, 'docker run -d busybox sleep 1000; readlink /proc/*/ns/net');
    const own = new Set([...sea.split('\n'), ...ship.split('\n')].filter((line) => line.startsWith('net:')));
    expect(own.size).toBeGreaterThanOrEqual(3);
    expect(namespaces()).toEqual(expect.arrayContaining([...own]));
    await harbor.onShip(1, 'docker pause $(docker ps -q)');
    await attach(harbor.stateFile).down();
    expect(namespaces().filter((namespace) => own.has(namespace))).toEqual([]);
    expect(readFileSync('/proc/self/mounts', 'utf8')).not.toContain(harbor.folder);
    expect(existsSync(harbor.folder)).toBe(false);
    expect(existsSync(harbor.stateFile)).toBe(false);
  });

  async function visit(status: number): Promise<Answer> {
    for (let tries = 0; ; tries++) {
      const answer = await harbor.get(`http://${address(1)}:5000/`).catch(() => undefined);
      if (answer?.status === status || (answer && tries > 50)) return answer;
      if (tries > 50) throw new Error('flask does not answer');
      await sleep(100);
    }
  }
});

// The network namespaces that some process is in.
function namespaces(): string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return [...new Set(pids.map((pid) => linkOf(`/proc/${pid}/ns/net`)))].sort();
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
