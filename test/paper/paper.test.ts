import { access, readFile, writeFile } from 'node:fs/promises';
import net from 'node:net';
import type ssh2 from 'ssh2';
import { afterEach, describe, expect, test } from 'vitest';
import { connect, newClient, open, raise, sh, tidy } from './client.ts';
import { laptopKey, paperFleet } from './index.ts';

afterEach(tidy);

describe('an exec is run by the real shell', () => {
  test('its input, output, errors and exit code are passed on', async () => {
    const said = await sh(await raise(), 'read -r line; echo "got $line"; echo trouble >&2; cat; exit 7', 'one\ntwo\n');
    expect(said).toEqual({ code: 7, out: 'got one\ntwo\n', err: 'trouble\n' });
  });

  test('so is the signal that ended it', async () => {
    expect(await sh(await raise(), 'kill -KILL $$')).toEqual({ code: null, signal: 'SIGKILL', out: '', err: '' });
  });

  test('it has a home of its own and knows its address', async () => {
    const ship = await raise({ address: '10.0.0.84' });
    const { out } = await sh(ship, 'echo "$USER $HOME $PWD"; echo "$SSH_CONNECTION"');
    expect(out.replace(/ \d+ /, ' PORT ')).toBe(`paper ${ship.home} ${ship.home}\n127.0.0.1 PORT 10.0.0.84 22\n`);
  });

  test('when the connection goes, its input ends and it ends by itself', async () => {
    const ship = await raise();
    const client = await connect(ship);
    const shell = await open(client, "trap '' PIPE HUP; echo ready; cat >/dev/null; sleep 0.05; echo done >end");
    await shell.heard('ready\n');
    client.destroy();
    await ship.idle();
    expect(await readFile(`${ship.home}/end`, 'utf8')).toBe('done\n');
  });

  test('several run at once on one connection', async () => {
    const ship = await raise();
    const client = await connect(ship);
    const first = await open(client, 'cat');
    const second = await open(client, 'echo second');
    expect(await second.ended).toEqual({ code: 0, out: 'second\n', err: '' });
    first.channel.end('first\n');
    expect(await first.ended).toEqual({ code: 0, out: 'first\n', err: '' });
    expect(ship.counts).toEqual({
      connections: 1,
      execs: 2,
      bytesIn: expect.any(Number),
      roundTrips: expect.any(Number),
    });
  });
});

describe('docker, as the shell finds it', () => {
  test('passes words, standard input and exported values on to the letter', async () => {
    const ship = await raise();
    ship.engine.image('web');
    const said = await sh(
      ship,
      `export TWO='two
lines'; printf 'FROM_FILE=a b\\n# no\\n' | docker create --name web --env-file /dev/stdin -e TWO -e ABSENT -e 'Q=it'"'"'s' web sh -c 'echo  "$HOME"' ''`,
    );
    const container = ship.engine.container('web');
    expect(said).toEqual({ code: 0, out: `${container.id}\n`, err: '' });
    expect(container.env.slice(0, 4)).toEqual(['FROM_FILE=a b', 'TWO=two\nlines', 'ABSENT', "Q=it's"]);
    expect(container.cmd).toEqual(['sh', '-c', 'echo  "$HOME"', '']);
    expect(ship.engine.calls).toEqual([
      ['create', '--name', 'web', '--env-file', '/dev/stdin', '-e', 'TWO', '-e', 'ABSENT', '-e', "Q=it's"].concat([
        'web',
        'sh',
        '-c',
        'echo  "$HOME"',
        '',
      ]),
    ]);
  });

  test('leaves the input of the shell alone unless it is told to read it', async () => {
    const ship = await raise();
    expect(await sh(ship, 'docker ps -q; cat', 'mine\n')).toEqual({ code: 0, out: 'mine\n', err: '' });
  });

  test('may be called by sudo', async () => {
    const ship = await raise();
    expect(await sh(ship, 'sudo -n docker ps -q')).toEqual({ code: 0, out: '', err: '' });
    expect(ship.engine.calls).toEqual([['ps', '-q']]);
  });

  test('takes files byte for byte', async () => {
    const ship = await raise();
    ship.engine.image('web');
    await sh(ship, "docker create --name web web; printf 'a\\000b\\377' | docker cp - web:/run/secrets");
    expect(ship.engine.container('web').copied).toEqual([
      { path: '/run/secrets', tar: Buffer.from([0x61, 0, 0x62, 0xff]) },
    ]);
  });

  test('can be held back and answered for by a test', async () => {
    const ship = await raise();
    ship.engine.intercept = async ({ argv }) => (argv[0] === 'stop' ? { code: 9, out: 'o\n', err: 'e\n' } : undefined);
    expect(await sh(ship, 'docker stop web')).toEqual({ code: 9, out: 'o\n', err: 'e\n' });
  });
});

test('a ship passes connections on to the next', async () => {
  const [jump, inner] = [await raise(), await raise()];
  const client = await connect(jump);
  const sock = await new Promise<ssh2.ClientChannel>((resolve, reject) => {
    client.forwardOut('127.0.0.1', 0, inner.host, inner.port, (error, channel) =>
      error ? reject(error) : resolve(channel),
    );
  });
  const next = newClient();
  await new Promise((resolve, reject) => {
    next.on('ready', () => resolve(undefined)).on('error', reject);
    next.connect({ sock, username: 'paper', privateKey: laptopKey.private });
  });
  const { ended } = await open(next, 'echo "$HOME"');
  expect(await ended).toEqual({ code: 0, out: `${inner.home}\n`, err: '' });
});

test('a fleet is one laptop and many ships, each with its own name, address, engine and key', async () => {
  const fleet = await paperFleet(3);
  try {
    expect(fleet.ships.map(({ name, address }) => [name, address])).toEqual([
      ['ship1', '10.0.0.1'],
      ['ship2', '10.0.0.2'],
      ['ship3', '10.0.0.3'],
    ]);
    expect(new Set(fleet.ships.map(({ engine }) => engine.id)).size).toBe(3);
    const config = await readFile(fleet.sshConfig, 'utf8');
    expect(config).toBe(
      `${fleet.ships.map(({ name, address, port }) => `Host ${name} ${address}\n  HostName 127.0.0.1\n  Port ${port}\n  User paper\n`).join('')}Host *
  IdentityFile ${fleet.home}/.ssh/id_ed25519
  IdentitiesOnly yes
  IdentityAgent none
  UserKnownHostsFile ${fleet.home}/.ssh/known_hosts
  GlobalKnownHostsFile /dev/null
  StrictHostKeyChecking yes
`,
    );
    const known = await readFile(`${fleet.home}/.ssh/known_hosts`, 'utf8');
    expect(known).toBe(fleet.ships.map(({ hostKey }) => `${hostKey}\n`).join(''));
    expect(await readFile(`${fleet.home}/.ssh/id_ed25519`, 'utf8')).toBe(laptopKey.private);
  } finally {
    await fleet.down();
  }
});

test('a closed ship leaves nothing behind: no port, no folder, no shell, no lock', async () => {
  const ship = await raise();
  const lock = `/tmp/test-${ship.engine.id}.lock`;
  await writeFile(lock, '');
  const shell = await open(await connect(ship), "trap '' HUP PIPE TERM; echo $$; while :; do sleep 1; done");
  await shell.heard('\n');
  await ship.close();
  const pid = Number((await shell.ended).out);
  await expect(access(ship.home)).rejects.toThrow('ENOENT');
  await expect(access(lock)).rejects.toThrow('ENOENT');
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  const refused = await new Promise((resolve) => net.connect(ship.port, ship.host).on('error', resolve));
  expect(refused).toMatchObject({ code: 'ECONNREFUSED' });
});
