import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rename } from 'node:fs/promises';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EXIT } from '../../src/lib/problem.ts';
import { connect } from '../../src/lib/ships/index.ts';
import { openSeaport, type Seaport } from './seaport.ts';
import { prints, type ServerOptions } from './server.ts';

let port: Seaport;

async function raise(options: Partial<ServerOptions> = {}) {
  await port.close();
  port = await openSeaport(options);
}

beforeEach(async () => {
  port = await openSeaport();
});

afterEach(() => port.close());

const AT = { where: { ship: 'db1' }, exit: EXIT.unreachable };

function ssh(at: number) {
  return `ssh -F ${port.file('config1')} -p ${at} -l deploy 127.0.0.1`;
}

describe('the ssh configuration', () => {
  const alias = { name: 'db1', host: 'db1', labels: {}, docker: ['docker'] };

  test('says host, port and user of an alias', async () => {
    await port.configure('Host db1', 'HostName 127.0.0.1', `Port ${port.server.port}`, 'User deploy');
    (await connect(alias, port.options())).close();
  });

  test('gives way to user and port of the ship', async () => {
    await port.configure('Host db1', 'HostName 127.0.0.1', 'Port 1', 'User nobody');
    (await connect({ ...alias, user: 'deploy', port: port.server.port }, port.options())).close();
  });

  test('is not missed where there is no ssh program: its defaults hold', async () => {
    await mkdir(port.file('.ssh'));
    await rename(port.file('id'), port.file('.ssh/id_ed25519'));
    await rename(port.file('known_hosts'), port.file('.ssh/known_hosts'));
    (await connect(port.ship(), { ...port.options(), env: { PATH: port.home } })).close();
  });

  const UNSUPPORTED: [string, string, string, string][] = [
    [
      'ProxyJump me@hop',
      'proxyjump me@hop',
      'a jump host',
      'run compowarm on the jump host, or make the ship reachable from here (a VPN)',
    ],
    [
      'ProxyCommand nc %h %p',
      'proxycommand nc %h %p',
      'a proxy command',
      'run compowarm where the ship is reached directly, or make it so here (a VPN)',
    ],
    [
      'PKCS11Provider /usr/lib/token.so',
      'pkcs11provider /usr/lib/token.so',
      'keys on a PKCS #11 token',
      "put the token's keys into the agent with `ssh-add -s`, and leave PKCS11Provider out",
    ],
    [
      'CertificateFile /k/id-cert.pub',
      'certificatefile /k/id-cert.pub',
      'a certificate',
      "put a plain public key into the ship's authorized_keys, and leave CertificateFile out",
    ],
  ];

  test.each(UNSUPPORTED)('that says %s is refused, for now', async (line, printed, what, remedy) => {
    await port.configure(line);
    expect(await port.refusal()).toEqual({
      what: `127.0.0.1 is to be reached through ${what}, which can't be done here yet`,
      why: `the ssh configuration says: ${printed}`,
      remedy,
      ...AT,
    });
    expect(port.server.connections).toBe(0);
  });

  test('that ssh itself refuses is a problem', async () => {
    await port.configure('Nonsense yes');
    const file = port.file('config2');
    expect(await port.refusal()).toEqual({
      what: 'ssh does not say how to reach 127.0.0.1',
      why: `${file}: line 1: Bad configuration option: nonsense\r\n${file}: terminating, 1 bad configuration options`,
      remedy: 'make `ssh -G 127.0.0.1` work, or pass another file with --ssh-config',
      ...AT,
    });
  });

  test('is never given a host that ssh would take for an option', async () => {
    expect((await port.refusal({ host: '-oProxyCommand=touch x' })).why).toBe('hostname contains invalid characters');
  });
});

describe('a connection', () => {
  test('is one a ship, and so is its login', async () => {
    await raise({ programs: { run: prints('') } });
    const session = await port.connect();
    for (const channel of [await session.open('run'), await session.open('run')]) await channel.ended;
    expect([port.server.connections, port.server.execs]).toEqual([1, ['run', 'run']]);
  });

  test('sends each packet at once', async () => {
    const setNoDelay = vi.spyOn(net.Socket.prototype, 'setNoDelay');
    try {
      (await port.connect()).close();
      expect(setNoDelay.mock.calls).toEqual([[true]]);
    } finally {
      setNoDelay.mockRestore();
    }
  });

  test('that is hung up on before the greeting is made again', async () => {
    await raise({ drop: 2 });
    (await port.connect()).close();
    expect(port.server.connections).toBe(3);
  });

  test('that is hung up on five times is a problem', async () => {
    await raise({ drop: 5 });
    expect(await port.refusal()).toEqual({
      what: `127.0.0.1 port ${port.server.port} hangs up before it greets`,
      why: 'sshd has too many logins in hand (MaxStartups), or a firewall or hosts.deny refuses this machine',
      remedy: `try again later; see what \`${ssh(port.server.port)}\` and sshd's log on the ship say`,
      ...AT,
    });
    expect(port.server.connections).toBe(5);
  });

  test('logs in with at most seven others at one host, however many ships there are', async () => {
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    await raise({ gate });
    await port.know(`* ${port.hostKey.public}`);
    const sessions = Array.from({ length: 20 }, (_, n) => port.connect({ name: `ship${n}` }));
    await vi.waitFor(() => expect(port.server.offered.length).toBe(8), 10_000);
    sessions.push(port.connect({ name: 'another host', host: 'localhost' }));
    await vi.waitFor(() => expect(port.server.offered.length).toBe(9), 10_000);
    open();
    for (const session of await Promise.all(sessions)) session.close();
    expect([port.server.connections, port.server.logins]).toEqual([21, 9]);
  });

  test('with nothing in common is a problem', async () => {
    await raise({ algorithms: { kex: ['diffie-hellman-group1-sha1'] } });
    expect(await port.refusal()).toEqual({
      what: `127.0.0.1 port ${port.server.port} and this program know no common key exchange algorithm`,
      why: 'post-quantum key exchange and what OpenSSH has disabled for its age are not spoken here',
      remedy:
        'allow one in its sshd_config (curve25519-sha256, ssh-ed25519, aes128-gcm@openssh.com and hmac-sha2-256 are known)',
      ...AT,
    });
  });

  test('whose login is not answered is a problem', async () => {
    await raise({ gate: new Promise(() => {}) });
    expect(await port.refusal({}, { timeoutMs: 500 })).toEqual({
      what: 'logging in as deploy@127.0.0.1 took too long',
      why: 'it was not done within 0.5 s',
      remedy: 'see whether the agent waits for a confirmation, and whether the ship is overloaded',
      ...AT,
    });
  });

  test.each([
    ['hangs up too', false],
    ['never hangs up', true],
  ])('that is closed lets the process end, where the ship %s', async (_, allowHalfOpen) => {
    await raise({ programs: { run: (stream) => void stream.resume() } });
    const sockets: net.Socket[] = [];
    const between = net.createServer({ allowHalfOpen }, (socket) => {
      const ship = net.connect(port.server.port, '127.0.0.1');
      sockets.push(
        socket.on('error', () => {}),
        ship,
      );
      socket.pipe(ship, { end: !allowHalfOpen }).pipe(socket, { end: !allowHalfOpen });
    });
    await once(between.listen(0, '127.0.0.1'), 'listening');
    try {
      await port.know(`* ${port.hostKey.public}`);
      const ship = port.ship({ port: (between.address() as AddressInfo).port });
      const script = await port.write(
        'script.mts',
        `import { connect } from ${JSON.stringify(path.resolve('src/lib/ships/index.ts'))};
         const session = await connect(${JSON.stringify(ship)}, { ...${JSON.stringify(port.options())}, warn: () => {} });
         (await session.open('run')).write('text');
         session.close();`,
      );
      const child = execFile(process.execPath, ['--import', 'tsx', script]);
      expect(await once(child, 'exit')).toEqual([0, null]);
      expect(port.server.execs).toEqual(['run']);
    } finally {
      for (const socket of sockets) socket.destroy();
      between.close();
    }
  });
});

describe('what is no SSH server is a problem:', () => {
  const servers: net.Server[] = [];
  const sockets: net.Socket[] = [];

  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
    for (const server of servers.splice(0)) server.close();
  });

  async function listen(serve: (socket: net.Socket) => void) {
    const server = net.createServer((socket) => {
      sockets.push(socket.on('error', () => {}));
      serve(socket);
    });
    servers.push(server.listen(0, '127.0.0.1'));
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  test('a port that is closed', async () => {
    const at = await listen(() => {});
    for (const server of servers.splice(0)) {
      server.close();
      await once(server, 'close');
    }
    expect(await port.refusal({ port: at })).toEqual({
      what: `127.0.0.1 port ${at} refuses the connection`,
      why: 'the host is up, and nothing listens on that port',
      remedy: 'start sshd there, or give the port it listens on as `port` of the ship',
      ...AT,
    });
  });

  test('one that says nothing', async () => {
    const at = await listen(() => {});
    expect(await port.refusal({ port: at }, { timeoutMs: 500 })).toEqual({
      what: `127.0.0.1 port ${at} takes the connection and says nothing`,
      why: 'no SSH server has greeted within 0.5 s',
      remedy: `check that port ${at} is the one sshd listens on, and that the ship is not overloaded`,
      ...AT,
    });
    expect(sockets.length).toBe(1);
  });

  test.each([
    ['greets otherwise and stays', (socket: net.Socket) => socket.write('220 mail ready\r\n'), '220 mail ready'],
    ['greets otherwise and goes', (socket: net.Socket) => socket.end('220 mail ready\r\n'), '220 mail ready'],
    [
      'answers to our greeting',
      (socket: net.Socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
      'HTTP/1.1 400 Bad Request',
    ],
  ])('one that %s', async (_, serve, said) => {
    const at = await listen(serve);
    expect(await port.refusal({ port: at }, { timeoutMs: 500 })).toEqual({
      what: `127.0.0.1 port ${at} is not an SSH server`,
      why: `it says "${said}"`,
      remedy: 'give the port of its SSH server as `port` of the ship',
      ...AT,
    });
    expect(sockets.length).toBe(1);
  });

  test('one that has too many logins in hand, and says so every time', async () => {
    const at = await listen((socket) => socket.end('Exceeded MaxStartups\r\n'));
    expect((await port.refusal({ port: at })).what).toBe(`127.0.0.1 port ${at} hangs up before it greets`);
    expect(sockets.length).toBe(5);
  });

  test.each([
    ['hangs up after its greeting', (socket: net.Socket) => socket.end('SSH-2.0-x\r\n'), 'it hung up'],
    [
      'stays silent after its greeting',
      (socket: net.Socket) => socket.write('SSH-2.0-x\r\n'),
      'it was not done within 0.5 s',
    ],
  ])('one that %s', async (_, serve, why) => {
    const at = await listen(serve);
    expect(await port.refusal({ port: at }, { timeoutMs: 500 })).toEqual({
      what: `the SSH handshake with 127.0.0.1 port ${at} failed`,
      why,
      remedy: `see what \`${ssh(at)}\` and sshd's log on the ship say`,
      ...AT,
    });
    expect(sockets.length).toBe(1);
  });
});
